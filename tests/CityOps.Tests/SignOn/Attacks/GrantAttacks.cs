using System.Text;
using CityOps.Tests.SignOn.Authorize;

namespace CityOps.Tests.SignOn.Attacks;

/// <summary>B: token, refresh, revocation, introspection.</summary>
internal static class GrantAttacks
{
    private const string Form = "application/x-www-form-urlencoded";
    private const string Bearer = "urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer";

    public static IReadOnlyList<Attack> All { get; } =
    [
        new("B1 a code twice", (scene, code) => scene.PostAsync("/connect/token", Scene.Redeem(code)), "400 invalid_grant") { Prepare = SpentCodeAsync },
        Code("B3 no code", "", "400 invalid_request|400 invalid_grant"),
        Code("B3 a code nobody issued", new string('a', 43), "400 invalid_grant"),
        Code("B3 a code of strange letters", "zz9' OR 1=1 --", "400 invalid_grant"),
        new("B4 with another client's credentials", (scene, code) => scene.PostAsync("/connect/token", Scene.Redeem(code).Replace("client_id=app&", "", StringComparison.Ordinal), ("Authorization", scene.Third)), "400 invalid_grant") { Prepare = scene => scene.CodeAsync() },
        Changed("B5 another address", "redirect_uri", "https://app.example.cn/other?x=1"),
        Changed("B5 no address", "redirect_uri", null),
        Changed("B5 another verifier", "code_verifier", new string('b', 43)),
        Changed("B6 no verifier", "code_verifier", null),
        Changed("B6 the challenge for a verifier", "code_verifier", Town.Challenge),
        Changed("B6 a verifier of 42 characters", "code_verifier", new string('b', 42)),
        Changed("B6 a verifier of 129 characters", "code_verifier", new string('b', 129)),
        .. ((string[])["password", "implicit", "zz9", "urn:ietf:params:oauth:grant-type:jwt-bearer", "urn:ietf:params:oauth:grant-type:device_code"])
            .Select(grant => Post($"B8 {grant}", $"grant_type={Uri.EscapeDataString(grant)}&client_id=app&username=zhang.san&password=x", "400 unsupported_grant_type")),
        Post("B8 no grant", "client_id=app", "400 invalid_request"),
        new("B9 parameters in the address", (scene, _) => scene.PostAsync("/connect/token?grant_type=client_credentials", "client_id=app"), "400 invalid_request"),
        new("B9 a body of JSON", (scene, _) => scene.PostAsync("/connect/token", "{}", ("Content-Type", "application/json")), "400 invalid_request|415"),
        .. Basics("B10", "zz9 not base64", Encode("nocolon"), Encode("%zz:%zz"), Encode("third:"), Encode(":secret"), Encode("third:%"), "", new string('A', 9_000)),
        new("B11 secret in header and body", (scene, _) => scene.PostAsync("/connect/token", "grant_type=client_credentials&client_id=third&client_secret=x", ("Authorization", scene.Third)), "400 invalid_request"),
        new("B11 secret and assertion", (scene, _) => scene.PostAsync("/connect/token", $"grant_type=client_credentials&client_assertion=a.b.c&client_assertion_type={Bearer}", ("Authorization", scene.Third)), "400 invalid_request"),
        .. Basics("B12", Encode("third:a guess"), Encode("nobody:a guess"), Encode("app:a guess"), Encode("THIRD:a guess")),
        new("B15 a public client with a secret", (scene, code) => scene.PostAsync("/connect/token", Scene.Redeem(code, "&client_secret=zz9")), "401 invalid_client") { Prepare = scene => scene.CodeAsync() },
        Post("B16 an assertion of nobody", $"grant_type=client_credentials&client_assertion_type={Bearer}&client_assertion=" + Smith.Sign("""{"alg":"ES256","typ":"JWT"}""", """{"iss":"third","sub":"third"}"""), "401 invalid_client"),
        Post("B17 another type of assertion", "grant_type=client_credentials&client_assertion_type=zz9&client_assertion=a.b.c", "400 invalid_request"),
        Post("B17 a type without an assertion", $"grant_type=client_credentials&client_assertion_type={Bearer}", "400 invalid_request|401 invalid_client"),
        Post("B18 a public client as itself", "grant_type=client_credentials&client_id=app", "400 unauthorized_client"),
        Refresh("B19 a wider scope", "&scope=openid+profile+email", "400 invalid_scope"),
        new("B19 another client", (scene, token) => scene.PostAsync("/connect/token", "grant_type=refresh_token&refresh_token=" + token, ("Authorization", scene.Third)), "400 invalid_grant|400 unauthorized_client") { Prepare = scene => scene.RefreshAsync() },
        new("B20 after the successor was used", (scene, token) => scene.PostAsync("/connect/token", Renew(token)), "400 invalid_grant") { Prepare = TwiceRefreshedAsync },
        Post("B21 a refresh token nobody issued", Renew(new string('a', 43)), "400 invalid_grant"),
        new("B21 a refresh token with a letter more", (scene, token) => scene.PostAsync("/connect/token", Renew(token + "a")), "400 invalid_grant") { Prepare = scene => scene.RefreshAsync() },
        new("B21 a refresh token with a letter less", (scene, token) => scene.PostAsync("/connect/token", Renew(token[..^1])), "400 invalid_grant") { Prepare = scene => scene.RefreshAsync() },
        new("B21 a refresh token in other case", (scene, token) => scene.PostAsync("/connect/token", Renew(token.ToUpperInvariant())), "400 invalid_grant") { Prepare = scene => scene.RefreshAsync() },
        new("B22 after logout everywhere", (scene, token) => scene.PostAsync("/connect/token", Renew(token)), "400 invalid_grant") { Prepare = SignedOffAsync },
        new("B23 a client without permission", (scene, token) => scene.PostAsync("/connect/token", Exchange(token), ("Authorization", scene.Third)), "400 unauthorized_client") { Prepare = scene => scene.AccessAsync() },
        new("B23 a public client", (scene, token) => scene.PostAsync("/connect/token", Exchange(token) + "&client_id=app"), "400 unauthorized_client|400 invalid_request") { Prepare = scene => scene.AccessAsync() },
        new("B24 another client's token", (scene, token) => scene.PostAsync("/connect/revoke", "token=" + token, ("Authorization", scene.Third)), "400 unauthorized_client|400 invalid_request|400 invalid_grant") { Prepare = scene => scene.RefreshAsync() },
        new("B24 revocation by nobody", (scene, token) => scene.PostAsync("/connect/revoke", "token=" + token), "401 invalid_client") { Prepare = scene => scene.RefreshAsync() },
        new("B25 introspection of another's token", (scene, token) => scene.PostAsync("/connect/introspect", "token=" + token, ("Authorization", scene.Third)), "inactive") { Prepare = scene => scene.AccessAsync(), Silent = true },
        new("B25 introspection by nobody", (scene, token) => scene.PostAsync("/connect/introspect", "token=" + token), "401 invalid_client") { Prepare = scene => scene.AccessAsync() },
        new("B25 introspection by GET", (scene, _) => scene.GetAsync("/connect/introspect?token=zz9", ("Authorization", scene.Third)), "405") { Silent = true },
        Post("B26 a machine's openid", "grant_type=client_credentials&client_id=app&scope=openid", "400 unauthorized_client|400 invalid_scope"),
        .. ((string[])["grant_type", "code", "redirect_uri", "code_verifier", "client_id"])
            .Select(name => new Attack($"B27 {name} twice", (scene, code) => scene.PostAsync("/connect/token", Scene.Redeem(code, $"&{name}=zz9")), "400 invalid_request") { Prepare = scene => scene.CodeAsync() }),
        new("B28 GET with an override", (scene, _) => scene.GetAsync("/connect/token", ("X-HTTP-Method-Override", "POST")), "405") { Silent = true },
        new("B28 PUT", (scene, _) => scene.SendAsync(HttpMethod.Put, "/connect/token", "grant_type=client_credentials"), "405") { Silent = true },
        new("B28 PAR by GET", (scene, _) => scene.GetAsync("/connect/par?client_id=app"), "405") { Silent = true },
        new("B29 PAR by nobody", (scene, _) => scene.PostAsync("/connect/par", Town.Query(("client_id", "third"))), "401 invalid_client"),
        new("B29 PAR with a handle in it", (scene, _) => scene.PostAsync("/connect/par", Town.Query(("client_id", "third"), ("redirect_uri", "https://third.example.cn/cb"), ("request_uri", "urn:x")), ("Authorization", scene.Third)), "400 invalid_request"),
        new("B29 PAR with an unregistered address", (scene, _) => scene.PostAsync("/connect/par", Town.Query(("client_id", "third"), ("redirect_uri", "https://zz9.example/")), ("Authorization", scene.Third)), "400 invalid_request"),
        new("B29 PAR for another client", (scene, _) => scene.PostAsync("/connect/par", Town.Query(), ("Authorization", scene.Third)), "400 invalid_request|401 invalid_client"),
    ];

