using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Jose;
using CityOps.Hub.SignOn.Keys;
using CityOps.Schemas;

namespace CityOps.Hub.SignOn.Clients;

/// <summary>Whether an address may be stored and called later; null when it may.</summary>
internal delegate Refusal? AddressJudge(string url);

/// <summary>客户端登记: what administrators do with clients. Everything is felt here when it returns, in other processes within seconds.</summary>
internal sealed class ClientDesk(ClientTable table, ClientBook book, KeyKeeper keys, AddressJudge judge, TimeProvider clock)
{
    private const int MostKeys = 20;

    public IReadOnlyList<ClientView> All => book.All;

    public ClientView? Find(string id) => book.FindBooked(id)?.View;

    /// <summary>Registers a client; its first secret, where it proves itself by one, is shown in this answer only.</summary>
    public async Task<Outcome<(ClientView View, ShownSecret? Secret)>> RegisterAsync(ClientDraft draft, CancellationToken ct)
    {
        if (Refuse(draft) is { } refusal)
        {
            return refusal;
        }

        if (book.IsOurs(draft.Id))
        {
            return ClientRefusals.Taken;
        }

        var now = clock.GetUtcNow();
        var secret = draft.Method is ClientMethod.SecretBasic or ClientMethod.SecretPost ? NewSecret() : null;
        var key = secret is null ? null : new ClientKeyRow(draft.Id, secret.Kid, ClientKeyRow.Secret, ClientSecrets.Hash(secret.Secret), now, null);
        if (!await table.AddAsync(new ClientRow(draft.Id, draft.Name, null, ClientSettings.Write(draft), Suspended: false), key, now, ct))
        {
            return ClientRefusals.Taken;
        }

        return (await ViewAsync(draft.Id, ct)).Match<Outcome<(ClientView, ShownSecret?)>>(view => (view, secret), gone => gone);
    }

    /// <summary>Replaces everything but id and keys.</summary>
    public async Task<Outcome<ClientView>> ChangeAsync(ClientDraft draft, CancellationToken ct)
    {
        if (Refuse(draft) is { } refusal)
        {
            return refusal;
        }

        return await table.ChangeAsync(draft.Id, draft.Name, ClientSettings.Write(draft), clock.GetUtcNow(), ct) ? await ViewAsync(draft.Id, ct) : ClientRefusals.Unknown;
    }

    /// <summary>Ends its grants and tokens too: whoever calls this asks the grants' room.</summary>
    public Task<Outcome<ClientView>> SuspendAsync(string id, CancellationToken ct) => SetAsync(id, suspended: true, ct);

    public Task<Outcome<ClientView>> ResumeAsync(string id, CancellationToken ct) => SetAsync(id, suspended: false, ct);

    /// <summary>A further secret, shown in this answer only; those before hold on until they are retired.</summary>
    public async Task<Outcome<ShownSecret>> AddSecretAsync(string id, CancellationToken ct)
    {
        if (book.FindBooked(id) is not { Client.Method: ClientMethod.SecretBasic or ClientMethod.SecretPost, Client.Platform: null } client)
        {
            return ClientRefusals.Unknown;
        }

        var secret = NewSecret();
        var added = await AddAsync(client, new ClientKeyRow(id, secret.Kid, ClientKeyRow.Secret, ClientSecrets.Hash(secret.Secret), clock.GetUtcNow(), null), ct);
        return added.Match<Outcome<ShownSecret>>(_ => secret, refusal => refusal);
    }

    /// <summary>A public key as JWK, for a client or a platform of the configuration; its name is its kid, else its thumbprint.</summary>
    public async Task<Outcome<ClientView>> AddKeyAsync(string id, string jwk, CancellationToken ct)
    {
        if (book.FindBooked(id) is not { } client)
        {
            return ClientRefusals.Unknown;
        }

        using var read = jwk.Length > JoseParts.MostCharacters ? null : JoseParts.ReadObject(Encoding.UTF8.GetBytes(jwk), GuardSwitch.AllOn);
        if (read is null || JwkSet.KeyOf(read.RootElement, GuardSwitch.AllOn) is not { Kid.Length: > 0 and <= 256 } key)
        {
            return Invalid([new("jwk", "one public signature key: RSA of 2048 to 4096 bits (RS256, PS256) or P-256 (ES256), without private members")]);
        }

        var now = clock.GetUtcNow();
        await HoldKeysAsync(client, now, ct);
        return await AddAsync(client, new ClientKeyRow(id, key.Kid, ClientKeyRow.Jwk, jwk, now, null), ct);
    }

