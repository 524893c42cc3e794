using CityOps.Schemas;

namespace CityOps.Hub.SignOn.Clients;

/// <summary>
/// Who calls an endpoint for clients: Basic, secret in the form, <c>private_key_jwt</c> or a public client's id; exactly one
/// method a request. Refuses with invalid_request, invalid_client, unauthorized_client (suspended) or rate-limited.
/// </summary>
public sealed class ClientDoor
{
    public Task<Outcome<Client>> EnterAsync(ClientCall call, CancellationToken ct) => throw new NotSupportedException(call.Url + ct);
}
