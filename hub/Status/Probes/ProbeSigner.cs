using CityOps.Hub.Links;
using CityOps.Hub.Links.Keys;
using CityOps.Hub.SignOn;
using CityOps.Hub.SignOn.Clients;

namespace CityOps.Hub.Status.Probes;

/// <summary>
/// Tokens for probes, asked for as any platform asks: by a key of this deployment's own, made once, sealed in the store,
/// registered beside the secret. Asked for anew every minute, so that a token endpoint that is ill is seen.
/// </summary>
internal sealed class ProbeSigner(ProbeTable table, ClientDesk clients, SignOnOptions options, HubSetup setup) : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim making = new(1, 1);
    private LinkTokens? tokens;
    private DateTimeOffset askedAt;

    public void Dispose() => making.Dispose();

    public async Task<LinkTokens> TokensAsync(CancellationToken ct)
    {
        await making.WaitAsync(ct);
        try
        {
            var now = setup.Clock.GetUtcNow();
            if (tokens is not null && now - askedAt >= Fresh)
            {
                tokens.Forget();
                askedAt = now;
            }

            return tokens ??= await MakeAsync(now, ct);
        }
        finally
        {
            making.Release();
        }
    }

    private async Task<LinkTokens> MakeAsync(DateTimeOffset now, CancellationToken ct)
    {
        var code = setup.Deployment.Code.ToString();
        if (await table.KeyAsync(ct) is null)
        {
            await table.KeepKeyAsync(LinkKey.NewPem(), ct);
        }

        var key = LinkKey.OfPem((await table.KeyAsync(ct))!);
        await clients.AddKeyAsync(code, key.PublicJwk, ct); // again at each start: one that is there already stays
        askedAt = now;
        return new LinkTokens(code, key, options.Issuer, setup.Clock);
    }
}
