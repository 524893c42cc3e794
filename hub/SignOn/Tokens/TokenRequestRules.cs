using CityOps.Schemas;
using CityOps.Schemas.Codes;

namespace CityOps.Hub.SignOn.Tokens;

/// <summary>What a token request may look like: header and body in, request or refusal out. Pure.</summary>
internal static class TokenRequestRules
{
    private const int MostScopes = 64;
    private const int MostScopeCharacters = 3000; // so that the token stays far below 8 KB

    public static Outcome<TokenRequest> Read(string? authorization, ReadOnlySpan<byte> body)
    {
        if (FormText.ReadForm(body) is not { } form)
        {
            return SignOnRefusals.InvalidRequest.Because("请求体不是合规的表单，或参数重复", "The body is not a well-formed form, or a parameter comes twice");
        }

        if (RefuseOtherProofs(form) is { } other)
        {
            return other;
        }

        if (!BasicCredentials.TryRead(authorization, out var client, out var secret))
        {
            return SignOnRefusals.InvalidClient.Because(
                "请用 HTTP Basic 提交平台编码和密钥", "Send platform code and secret by HTTP Basic, each form-urlencoded");
        }

        if (form.TryGetValue("client_id", out var named) && named != client)
        {
            return SignOnRefusals.InvalidRequest.Because("client_id 与 Basic 中的平台编码不同", "client_id differs from the platform code in Basic");
        }

        return ReadScopes(form).Match<Outcome<TokenRequest>>(scopes => new TokenRequest(client, secret, scopes), refusal => refusal);
    }

    private static Refusal? RefuseOtherProofs(IReadOnlyDictionary<string, string> form)
    {
        if (form.ContainsKey("client_secret"))
        {
            return SignOnRefusals.InvalidRequest.Because(
                "密钥不得放在请求体中，请用 HTTP Basic", "The secret does not belong in the body: use HTTP Basic (client_secret_basic)");
        }

        if (form.ContainsKey("client_assertion") || form.ContainsKey("client_assertion_type"))
        {
            return SignOnRefusals.InvalidRequest.Because(
                "尚不支持 private_key_jwt，请用 HTTP Basic", "private_key_jwt is not offered: use HTTP Basic (client_secret_basic)");
        }

        if (!form.TryGetValue("grant_type", out var grant))
        {
            return SignOnRefusals.InvalidRequest.Because("缺少 grant_type", "grant_type is missing");
        }

        return grant == "client_credentials" ? null : SignOnRefusals.UnsupportedGrantType;
    }

    private static Outcome<IReadOnlyList<string>> ReadScopes(IReadOnlyDictionary<string, string> form)
    {
        if (!form.TryGetValue("scope", out var text))
        {
            return Array.Empty<string>();
        }

        var scopes = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).ToArray();
        if (scopes.Length is 0 or > MostScopes || text.Length > MostScopeCharacters)
        {
            return SignOnRefusals.InvalidScope.Because(
                $"授权范围须为 1 至 {MostScopes} 项", $"Name between 1 and {MostScopes} scopes in at most {MostScopeCharacters} characters");
        }

        return Array.TrueForAll(scopes, IsScope)
            ? scopes
            : SignOnRefusals.InvalidScope.Because(
                "授权范围应为 if:<接口>:publish 或 if:<接口>:subscribe", "A scope is if:<interface>:publish or if:<interface>:subscribe");
    }

    private static bool IsScope(string scope) =>
        scope.Split(':') is ["if", var code, "publish" or "subscribe"] && InterfaceCode.TryParse(code, out _);
}
