namespace CityOps.Hub.SignOn.Jose;

/// <summary>Signs what this hub says: the only place that makes tokens.</summary>
internal sealed class TokenSigner
{
    /// <param name="type">at+jwt, JWT, logout+jwt, client-authentication+jwt …</param>
    /// <param name="algorithm">RS256, ES256 or PS256: the current key of that kind signs.</param>
    /// <param name="claims">Instants as whole seconds.</param>
    public string Sign(string type, string algorithm, IReadOnlyDictionary<string, object> claims) => throw new NotSupportedException(type + algorithm + claims.Count);
}
