using System.Buffers.Text;
using System.Security.Cryptography;
using CityOps.Hub.Catalog;
using CityOps.Hub.Onboarding;
using CityOps.Hub.SignOn.Policy;
using CityOps.Hub.SignOn.Clients;
using CityOps.Schemas;
using CityOps.Schemas.Codes;

namespace CityOps.Hub.Administration.Platforms;

internal sealed record NewPlatform(string Code, string Name)
{
    /// <summary>Needed for departments and operators; a deployment's code has it.</summary>
    public string Region { get; init; } = "";

    public IReadOnlyList<string> Publishes { get; init; } = [];

    public IReadOnlyList<string> Subscribes { get; init; } = [];
}

internal sealed record PlatformData(string Name, IReadOnlyList<string> Publishes, IReadOnlyList<string> Subscribes);

/// <summary>A platform with its secret, shown once.</summary>
internal sealed record IssuedPlatform(Platform Platform, string Secret);

/// <summary>接入平台登记: adds, pauses and resumes platforms while the hub runs; felt in every process within seconds.</summary>
internal sealed class PlatformDesk(PlatformTable table, PlatformKeeper keeper, PlatformDirectory directory, InterfaceBook interfaces, ClientDesk clients, TimeProvider clock)
{
    private const string Action = "platform.manage";

    public IReadOnlyList<Platform> Page(Actor caller, PageAsked page) =>
        [.. directory.All.Where(one => caller.May(Action, one.Region)).OrderBy(one => one.Code.ToString(), StringComparer.Ordinal)
            .Where(one => string.CompareOrdinal(one.Code.ToString(), page.After) > 0).Take(page.Most)];

    public Outcome<Platform> Find(Actor caller, string code) =>
        directory.Find(code) is { } found && caller.May(Action, found.Region) ? found : PlatformRules.Unknown;

    public async Task<Outcome<IssuedPlatform>> AddAsync(Actor caller, NewPlatform body, CancellationToken ct)
    {
        var secret = NewSecret();
        var row = new PlatformRow(body.Code, body.Region, body.Name, ClientSecrets.Hash(secret), Suspended: false, body.Publishes, body.Subscribes);
        if (!Make(row).TryGet(out var made, out var refusal))
        {
            return refusal;
        }

        if (!caller.May(Action, made.Region))
        {
            return PlatformRules.Wrong.Because("超出您的管理范围", "Beyond where you may register platforms");
        }

        if (directory.Find(body.Code) is not null || !await table.AddAsync(row with { Region = made.Region.ToString() }, caller.Name, clock.GetUtcNow(), ct))
        {
            return PlatformRules.Taken;
        }

        await keeper.RefreshAsync(ct);
        return new IssuedPlatform(made, secret);
    }

    public async Task<Outcome<Platform>> ChangeAsync(Actor caller, string code, PlatformData body, CancellationToken ct)
    {
        if (!Find(caller, code).TryGet(out var found, out var refusal) || !OwnRow(found).TryGet(out var row, out refusal))
        {
            return refusal;
        }

        var changed = row with { Name = body.Name, Publishes = body.Publishes, Subscribes = body.Subscribes };
        return Make(changed).TryGet(out _, out refusal) ? await DoneAsync(caller, code, await table.GrantAsync(changed, caller.Name, clock.GetUtcNow(), ct), ct) : refusal;
    }

    /// <summary>A pause also reaches platforms of the configuration, never the deployment itself.</summary>
    public async Task<Outcome<Platform>> SuspendAsync(Actor caller, string code, bool suspended, CancellationToken ct)
    {
        if (!Find(caller, code).TryGet(out var found, out var refusal))
        {
            return refusal;
        }

        if (found.Standing == Standing.Own)
        {
            return PlatformRules.Configured;
        }

        if (directory.Configured.Any(one => one.Code == found.Code))
        {
            await table.AddAsync(new PlatformRow(code, found.Region.ToString(), found.Name, null, Suspended: false, [], []), caller.Name, clock.GetUtcNow(), ct);
        }

        return await DoneAsync(caller, code, await table.SuspendAsync(code, suspended, caller.Name, clock.GetUtcNow(), ct), ct);
    }

    /// <summary>A new secret in place of the old ones, which hold no more at once.</summary>
    public async Task<Outcome<IssuedPlatform>> ReplaceSecretAsync(Actor caller, string code, CancellationToken ct)
    {
        if (!Find(caller, code).TryGet(out var found, out var refusal) || !OwnRow(found).TryGet(out _, out refusal))
        {
            return refusal;
        }

        var closed = await DoneAsync(caller, code, await table.ReplaceSecretAsync(code, ClientSecrets.Hash(NewSecret()), caller.Name, clock.GetUtcNow(), ct), ct);
        return closed.TryGet(out var one, out refusal) && (await clients.RotateSecretAsync(code, TimeSpan.Zero, ct)).TryGet(out var shown, out refusal) ? new IssuedPlatform(one, shown.Secret) : refusal;
    }

    private async Task<Outcome<Platform>> DoneAsync(Actor caller, string code, bool changed, CancellationToken ct)
    {
        await keeper.RefreshAsync(ct);
        return changed ? Find(caller, code) : PlatformRules.Unknown;
    }

    private Outcome<Platform> Make(PlatformRow row) => PlatformRules.Make(row, directory.Deployment.Region, RegionTree.Standard, name => interfaces.Find(name) is not null);

    private Outcome<PlatformRow> OwnRow(Platform one) =>
        directory.Configured.Any(configured => configured.Code == one.Code)
            ? PlatformRules.Configured
            : new PlatformRow(one.Code.ToString(), one.Region.ToString(), one.Name, one.Secret, one.Suspended, [.. one.Publishes], [.. one.Subscribes]);

    private static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}
