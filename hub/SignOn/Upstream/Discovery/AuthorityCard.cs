using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Jose;
using CityOps.Schemas;

namespace CityOps.Hub.SignOn.Upstream.Discovery;

/// <summary>
/// What is known of an authority: its metadata and its keys. A new sign-on asks again when its knowledge is older than a
/// minute, so that an authority that is away is told at once; what was good serves everything else for a day.
/// </summary>
internal sealed class AuthorityCard(RelyingOptions options, AuthorityWire wire, GuardSwitch guards, TimeProvider clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan KeysFresh = TimeSpan.FromHours(1);
    private static readonly TimeSpan Good = TimeSpan.FromHours(24);
    private static readonly TimeSpan BetweenRefetches = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private volatile Known<AuthorityMetadata>? metadata;
    private volatile Known<JwkSet>? keys;
    private DateTimeOffset refetchedAt = DateTimeOffset.MinValue;

    /// <summary>Metadata not older than a minute, or why there is none.</summary>
    public async Task<Outcome<AuthorityMetadata>> PresentAsync(CancellationToken ct) =>
        Within(metadata, Fresh) ? metadata!.Value : await FetchAsync(ct);

    /// <summary>Metadata that was good within a day.</summary>
    public async Task<Outcome<AuthorityMetadata>> KnownAsync(CancellationToken ct) =>
        Within(metadata, Good) ? metadata!.Value : await FetchAsync(ct);

    /// <summary>The keys, at most an hour old while the authority answers, at most a day when it does not.</summary>
    public async Task<Outcome<JwkSet>> KeysAsync(CancellationToken ct)
    {
        if (Within(keys, KeysFresh))
        {
            return keys!.Value;
        }

        var fetched = await FetchKeysAsync(ct);
        return fetched.TryGet(out _, out _) || !Within(keys, Good) ? fetched : keys!.Value;
    }

    /// <summary>Fresh keys because a token named one we do not have; null when that was asked less than a minute ago (attack C13).</summary>
    public async Task<JwkSet?> RefetchKeysAsync(CancellationToken ct)
    {
        lock (gate)
        {
            if (guards.IsOn("upstream.refetch-rate") && clock.GetUtcNow() - refetchedAt < BetweenRefetches)
            {
                return null;
            }

            refetchedAt = clock.GetUtcNow();
        }

        return (await FetchKeysAsync(ct)).TryGet(out var fetched, out _) ? fetched : null;
    }

    private async Task<Outcome<AuthorityMetadata>> FetchAsync(CancellationToken ct)
    {
        var asked = clock.GetUtcNow();
        if (!(await wire.GetAsync(AuthorityMetadata.AddressOf(options.Issuer), null, ct)).TryGet(out var body, out var away))
        {
            return away;
        }

        var read = MetadataRules.Read(body, options, guards);
        if (read.TryGet(out var fresh, out _))
        {
            metadata = new Known<AuthorityMetadata>(fresh, asked);
        }

        return read;
    }

    private async Task<Outcome<JwkSet>> FetchKeysAsync(CancellationToken ct)
    {
        var asked = clock.GetUtcNow();
        if (!(await KnownAsync(ct)).TryGet(out var card, out var unknown))
        {
            return unknown;
        }

        if (!(await wire.GetAsync(card.JwksUri, null, ct)).TryGet(out var body, out var away))
        {
            return away;
        }

        if (JwkSet.Parse(body, guards, out _) is not { } set)
        {
            return UpstreamRefusals.AnswerInvalid.At("jwks");
        }

        keys = new Known<JwkSet>(set, asked);
        return set;
    }

    private bool Within<T>(Known<T>? known, TimeSpan age) => known is not null && clock.GetUtcNow() - known.At < age;

    private sealed record Known<T>(T Value, DateTimeOffset At);
}
