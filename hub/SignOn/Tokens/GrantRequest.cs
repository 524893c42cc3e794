using CityOps.Hub.SignOn.Clients;

namespace CityOps.Hub.SignOn.Tokens;

/// <summary>A token request of a proved client; <paramref name="Thumbprint"/> of its DPoP key, null without one.</summary>
internal sealed record GrantRequest(ClientCall Call, Client Client, string? Thumbprint)
{
    public string? Parameter(string name) => Call.Form.GetValueOrDefault(name);
}
