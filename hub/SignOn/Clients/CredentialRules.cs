using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Tokens;
using CityOps.Schemas;

namespace CityOps.Hub.SignOn.Clients;

/// <summary>Who a caller says it is and by which one method; <paramref name="Proof"/> is a secret or an assertion, empty for a public client.</summary>
internal sealed record Credentials(ClientMethod Method, string Client, string Proof);

/// <summary>Reads the one method of authentication out of a call (RFC 6749 2.3, RFC 7521 4.2). Pure.</summary>
internal static class CredentialRules
{
    public const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private const int MostCharacters = 512;

    public static Outcome<Credentials> Read(ClientCall call, GuardSwitch guards)
    {
        var basic = call.Authorization is not null;
        var post = call.Form.ContainsKey("client_secret");
        var assertion = call.Form.ContainsKey("client_assertion") || call.Form.ContainsKey("client_assertion_type");
        if (guards.IsOn("client.one-method") && (basic ? 1 : 0) + (post ? 1 : 0) + (assertion ? 1 : 0) > 1)
        {
            return SignOnRefusals.InvalidRequest.Because("一次请求只能用一种客户端认证方式", "Authenticate by exactly one method in a request");
        }

        var named = call.Form.GetValueOrDefault("client_id");
        if (named?.Length > MostCharacters)
        {
            return SignOnRefusals.InvalidClient;
        }

        return basic ? ReadBasic(call.Authorization, named)
            : assertion ? ReadAssertion(call.Form, named, guards)
            : named is null ? SignOnRefusals.InvalidClient.Because("请提交客户端标识和凭据", "Send client id and credentials")
            : post ? new Credentials(ClientMethod.SecretPost, named, call.Form["client_secret"])
            : new Credentials(ClientMethod.None, named, "");
    }

    private static Outcome<Credentials> ReadBasic(string? authorization, string? named)
    {
        if (!BasicCredentials.TryRead(authorization, out var client, out var secret))
        {
            return SignOnRefusals.InvalidClient.Because(
                "请用 HTTP Basic 提交平台编码和密钥", "Send platform code and secret by HTTP Basic, each form-urlencoded");
        }

        return named is null || named == client ? new Credentials(ClientMethod.SecretBasic, client, secret) : OtherClient;
    }

    private static Outcome<Credentials> ReadAssertion(IReadOnlyDictionary<string, string> form, string? named, GuardSwitch guards)
    {
        if (guards.IsOn("client.assertion-type") && form.GetValueOrDefault("client_assertion_type") != AssertionType)
        {
            return SignOnRefusals.InvalidRequest.Because("client_assertion_type 不正确", $"client_assertion_type must be {AssertionType}");
        }

        if (!form.TryGetValue("client_assertion", out var assertion))
        {
            return SignOnRefusals.InvalidRequest.Because("缺少 client_assertion", "client_assertion is missing");
        }

        if (AssertionProof.IssuerOf(assertion, guards) is not { Length: <= MostCharacters } issuer)
        {
            return SignOnRefusals.InvalidClient;
        }

        return named is null || named == issuer ? new Credentials(ClientMethod.PrivateKeyJwt, issuer, assertion) : OtherClient;
    }

    private static Refusal OtherClient => SignOnRefusals.InvalidRequest.Because(
        "client_id 与凭据中的客户端不同", "client_id differs from the client of the credentials");
}
