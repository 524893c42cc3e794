using CityOps.Hub.SignOn.Dpop;
using CityOps.Schemas;
using Microsoft.AspNetCore.Http;

namespace CityOps.Hub.SignOn;

/// <summary>The <c>WWW-Authenticate</c> of resources: bare for who brought nothing, named for who brought something wrong (RFC 6750 3.1, RFC 9449 7.1).</summary>
internal static class Challenges
{
    public const string ProofAlgorithms = "ES256 PS256";

    /// <summary>Puts the challenge for a refusal of <see cref="BearerGate"/> into the answer; outwardly every reason is one refusal.</summary>
    public static Refusal Put(HttpContext http, Refusal refusal, DpopCheck dpop)
    {
        var headers = http.Response.Headers;
        if (refusal.Name == SignOnRefusals.UseDpopNonce.Name)
        {
            headers["DPoP-Nonce"] = dpop.Nonce;
        }

        var error = refusal.Kind == RefusalKind.Unauthenticated ? "invalid_token" : refusal.Name;
        headers.WWWAuthenticate = http.Request.Headers.Authorization is not [{ } tried] ? BareOr(http, error)
            : IsDpop(tried) ? $"DPoP error=\"{error}\", algs=\"{ProofAlgorithms}\""
            : $"Bearer error=\"{error}\"";
        return SignOnRefusals.Unauthenticated;
    }

    /// <summary>For 403: the token holds and allows less.</summary>
    public static string TooNarrow(string tried) => $"{(IsDpop(tried) ? "DPoP" : "Bearer")} error=\"insufficient_scope\"";

    private static string BareOr(HttpContext http, string error) =>
        http.Request.Headers.Authorization.Count == 0 ? "Bearer" : $"Bearer error=\"{error}\"";

    private static bool IsDpop(string authorization) => authorization.StartsWith("DPoP ", StringComparison.OrdinalIgnoreCase);
}
