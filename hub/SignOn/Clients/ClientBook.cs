using System.Collections.Frozen;
using System.Text;
using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Jose;

namespace CityOps.Hub.SignOn.Clients;

/// <summary>
/// The registered clients as one snapshot, swapped whole; read without locks. Platforms are looked up in the live directory,
/// so that a pause there is felt at once, and come before a client of the same name.
/// </summary>
public sealed class ClientBook : IDisposable
{
    private readonly ClientTable table;
    private readonly Func<string, PlatformEntry?> find;
    private readonly GuardSwitch guards;
    private readonly FrozenDictionary<string, BookedClient> ours;
    private readonly SemaphoreSlim refreshing = new(1, 1);
    private volatile FrozenDictionary<string, BookedClient> booked = FrozenDictionary<string, BookedClient>.Empty;

    /// <param name="ours">Clients of the product itself, such as the portal: no administrator registers, changes or suspends them.</param>
    internal ClientBook(ClientTable table, Func<string, PlatformEntry?> find, GuardSwitch guards, params IEnumerable<Client> ours)
    {
        (this.table, this.find, this.guards) = (table, find, guards);
        this.ours = ours.Select(BookedClient.OfProduct).ToFrozenDictionary(client => client.Client.Id, StringComparer.Ordinal);
    }

    /// <summary>Whether a name is taken by a client of the product.</summary>
    internal bool IsOurs(string id) => ours.ContainsKey(id);

    /// <summary>The applications, without the platforms of the configuration.</summary>
    public IReadOnlyList<ClientView> All => [.. booked.Values.Where(client => client.Row.Platform is null).Select(client => client.View).OrderBy(view => view.Draft.Id, StringComparer.Ordinal)];

    /// <summary>What their ID tokens are signed by.</summary>
    internal IEnumerable<string> Algorithms => booked.Values.Where(client => client.Row.Platform is null).Select(client => client.Client.IdTokenAlgorithm).Distinct(StringComparer.Ordinal);

    public Client? Find(string id) => FindBooked(id)?.Client;

    public void Dispose() => refreshing.Dispose();

    /// <summary>With what it proves itself by.</summary>
    internal BookedClient? FindBooked(string id)
    {
        if (ours.TryGetValue(id, out var own))
        {
            return own;
        }

        var registered = booked.GetValueOrDefault(id);
        return find(id) is { } platform ? BookedClient.Of(platform, registered?.Keys ?? [])
            : registered?.Row.Platform is null ? registered
            : null;
    }

    /// <summary>Reads the store and swaps the snapshot; after a change here, and every few seconds for changes elsewhere.</summary>
    internal async Task RefreshAsync(CancellationToken ct)
    {
        await refreshing.WaitAsync(ct);
        try
        {
            await ReadAsync(ct);
        }
        finally
        {
            refreshing.Release();
        }
    }

    // One after the other, so that an older picture never takes the place of a newer one.
    private async Task ReadAsync(CancellationToken ct)
    {
        var keys = (await table.ReadKeysAsync(ct)).ToLookup(key => key.Client, StringComparer.Ordinal);
        var rows = await table.ReadAsync(ct);
        booked = rows.Select(row => BookedClient.Of(row, [.. keys[row.Id].Select(key => BookedKey.Of(key, guards))])).ToFrozenDictionary(client => client.Row.Id, StringComparer.Ordinal);
    }
}

/// <summary>A key row, read once: <paramref name="Key"/> for a JWK, else null.</summary>
internal sealed record BookedKey(ClientKeyRow Row, VerificationKey? Key)
{
    public static BookedKey Of(ClientKeyRow row, GuardSwitch guards)
    {
        if (row.Kind != ClientKeyRow.Jwk)
        {
            return new BookedKey(row, null);
        }

        using var jwk = JoseParts.ReadObject(Encoding.UTF8.GetBytes(row.Body), guards);
        return new BookedKey(row, jwk is null ? null : JwkSet.KeyOf(jwk.RootElement, guards) is { } key ? key with { Kid = row.Kid } : null);
    }

