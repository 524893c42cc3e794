using CityOps.Hub.SignOn.Clients;

namespace CityOps.Hub.SignOn.Upstream.Discovery;

/// <summary>How this hub, or its portal, stands to one authority.</summary>
/// <param name="Scope">Space-separated, with openid.</param>
internal sealed record RelyingOptions(string Issuer, string ClientId, ClientMethod Method, string RedirectUri, string Scope)
{
    public string Secret { get; init; } = "";

    public IReadOnlyList<string> Algorithms { get; init; } = ["RS256", "ES256", "PS256"];

    public IReadOnlyList<string> AcrValues { get; init; } = [];

    public bool UserInfo { get; init; }
}
