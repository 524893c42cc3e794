using System.Text;

namespace CityOps.Tests.SignOn.Attacks;

/// <summary>C: forged and altered tokens, each shown to UserInfo and to introspection.</summary>
internal static class TokenAttacks
{
    private static readonly (string Id, Func<string, string> Forge)[] Forgeries =
    [
        .. ((string[])["\"none\"", "\"NONE\"", "\"nOnE\"", "\"\"", "", "[\"ES256\"]", "null", "1"]).Select((json, at) => ($"C1.{at + 1} alg {json}", Unsigned(json))),
        .. ((string[])["\"none\"", "\"HS256\""]).Select((json, at) => ($"C1.{at + 9} alg {json} over the old signature", (Func<string, string>)(token => Smith.Headed(token, "alg", json)))),
        ("C2 a mac by the issuer's name", token => Smith.Mac("""{"alg":"HS256","typ":"at+jwt"}""", Smith.ClaimsOf(token).ToJsonString(), Encoding.UTF8.GetBytes("https://hub.example.cn"))),
        ("C2 a mac by nothing", token => Smith.Mac("""{"alg":"HS256","typ":"at+jwt"}""", Smith.ClaimsOf(token).ToJsonString(), [])),
        ("C3 signed by a key of the attacker's", token => Smith.Sign(Smith.HeaderOf(token).ToJsonString(), Smith.ClaimsOf(token).ToJsonString())),
        .. ((string[])["PS256", "RS256", "ES384", "RS512", "RS1", "HS1", "ES256 ", "es256"]).Select(name => ($"C5 alg {name}", (Func<string, string>)(token => Smith.Headed(token, "alg", $"\"{name}\"")))),
        ("C6 a signature of nothing but zeros", token => Signed(token, new string('A', 86))),
        ("C7 no signature", token => Signed(token, "")),
        ("C7 half a signature", token => Signed(token, token.Split('.')[2][..40])),
        ("C7 a signature and more", token => token + "AAAA"),
        ("C8 a key in the header", token => Smith.Sign($$"""{"alg":"ES256","typ":"at+jwt","jwk":{{Smith.PublicKey().ToJsonString()}}}""", Smith.ClaimsOf(token).ToJsonString())),
        .. ((string[])["jku", "x5u"]).Select(name => ($"C9 {name}", (Func<string, string>)(token => Smith.Headed(token, name, "\"https://zz9.example/keys\"")))),
        .. ((string[])["[\"zz9\"]", "[]", "[\"alg\"]", "[\"b64\"]", "\"zz9\"", "[\"exp\",\"exp\"]"]).Select((json, at) => ($"C10.{at + 1} crit {json}", (Func<string, string>)(token => Smith.Headed(token, "crit", json)))),
        .. ((string[])["\"../../dev/null\"", "\"' OR 1=1 --\"", "\"\\u0000\"", "[\"a\"]", "1", "null", ""]).Select((json, at) => ($"C11.{at + 1} kid {json}", (Func<string, string>)(token => Smith.Headed(token, "kid", json)))),
        ("C11.8 kid of a megabyte", token => Smith.Headed(token, "kid", $"\"{new string('k', 20_000)}\"")),
        .. ((string[])["\"JWT\"", "\"logout+jwt\"", "\"dpop+jwt\"", "", "null"]).Select((json, at) => ($"C12.{at + 1} typ {json}", (Func<string, string>)(token => Smith.Headed(token, "typ", json)))),
        ("C14 a claim twice", token => Claims(token, text => text[..^1] + ",\"sub\":\"zz9\"}")),
        ("C14 a claim twice behind an escape", token => Claims(token, text => text[..^1] + ",\"\\u0073ub\":\"zz9\"}")),
        ("C14 a header twice", token => Header(token, text => text[..^1] + ",\"alg\":\"none\"}")),
        .. ((string[])["\"zz9\"", "", "\"HUB-340000\"", "[\"hub-340000\",\"zz9\"]"]).Select((json, at) => ($"C16.{at + 1} aud {json}", (Func<string, string>)(token => Smith.Claimed(token, "aud", json)))),
        .. ((string[])["\"https://hub.example.cn/\"", "\"http://hub.example.cn\"", "\"https://zz9.example\"", ""]).Select((json, at) => ($"C17.{at + 1} iss {json}", (Func<string, string>)(token => Smith.Claimed(token, "iss", json)))),
        .. ((string[])["9999999999", "\"9999999999\"", "1e18", "", "null"]).Select((json, at) => ($"C18.{at + 1} exp {json}", (Func<string, string>)(token => Smith.Claimed(token, "exp", json)))),
        ("C19 padding", token => token + "=="),
        ("C19 a plus for a minus", token => token.Replace('-', '+').Replace('_', '/') + "+"),
        ("C19 a space inside", token => token.Insert(20, " ")),
        ("C19 a stray last character", token => token[..^1] + "-"),
        ("C20 five parts", token => token + ".a.b"),
        ("C20 an encrypted token", _ => "eyJhbGciOiJQQkVTMi1IUzI1NitBMTI4S1ciLCJwMmMiOjEwMDAwMDAwMDAsImVuYyI6IkExMjhHQ00ifQ.a.b.c.d"),
        ("C20 compressed", token => Smith.Headed(token, "zip", "\"DEF\"")),
        ("C21 two parts", token => token[..token.LastIndexOf('.')]),
        ("C21 dots", _ => new string('.', 2_000)),
        ("C21 not a token", _ => "zz9"),
        ("C23 cut", token => token[..^4]),
        ("C23 in other case", token => token.ToUpperInvariant()),
        ("C24 depth", _ => Smith.Sign("{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"x\":" + new string('[', 900) + new string(']', 900) + "}", "{}")),
    ];