    private static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Renew(string token) => "grant_type=refresh_token&client_id=app&refresh_token=" + token;

    private static string Exchange(string token) =>
        $"grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange&subject_token={token}&subject_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aaccess_token";

    private static Attack Post(string id, string form, string expected) => new(id, (scene, _) => scene.PostAsync("/connect/token", form, ("Content-Type", Form)), expected);

    private static Attack Code(string id, string code, string expected) => Post(id, Scene.Redeem(code), expected);

    private static Attack Changed(string id, string name, string? value) => new(
        id,
        (scene, code) => scene.PostAsync("/connect/token", string.Join('&', Scene.Redeem(code).Split('&').Where(pair => !pair.StartsWith(name + "=", StringComparison.Ordinal)))
            + (value is null ? "" : $"&{name}={Uri.EscapeDataString(value)}")),
        value is null && name != "code_verifier" ? "400 invalid_grant|400 invalid_request" : "400 invalid_grant|400 invalid_request") { Prepare = scene => scene.CodeAsync() };

    private static Attack Refresh(string id, string more, string expected) =>
        new(id, (scene, token) => scene.PostAsync("/connect/token", Renew(token) + more), expected) { Prepare = scene => scene.RefreshAsync() };

    private static IEnumerable<Attack> Basics(string id, params string[] credentials) => credentials.Select((one, at) => new Attack(
        $"{id}.{at + 1} Basic {(one.Length > 40 ? "very long" : one)}", (scene, _) => scene.PostAsync("/connect/token", "grant_type=client_credentials", ("Authorization", "Basic " + one)), "401 invalid_client"));

    private static async Task<string> SpentCodeAsync(Scene scene)
    {
        var code = await scene.CodeAsync();
        await scene.PostAsync("/connect/token", Scene.Redeem(code));
        return code;
    }

    private static async Task<string> TwiceRefreshedAsync(Scene scene)
    {
        var first = await scene.RefreshAsync();
        var second = System.Text.Json.JsonDocument.Parse((await scene.PostAsync("/connect/token", Renew(first))).Text).RootElement.GetProperty("refresh_token").GetString()!;
        await scene.PostAsync("/connect/token", Renew(second));
        return first;
    }

    private static async Task<string> SignedOffAsync(Scene scene)
    {
        var token = await scene.RefreshAsync();
        await scene.PostAsync("/connect/revoke", $"client_id=app&token={token}");
        return token;
    }
}
