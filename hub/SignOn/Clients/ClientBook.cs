namespace CityOps.Hub.SignOn.Clients;

/// <summary>The registered clients as one snapshot, swapped whole; read without locks.</summary>
public sealed class ClientBook
{
    public Client? Find(string id) => throw new NotSupportedException(id);
}