    /// <summary>A new secret for a platform, shown in this answer only; those it had by this way hold on for <paramref name="overlap"/>.</summary>
    public async Task<Outcome<ShownSecret>> RotateSecretAsync(string platform, TimeSpan overlap, CancellationToken ct)
    {
        await book.RefreshAsync(ct);
        if (book.FindBooked(platform) is not { Client.Platform: not null } client)
        {
            return ClientRefusals.Unknown;
        }

        var now = clock.GetUtcNow();
        var secret = NewSecret();
        await HoldKeysAsync(client, now, ct);
        foreach (var before in client.Keys.Where(held => held.Row.Kind == ClientKeyRow.Secret && held.IsAlive(now)))
        {
            await table.RetireKeyAsync(platform, before.Row.Kid, now + overlap, ct);
        }

        var added = await AddAsync(client, new ClientKeyRow(platform, secret.Kid, ClientKeyRow.Secret, ClientSecrets.Hash(secret.Secret), now, null), ct);
        return added.Match<Outcome<ShownSecret>>(_ => secret, refusal => refusal);
    }

    /// <summary>Ends a key or secret at a time: at once, or later so that the client can change over.</summary>
    public async Task<Outcome<ClientView>> RetireKeyAsync(string id, string kid, DateTimeOffset until, CancellationToken ct) =>
        await table.RetireKeyAsync(id, kid, until, ct) ? await ViewAsync(id, ct) : ClientRefusals.Unknown;

    // A platform has no row of its own among the clients until it holds a key.
    private async Task HoldKeysAsync(BookedClient client, DateTimeOffset now, CancellationToken ct)
    {
        if (client.Client.Platform is { } platform)
        {
            var empty = new ClientDraft(client.Client.Id, platform.Name, ClientMethod.PrivateKeyJwt);
            await table.AddAsync(new ClientRow(client.Client.Id, platform.Name, client.Client.Id, ClientSettings.Write(empty), Suspended: false), null, now, ct);
        }
    }

    private async Task<Outcome<ClientView>> AddAsync(BookedClient client, ClientKeyRow key, CancellationToken ct)
    {
        if (client.Keys.Count(held => !(held.Row.Until <= key.From)) >= MostKeys)
        {
            return Invalid([new("keys", $"at most {MostKeys} at a time")]);
        }

        return await table.AddKeyAsync(key, ct) ? await ViewAsync(key.Client, ct) : ClientRefusals.Taken;
    }

    private async Task<Outcome<ClientView>> SetAsync(string id, bool suspended, CancellationToken ct) =>
        await table.SuspendAsync(id, suspended, clock.GetUtcNow(), ct) ? await ViewAsync(id, ct) : ClientRefusals.Unknown;

    private async Task<Outcome<ClientView>> ViewAsync(string id, CancellationToken ct)
    {
        await book.RefreshAsync(ct);
        keys.Want(book.Algorithms);
        await keys.RefreshAsync(ct);
        return book.FindBooked(id)?.View is { } view ? view : ClientRefusals.Unknown;
    }

    private Refusal? Refuse(ClientDraft draft)
    {
        var faults = ClientRules.Faults(draft);
        return faults.Count > 0 ? Invalid(faults)
            : new[] { draft.BackchannelLogoutUri, draft.JwksUri }.OfType<string>().Select(url => judge(url)).FirstOrDefault(refusal => refusal is not null);
    }

    private static Refusal Invalid(IReadOnlyList<FieldError> faults) => ClientRefusals.Invalid with { Fields = faults };

    // Its row's name comes first, so that the right one of several is found without trying them all.
    private static ShownSecret NewSecret()
    {
        var kid = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
        return new ShownSecret(kid, kid + "." + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)));
    }
}
