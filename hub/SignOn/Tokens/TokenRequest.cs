namespace CityOps.Hub.SignOn.Tokens;

/// <summary>A well-formed token request: who says it is whom, and what it wants to be narrowed to (empty: nothing).</summary>
internal sealed record TokenRequest(string Client, string Secret, IReadOnlyList<string> Scopes);
