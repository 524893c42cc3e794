namespace CityOps.Tests.SignOn.Attacks;

/// <summary>D: proofs of possession (RFC 9449) at the token endpoint, and E: sign-on pages asked by who has nothing.</summary>
internal static class ProofAttacks
{
    public static IReadOnlyList<Attack> All { get; } =
    [
        Proof("typ missing", "typ", ""), Proof("typ of a token", "typ", "\"JWT\""), Proof("alg missing", "alg", ""), Proof("alg none", "alg", "\"none\""), Proof("alg RS256", "alg", "\"RS256\""), Proof("alg HS256", "alg", "\"HS256\""),
        Proof("jwk missing", "jwk", ""), Proof("jwk symmetric", "jwk", """{"kty":"oct","k":"AAAA"}"""), Proof("jwk private", "jwk", """{"kty":"EC","crv":"P-256","x":"AAAA","y":"AAAA","d":"AAAA"}"""),
        Proof("jwk of another", "jwk", """{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}"""),
        Proof("crit", "crit", "[\"zz9\"]"),
        Proof("jti missing", claim: "jti", json: ""), Proof("htm missing", claim: "htm", json: ""), Proof("htm GET", claim: "htm", json: "\"GET\""), Proof("htu missing", claim: "htu", json: ""), Proof("htu elsewhere", claim: "htu", json: "\"https://zz9.example/\""),
        Proof("iat missing", claim: "iat", json: ""), Proof("iat an hour ago", claim: "iat", json: $"{Forger.Now - 3600}"), Proof("iat in an hour", claim: "iat", json: $"{Forger.Now + 3600}"), Proof("iat as text", claim: "iat", json: "\"1\""),
        Proof("nonce of another server", claim: "nonce", json: "\"zz9\"", expected: "400 use_dpop_nonce|400 invalid_dpop_proof"),
        new("D not a token", (scene, code) => scene.PostAsync("/connect/token", Scene.Redeem(code), ("DPoP", "zz9")), "400 invalid_dpop_proof") { Prepare = scene => scene.CodeAsync() },
        new("D two proofs", (scene, code) => scene.PostAsync("/connect/token", Scene.Redeem(code), ("DPoP", Good(scene)), ("DPoP", Good(scene))), "400 invalid_dpop_proof") { Prepare = scene => scene.CodeAsync() },
        new("D the scheme DPoP with a plain token", (scene, token) => scene.GetAsync("/connect/userinfo", ("Authorization", "DPoP " + token), ("DPoP", Good(scene))), "401 invalid_token|401 invalid_dpop_proof") { Prepare = scene => scene.AccessAsync() },
        .. ((string[])["login", "second", "enrol", "password", "consent"]).Select(page => new Attack($"E7 {page} of nobody's request", (scene, _) => scene.GetAsync($"/signon/{page}?interaction={new string('a', 43)}"), "page") { Silent = true }),
        .. ((string[])["login", "second", "enrol", "password", "consent"]).Select(page => new Attack($"E2 {page} without a token of the form", (scene, _) => scene.PostAsync($"/signon/{page}", "action=go&login=zhang.san&password=zz9"), "page") { Silent = true }),
        .. ((string[])["password", "sessions", "consents", "totp"]).Select(part => new Attack($"E17 the account's {part} by nobody", (scene, _) => scene.PostAsync($"/signon/account/{part}", "action=go"), "page|400") { Silent = true }),
        new("E13 logout by a picture's address", (scene, _) => scene.GetAsync("/connect/logout"), "303") { Silent = true },
    ];

    private static string Good(Scene scene) => Smith.Proof(scene.Issuer + "/connect/token", Forger.Now);

    private static Attack Proof(string id, string header = "", string json = "", string claim = "", string expected = "400 invalid_dpop_proof") => new(
        $"D {id}",
        (scene, code) => scene.PostAsync("/connect/token", Scene.Redeem(code), ("DPoP", Smith.Proof(scene.Issuer + "/connect/token", Forger.Now, header, claim.Length > 0 ? "" : json, claim, claim.Length > 0 ? json : ""))),
        expected) { Prepare = scene => scene.CodeAsync() };
}
