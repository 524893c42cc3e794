using CityOps.Hub.Catalog;
using CityOps.Hub.SignOn.Clients;
using CityOps.Hub.SignOn.Policy;
using CityOps.Schemas;
using CityOps.Schemas.Codes;
using CityOps.Store;

namespace CityOps.Hub.Onboarding.Joining;

/// <summary>接入平台配置, the hub's side: invites, reviews, sends away. What a platform may be, <see cref="PlatformRules"/> says.</summary>
internal sealed class JoinDesk(JoinTable table, PlatformTable platforms, PlatformKeeper keeper, PlatformDirectory directory, InterfaceBook interfaces, IdMaker ids, TimeProvider clock)
{
    public const string Action = "platform.manage";
    private const int MostDays = 90;

    public async Task<Outcome<Invited>> InviteAsync(Actor caller, InvitationBody body, CancellationToken ct)
    {
        var invitation = JoinRules.NewKey("inv_");
        var now = clock.GetUtcNow();
        var named = body.Code.Length > 0;
        // Without a code the platform is not known yet: a department's stands in, so that the rest is judged.
        var row = new PlatformRow(named ? body.Code : "B-91340100MA2TXR5U1G", body.Region, body.Name, null, Suspended: false, body.Publishes, body.Subscribes);
        if (!Make(row).TryGet(out var made, out var refusal))
        {
            return refusal;
        }

        if (body.Days is < 1 or > MostDays)
        {
            return JoinRefusals.Wrong with { Fields = [new FieldError("/days", $"1–{MostDays}")] };
        }

        if (!caller.May(Action, made.Region))
        {
            return PlatformRules.Wrong.Because("超出您的管理范围", "Beyond where you may register platforms");
        }

        if (named && (IsIn(body.Code) || await table.IsOpenAsync(body.Code, ct)))
        {
            return JoinRefusals.Open;
        }

        var join = new Join(ids.Next().ToString("N"), 1, JoinState.Invited, body.Code, made.Region.ToString(), body.Name, new JoinProfile(), body.Publishes, body.Subscribes)
        {
            InvitedBy = caller.Name,
            InvitedAt = now,
            Invitation = JoinRules.DigestOf(invitation),
            InvitedUntil = now.AddDays(body.Days),
        };
        await table.AddAsync(join, ct);
        return new Invited(join, invitation);
    }

    public async Task<IReadOnlyList<Join>> PageAsync(Actor caller, JoinSearch search, CancellationToken ct) => [.. (await table.PageAsync(search, ct)).Where(one => Sees(caller, one))];

    /// <summary>Foreign ones look like missing ones.</summary>
    public async Task<Outcome<Join>> FindAsync(Actor caller, string id, CancellationToken ct) =>
        await table.FindAsync(id, ct) is { } found && Sees(caller, found) ? found : JoinRefusals.Unknown;

    /// <summary>通过: the platform is registered for testing with what is agreed.</summary>
    public async Task<Outcome<Join>> ApproveAsync(Actor caller, string id, ReviewBody review, CancellationToken ct)
    {
        if (!(await FindAsync(caller, id, ct)).TryGet(out var join, out var refusal) || (refusal = Refuse(join, JoinState.Applied) ?? FaultOf(review)) is not null)
        {
            return refusal;
        }

        var agreed = join with
        {
            Publishes = review.Publishes ?? join.Publishes, Subscribes = review.Subscribes ?? join.Subscribes, DecidedBy = caller.Name, DecidedAt = clock.GetUtcNow(), Opinion = review.Opinion,
        };
        return await RegisterAsync(agreed, caller.Name, ct);
    }

    public async Task<Outcome<Join>> RejectAsync(Actor caller, string id, ReviewBody review, CancellationToken ct)
    {
        if (!(await FindAsync(caller, id, ct)).TryGet(out var join, out var refusal) || (refusal = Refuse(join, JoinState.Applied) ?? FaultOf(review)) is not null)
        {
            return refusal;
        }

        return await ChangeAsync(join with { State = JoinState.Rejected, DecidedBy = caller.Name, DecidedAt = clock.GetUtcNow(), Opinion = review.Opinion }, ct);
    }