    public static IReadOnlyList<Attack> All { get; } =
    [
        .. Forgeries.Select(one => new Attack($"{one.Id}, at UserInfo", (scene, token) => scene.GetAsync("/connect/userinfo", ("Authorization", "Bearer " + one.Forge(token))), "401 invalid_token|431|400") { Prepare = scene => scene.AccessAsync() }),
        .. Forgeries.Where(one => one.Id is not "C19 a space inside").Select(one => new Attack(
            $"{one.Id}, at introspection", (scene, token) => scene.PostAsync("/connect/introspect", "token=" + Uri.EscapeDataString(one.Forge(token)), ("Authorization", scene.Third)), "inactive|400 invalid_request") { Prepare = scene => scene.AccessAsync(), Silent = true }),
        new("C22 revoked within its life", (scene, token) => scene.GetAsync("/connect/userinfo", ("Authorization", "Bearer " + token)), "401 invalid_token") { Prepare = RevokedAsync },
        new("C25 in the query", (scene, token) => scene.GetAsync("/connect/userinfo?access_token=" + token), "400 invalid_request") { Prepare = scene => scene.AccessAsync() },
        new("C25 in query and header", (scene, token) => scene.GetAsync("/connect/userinfo?access_token=" + token, ("Authorization", "Bearer " + token)), "400 invalid_request") { Prepare = scene => scene.AccessAsync() },
        new("C26 an ID token as an access token", (scene, token) => scene.GetAsync("/connect/userinfo", ("Authorization", "Bearer " + token)), "401 invalid_token") { Prepare = async scene => (await scene.TokensAsync()).GetProperty("id_token").GetString()! },
        new("C26 a refresh token as an access token", (scene, token) => scene.GetAsync("/connect/userinfo", ("Authorization", "Bearer " + token)), "401 invalid_token") { Prepare = scene => scene.RefreshAsync() },
        new("C27 no token", (scene, _) => scene.GetAsync("/connect/userinfo"), "401") { Silent = true },
        new("C27 two headers", (scene, token) => scene.GetAsync("/connect/userinfo", ("Authorization", "Bearer " + token), ("Authorization", "Bearer " + token)), "401 invalid_token|400 invalid_request|400") { Prepare = scene => scene.AccessAsync(), Silent = true },
    ];

    private static Func<string, string> Unsigned(string json) => token =>
    {
        var parts = Smith.Headed(token, "alg", json).Split('.');
        return $"{parts[0]}.{parts[1]}.";
    };

    private static string Signed(string token, string signature) => token[..(token.LastIndexOf('.') + 1)] + signature;

    private static string Claims(string token, Func<string, string> change) => $"{token.Split('.')[0]}.{Smith.Encode(change(Smith.ClaimsOf(token).ToJsonString()))}.{token.Split('.')[2]}";

    private static string Header(string token, Func<string, string> change) => Smith.Encode(change(Smith.HeaderOf(token).ToJsonString())) + token[token.IndexOf('.', StringComparison.Ordinal)..];

    private static async Task<string> RevokedAsync(Scene scene)
    {
        var tokens = await scene.TokensAsync();
        await scene.PostAsync("/connect/revoke", $"client_id=app&token={tokens.GetProperty("refresh_token").GetString()}");
        return tokens.GetProperty("access_token").GetString()!;
    }
}
