namespace CityOps.Hub.SignOn.Clients;

/// <summary>What a call of a client brings, free of HTTP types: the form (each name once), the Authorization header, where it came from.</summary>
public sealed record ClientCall(IReadOnlyDictionary<string, string> Form, string? Authorization, string Address, string Correlation)
{
    /// <summary>The values of the <c>DPoP</c> header, as many as were sent.</summary>
    public IReadOnlyList<string> DpopProofs { get; init; } = [];

    public string Method { get; init; } = "POST";

    /// <summary>This endpoint's public URL without a query: the issuer's origin and the path.</summary>
    public string Url { get; init; } = "";
}
