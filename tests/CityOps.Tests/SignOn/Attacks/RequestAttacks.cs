using CityOps.Tests.SignOn.Authorize;

namespace CityOps.Tests.SignOn.Attacks;

/// <summary>A: the authorization request.</summary>
internal static class RequestAttacks
{
    private const string Evil = "https://zz9.example/cb";
    private static readonly string Long = new('x', 10_000);

    public static IReadOnlyList<Attack> All { get; } =
    [
        Ask("A1 unknown client, attacker's address", "page", ("client_id", "zz9nobody"), ("redirect_uri", Evil)),
        Ask("A1 no client", "page", ("client_id", null), ("redirect_uri", Evil)),
        Ask("A2 unregistered address and a bad scope", "page", ("redirect_uri", Evil), ("scope", "zz9")),
        Ask("A2 unregistered address and a bad response type", "page", ("redirect_uri", Evil), ("response_type", "zz9")),
        Ask("A2 unregistered address and prompt none", "page", ("redirect_uri", Evil), ("prompt", "none")),
        More("A3 client twice", "page", "&client_id=app"),
        More("A3 another client behind the first", "page", "&client_id=zz9"),
        More("A3 address twice", "page", "&redirect_uri=" + Uri.EscapeDataString(Evil)),
        Ask("A4 no address, several registered", "page", ("redirect_uri", null)),
        Ask("A4 no address, one registered", "page", ("client_id", "third"), ("redirect_uri", null)),
        .. Addresses("A5", "https://APP.example.cn/cb", "https://app.example.cn/CB", "HTTPS://app.example.cn/cb"),
        .. Addresses("A6", "http://app.example.cn/cb", "https://app.example.cn:443/cb", "https://app.example.cn:8443/cb", "https://www.app.example.cn/cb", "https://app.example.cn./cb"),
        .. Addresses("A7", "https://app.example.cn/cb?zz9=1", "https://app.example.cn/cb?", "https://app.example.cn/cb#zz9", "https://app.example.cn/other", "https://app.example.cn/other?x=1&y=2"),
        .. Addresses("A8", "https://app.example.cn/cb/../zz9", "https://app.example.cn/cb/%2e%2e/zz9", "https://app.example.cn/cb/..;/zz9", "https://app.example.cn/cb;zz9", "https://app.example.cn/cb//",
            "https://app.example.cn/cb/", "https://app.example.cn\\cb", "https:\\\\app.example.cn/cb", "https://app.example.cn/%63b"),
        .. Addresses("A9", "https://app.example.cn@zz9.example/cb", "https://app.example.cn:zz9@evil.example/cb", "https://zz9@app.example.cn/cb", "https://zz9.example/https://app.example.cn/cb"),
        .. Addresses("A10", "https://xn--zz9-app.example.cn/cb", "https://app.example。cn/cb", "https://аpp.example.cn/cb", "https://ａpp.example.cn/cb"),
        .. Addresses("A11", "javascript:alert('zz9')", "data:text/html,zz9", "vbscript:zz9", "file:///etc/zz9", "//zz9.example/cb", "/cb", "zz9"),
        .. Addresses("A12", "http://localhost:7001/cb", "http://127.0.0.1:7002/cb", "http://127.1:7001/cb", "http://2130706433:7001/cb", "http://[::1]:7001/cb"),
        .. Addresses("A13", "https://app.example.cn/cb\r\nzz9: 1", "https://app.example.cn/cb\0", "https://app.example.cn/\tcb", " https://app.example.cn/cb", "https://app.example.cn/cb ", Long[..6_000]),
        .. Addresses("A14", "https://app.example.cn/cb&code=zz9&state=y", "https://app.example.cn/cb%26code%3Dzz9"),
        new("A13 an address longer than a request line", (scene, _) => scene.GetAsync(Town.Ask(("redirect_uri", Long))), "414") { Silent = true }, // the server's own limit
        Ask("A15 no response type", "cb invalid_request", ("response_type", null)),
        .. Each("A15 response type", "response_type", "cb unsupported_response_type", "token", "id_token", "code token", "code id_token", "none", "zz9"),
        .. ((string[])["state", "scope", "nonce", "code_challenge", "code_challenge_method", "response_type", "prompt", "max_age", "response_mode"])
            .Select(name => More($"A16 {name} twice", "cb invalid_request", $"&{name}=zz9&{name}=zz8")),
        .. Each("A17 response mode", "response_mode", "cb invalid_request", "fragment", "web_message", "jwt", "query.jwt", "zz9"),
        Ask("A18 a request object", "cb request_not_supported", ("request", "a.b.c")),
        Ask("A18 a foreign request address", "cb request_uri_not_supported", ("request_uri", "https://zz9.example/object")),
        Ask("A18 a registration", "cb registration_not_supported", ("registration", "{}")),
        Ask("A19 prompt none and login", "cb invalid_request", ("prompt", "none login")),
        Ask("A19 prompt none and nobody signed on", "cb login_required", ("prompt", "none")),
        Ask("A19 a prompt we do not know", "cb invalid_request", ("prompt", "zz9")),
        Ask("A20 prompt none to the attacker", "page", ("redirect_uri", Evil), ("prompt", "none")),
        .. Each("A21 max_age", "max_age", "cb invalid_request", "-1", "zz9", "1e3", "99999999999999999999"),
        Ask("A22 a public client without a challenge", "cb invalid_request", ("code_challenge", null), ("code_challenge_method", null)),
        .. Each("A23 challenge", "code_challenge", "cb invalid_request", new string('a', 42), new string('a', 129), new string('a', 42) + "+", new string('a', 42) + "/", new string('a', 42) + "=", ""),
        .. Each("A24 method", "code_challenge_method", "cb invalid_request", "plain", "S512", "s256", ""),
        Ask("A24 no method", "cb invalid_request", ("code_challenge_method", null)),
        Hint("A25 hint without a signature", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ6ejkifQ."),
        Hint("A25 hint of a foreign key", Smith.Sign("""{"alg":"ES256","typ":"JWT"}""", """{"sub":"zz9"}""")),
        Hint("A25 hint that is no token", "zz9"),
        new("A25 hint for another client", (scene, _) => scene.GetAsync(Town.Ask(("id_token_hint", scene.Town.IdToken("third", new string('a', 32))))), "cb invalid_request"),
        .. Each("A26 scope", "scope", "cb invalid_scope", "openid \u0001", "openid\nprofile", "openid if:MG-01.v1.up:publish", "openid root", "OPENID", string.Join(' ', Enumerable.Range(0, 500).Select(n => $"s{n}"))),
        Ask("A27 a nonce of 513 characters", "cb invalid_request", ("nonce", Long[..513])),
        Ask("A28 a state of 2,049 characters", "cb invalid_request", ("state", Long[..2049])),
        new("A28 a state of 100 kilobytes", (scene, _) => scene.GetAsync(Town.Ask(("state", new string('z', 100_000)))), "400|414|431") { Silent = true },
        Ask("A30 a resource of somebody else", "cb invalid_target", ("resource", "https://zz9.example")),
        Ask("A32 a handle that was guessed", "page", ("request_uri", "urn:ietf:params:oauth:request_uri:" + new string('a', 43))),
        Ask("A32 a handle alone that was guessed", "page", ("request_uri", "urn:ietf:params:oauth:request_uri:" + new string('b', 43)), ("redirect_uri", null)),
    ];

    private static Attack Ask(string id, string expected, params (string Name, string? Value)[] changes) => new(id, (scene, _) => scene.GetAsync(Town.Ask(changes)), expected);

    private static Attack More(string id, string expected, string more) => new(id, (scene, _) => scene.GetAsync(Town.Ask() + more), expected);

    private static Attack Hint(string id, string hint) => Ask(id, "cb invalid_request", ("id_token_hint", hint));

    private static IEnumerable<Attack> Addresses(string id, params string[] addresses) =>
        addresses.Select((address, at) => Ask($"{id}.{at + 1} {(address.Length > 60 ? "very long" : address)}", "page", ("redirect_uri", address)));

    private static IEnumerable<Attack> Each(string id, string name, string expected, params string[] values) =>
        values.Select((value, at) => Ask($"{id} .{at + 1} {(value.Length > 40 ? value.Length : value)}", expected, (name, value)));
}