    public bool IsAlive(DateTimeOffset now) => Row.From <= now && !(Row.Until <= now);
}

/// <summary>A client with what it proves itself by.</summary>
internal sealed record BookedClient(ClientRow Row, Client Client, IReadOnlyList<BookedKey> Keys)
{
    private const string Exchange = "urn:ietf:params:oauth:grant-type:token-exchange";

    private static readonly IReadOnlySet<string> PlatformGrants = new HashSet<string>(["client_credentials", Exchange], StringComparer.Ordinal);

    public ClientDraft Draft { get; private init; } = new("", "", ClientMethod.None);

    public ClientView View => new(Draft, Row.Suspended, [.. Keys.Select(key => new ClientKeyView(key.Row.Kid, key.Row.Kind, key.Row.From, key.Row.Until))]);

    public static BookedClient Of(ClientRow row, IReadOnlyList<BookedKey> keys)
    {
        var draft = ClientSettings.Read(row.Id, row.Name, row.Settings);
        var client = new Client(row.Id, row.Name, draft.Method)
        {
            RedirectUris = draft.RedirectUris,
            PostLogoutRedirectUris = draft.PostLogoutRedirectUris,
            BackchannelLogoutUri = draft.BackchannelLogoutUri,
            GrantTypes = draft.GrantTypes.ToHashSet(StringComparer.Ordinal),
            Scopes = draft.Scopes.ToHashSet(StringComparer.Ordinal),
            Resources = draft.Resources.ToHashSet(StringComparer.Ordinal),
            Audiences = draft.Audiences.ToHashSet(StringComparer.Ordinal),
            IdTokenAlgorithm = draft.IdTokenAlgorithm,
            RotatesRefresh = draft.RotatesRefresh,
            PkceOptional = draft.PkceOptional,
            PushedRequestsOnly = draft.PushedRequestsOnly,
            DpopOnly = draft.DpopOnly,
            FirstParty = draft.FirstParty,
            Suspended = row.Suspended,
        };
        return new BookedClient(row, client, keys) { Draft = draft };
    }

    /// <summary>A client of the product: a public one is proven by its redirect URI and PKCE, others by the keys they publish.</summary>
    public static BookedClient OfProduct(Client client) =>
        new(new ClientRow(client.Id, client.Name, null, [], Suspended: false), client, []) { Draft = new ClientDraft(client.Id, client.Name, client.Method) { JwksUri = client.JwksUri } };

    /// <summary>A platform of the configuration: its secret holds as ever, registered keys hold beside it.</summary>
    public static BookedClient Of(PlatformEntry platform, IReadOnlyList<BookedKey> keys)
    {
        var code = platform.Code.ToString();
        var client = new Client(code, platform.Name, ClientMethod.SecretBasic) { Platform = platform, GrantTypes = PlatformGrants, Suspended = platform.Suspended };
        return new BookedClient(new ClientRow(code, platform.Name, code, [], platform.Suspended), client, keys);
    }

    public bool Takes(ClientMethod method, DateTimeOffset now) =>
        method == Client.Method
        || (Client.Platform is not null && method == ClientMethod.PrivateKeyJwt && Keys.Any(key => key.Key is not null && key.IsAlive(now)));

    /// <summary>The stored form to compare a secret with. Ours begin with the name of their row, so that several cost no more than one.</summary>
    public string? SecretFor(string secret, DateTimeOffset now)
    {
        var kid = secret.Split('.', 2)[0];
        return Keys.FirstOrDefault(key => key.Row.Kind == ClientKeyRow.Secret && key.Row.Kid == kid && key.IsAlive(now))?.Row.Body ?? Client.Platform?.Secret;
    }

    public KeyChoice KeysAt(DateTimeOffset now) => (kid, algorithm) =>
    {
        var alive = Keys.Where(key => key.Key is not null && key.IsAlive(now)).Select(key => key.Key!).Where(key => kid is null ? key.Algorithm == algorithm : key.Kid == kid).Take(2).ToArray();
        return alive.Length == 1 ? alive[0] : null;
    };
}