    /// <summary>Takes back an invitation, an application or a joining that is not done.</summary>
    public async Task<Outcome<Join>> WithdrawAsync(Actor caller, string id, ReviewBody review, CancellationToken ct) =>
        (await FindAsync(caller, id, ct)).TryGet(out var join, out var refusal) && (refusal = FaultOf(review)) is null ? await CloseAsync(join, caller.Name, review.Opinion, ct) : refusal;

    /// <summary>Whether a platform of that code takes part now; one that left may apply anew.</summary>
    public bool IsIn(string code) => directory.Find(code) is { Suspended: false } || directory.Configured.Any(one => one.Code.ToString() == code);

    /// <summary>Registers the platform of an approved application, for testing.</summary>
    public async Task<Outcome<Join>> RegisterAsync(Join join, string by, CancellationToken ct)
    {
        // Nobody knows this secret: what the platform signs on with is issued to its applicant.
        var row = new PlatformRow(join.Platform, join.Region, join.Name, ClientSecrets.Hash(JoinRules.NewKey("")), Suspended: false, join.Publishes, join.Subscribes) { Testing = true };
        if (!Make(row).TryGet(out var made, out var refusal))
        {
            return refusal;
        }

        var named = row with { Region = made.Region.ToString() };
        var registered = join with { State = JoinState.Testing, Region = named.Region };
        Task<bool> Noted(WriteScope scope) => JoinTable.ChangeAsync(scope, registered, ct);
        if (IsIn(join.Platform) || !(await platforms.AddAsync(named, by, clock.GetUtcNow(), ct, Noted) || await platforms.ReturnAsync(named, by, clock.GetUtcNow(), ct, Noted)))
        {
            return JoinRefusals.Open;
        }

        await keeper.RefreshAsync(ct);
        return registered with { Rev = registered.Rev + 1 };
    }

    /// <summary>Ends what is not done; a platform under test is registered no more.</summary>
    public async Task<Outcome<Join>> CloseAsync(Join join, string by, string opinion, CancellationToken ct)
    {
        if (!join.IsOpen)
        {
            return JoinRefusals.NotNow;
        }

        var closed = join with { State = JoinState.Withdrawn, DecidedBy = by, DecidedAt = clock.GetUtcNow(), Opinion = opinion, Invitation = null };
        return join.State == JoinState.Testing ? await OutAsync(closed, by, ct) : await ChangeAsync(closed, ct);
    }

    /// <summary>Notes the end of a joining and closes the hub to the platform, both or neither.</summary>
    public async Task<Outcome<Join>> OutAsync(Join ended, string by, CancellationToken ct)
    {
        var done = await platforms.SuspendAsync(ended.Platform, true, by, clock.GetUtcNow(), ct, scope => JoinTable.ChangeAsync(scope, ended, ct));
        await keeper.RefreshAsync(ct);
        return done ? ended with { Rev = ended.Rev + 1 } : JoinRefusals.Changed;
    }

    public Outcome<Platform> Make(PlatformRow row) => PlatformRules.Make(row, directory.Deployment.Region, RegionTree.Standard, name => interfaces.Find(name) is not null);

    private async Task<Outcome<Join>> ChangeAsync(Join join, CancellationToken ct) => await table.ChangeAsync(join, ct) ? join with { Rev = join.Rev + 1 } : JoinRefusals.Changed;

    private static Refusal? Refuse(Join join, JoinState wanted) => join.State == wanted ? null : JoinRefusals.NotNow.Because($"当前状态为 {join.State}", $"It is {join.State}");

    private static Refusal? FaultOf(ReviewBody review) =>
        review.Opinion.Trim().Length is < 1 or > 500 ? JoinRefusals.Wrong with { Fields = [new FieldError("/opinion", "1–500 个字 / 1 to 500 characters")] } : null;

    private static bool Sees(Actor caller, Join one) => RegionCode.TryParse(one.Region, out var region) && caller.May(Action, region);
}
