using System.Security.Cryptography;
using CityOps.Hub.Catalog.Standards;
using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Clients;
using CityOps.Schemas;
using CityOps.Store;

namespace CityOps.Hub.Onboarding.Joining;

/// <summary>Whom the applicants' desk asks.</summary>
internal sealed record ApplicantBooks(JoinTable Table, JoinDesk Desk, PlatformTable Platforms, PlatformKeeper Keeper, ClientDesk Clients, StandardShelf Standard, OutboundHttp Outbound, JoinReceipt Receipts);

/// <summary>接入, the platform's side: applies, fetches its key, shakes hands, is probed, tries its interfaces, joins, renews its key, leaves.</summary>
internal sealed class ApplicantDesk(ApplicantBooks books, IdMaker ids, TimeProvider clock)
{
    public const string Software = "CityOps/1";

    /// <summary>Applications without an invitation that wait at most: strangers fill no store.</summary>
    private const int MostWaiting = 200;

    private static readonly TimeSpan KeyOverlap = TimeSpan.FromHours(24);

    public async Task<Outcome<Tracked>> ApplyAsync(ApplicationBody body, CancellationToken ct)
    {
        var invitation = body.Invitation.Length > 0 ? await books.Table.InvitedAsync(JoinRules.DigestOf(body.Invitation), ct) : null;
        if (body.Invitation.Length > 0 && (invitation is not { State: JoinState.Invited } || invitation.InvitedUntil < clock.GetUtcNow() || (invitation.Platform.Length > 0 && invitation.Platform != body.Code)))
        {
            return JoinRefusals.NoInvitation;
        }

        var region = body.Region.Length > 0 ? body.Region : invitation?.Region ?? "";
        var row = new PlatformRow(body.Code, region, body.Name, null, Suspended: false, body.Publishes, body.Subscribes);
        var faults = JoinRules.FaultsOf(body, books.Outbound.Judge);
        if (!books.Desk.Make(row).TryGet(out var made, out var refusal) || faults.Count > 0)
        {
            return JoinRefusals.Wrong with { Fields = [.. refusal?.Fields ?? [], .. faults] };
        }

        if (books.Desk.IsIn(body.Code) || await books.Table.IsOpenAsync(body.Code, ct))
        {
            return JoinRefusals.Open;
        }

        if (invitation is null && await books.Table.WaitingAsync(ct) >= MostWaiting)
        {
            return JoinRefusals.Full;
        }

        var key = JoinRules.NewKey("trk_");
        var applied = (invitation ?? new Join(ids.Next().ToString("N"), 1, JoinState.Applied, body.Code, "", body.Name, new JoinProfile(), [], [])) with
        {
            State = JoinState.Applied,
            Platform = body.Code,
            Region = made.Region.ToString(),
            Name = body.Name,
            Profile = new JoinProfile(body.Owner, body.Contact, body.Phone, body.Url, body.Purpose),
            Publishes = body.Publishes,
            Subscribes = body.Subscribes,
            Track = JoinRules.DigestOf(key),
            Invitation = null,
            AppliedAt = clock.GetUtcNow(),
        };
        return await TakeAsync(invitation, applied, body, key, ct);
    }

    /// <summary>The application, for whoever holds its key; anything else looks like a missing one.</summary>
    public async Task<Outcome<Join>> FollowAsync(string id, string key, CancellationToken ct) =>
        await books.Table.FindAsync(id, ct) is { } join && JoinRules.Opens(join, key) ? join : JoinRefusals.Unknown;

    /// <summary>The secret to sign on with, shown in this answer only; asked again it is another one, and the one before ends.</summary>
    public async Task<Outcome<ShownSecret>> FetchSecretAsync(string id, string key, CancellationToken ct)
    {
        if (!(await FollowAsync(id, key, ct)).TryGet(out var join, out var refusal))
        {
            return refusal;
        }

        if (join.State != JoinState.Testing)
        {
            return JoinRefusals.NotNow.Because("审核通过后、启用之前才能领取密钥", "Keys are issued after the approval and before the joining");
        }

        var rotated = await books.Clients.RotateSecretAsync(join.Platform, TimeSpan.Zero, ct);
        await NoteAsync(join.Platform, progress => progress with { KeyAt = clock.GetUtcNow(), Trouble = null }, ct);
        return rotated;
    }

    public async Task<Outcome<Join>> WithdrawAsync(string id, string key, string reason, CancellationToken ct) =>
        (await FollowAsync(id, key, ct)).TryGet(out var join, out var refusal) ? await books.Desk.CloseAsync(join, join.Platform.Length > 0 ? join.Platform : "applicant", reason, ct) : refusal;

    /// <summary>握手: versions, clocks, editions. Noted where the platform is under test; the others may ask any time.</summary>
    public async Task<Outcome<HandshakeAnswer>> HandshakeAsync(string platform, HandshakeBody body, CancellationToken ct)
    {
        if (JoinRules.FaultsOf(body) is { Count: > 0 } faults)
        {
            return JoinRefusals.Wrong with { Fields = faults };
        }

        var now = clock.GetUtcNow();
        var skew = body.At - now;
        if (skew.Duration() > JoinRules.MostSkew)
        {
            var told = JoinRefusals.Skewed.Because($"对方时钟与本级相差 {skew.TotalSeconds:0} 秒，上限 {JoinRules.MostSkew.TotalSeconds:0} 秒，请先校时", $"Their clock is {skew.TotalSeconds:0} s off ours, {JoinRules.MostSkew.TotalSeconds:0} s at most: set it first");
            await NoteAsync(platform, progress => progress with { Trouble = $"{told.Detail} / {told.DetailEn}" }, ct);
            return told;
        }

        if (!body.Wire.Contains(JoinRules.Wire))
        {
            return JoinRefusals.OtherWire.Because($"本级支持版本 {JoinRules.Wire}", $"This hub speaks version {JoinRules.Wire}");
        }

        var differences = JoinRules.Differences(body, books.Standard.Current);
        await NoteAsync(platform, progress => progress with { HandshakeAt = now, SkewMillis = (long)skew.TotalMilliseconds, Differences = differences, Trouble = null }, ct);
        return new HandshakeAnswer(now, (long)skew.TotalMilliseconds, JoinRules.Wire, Software, differences);
    }

    /// <summary>The first leg of the probe: a word to bring back. Where the platform gave an address, it is called as well.</summary>
    public async Task<Outcome<string>> BeginProbeAsync(string platform, CancellationToken ct)
    {
        if (await books.Table.OfAsync(platform, ct) is not { State: JoinState.Testing } join)
        {
            return JoinRefusals.NotNow;
        }

        if (join.Profile.Url.Length > 0 && await CallAsync(join.Profile.Url, ct) is { } trouble)
        {
            await NoteAsync(platform, progress => progress with { Trouble = trouble }, ct);
            return JoinRefusals.ProbeFailed.Because($"本级无法访问 {join.Profile.Url}：{trouble}", $"This hub cannot reach {join.Profile.Url}: {trouble}");
        }

        var nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        await NoteAsync(platform, progress => progress with { Nonce = nonce }, ct);
        return nonce;
    }

    /// <summary>The second leg: the word came back.</summary>
    public async Task<Outcome<Join>> EndProbeAsync(string platform, string nonce, CancellationToken ct)
    {
        if (await books.Table.OfAsync(platform, ct) is not { State: JoinState.Testing } join)
        {
            return JoinRefusals.NotNow;
        }

        if (join.Progress.Nonce is null || join.Progress.Nonce != nonce)
        {
            return JoinRefusals.ProbeFailed.Because("探测码不符，请先 GET 再 POST", "Not the word that was given: GET it first, then POST it");
        }

        await NoteAsync(platform, progress => progress with { ProbeAt = clock.GetUtcNow(), Nonce = null, Trouble = null }, ct);
        return await MembershipAsync(platform, ct);
    }

    public async Task<Outcome<Join>> MembershipAsync(string platform, CancellationToken ct) => await books.Table.OfAsync(platform, ct) is { } join ? join : JoinRefusals.Unknown;

    /// <summary>启用: everything was tried and held; answers with the receipt.</summary>
    public async Task<Outcome<Join>> FinishAsync(string platform, CancellationToken ct)
    {
        if (await books.Table.OfAsync(platform, ct) is not { } join)
        {
            return JoinRefusals.Unknown;
        }

        if (join.State == JoinState.Joined)
        {
            return join;
        }

        if (join.State != JoinState.Testing)
        {
            return JoinRefusals.NotNow;
        }

        var missing = MissingOf(join);
        if (missing.Count > 0)
        {
            return JoinRefusals.NotNow with { Detail = "联调尚未完成", DetailEn = "The tests are not complete", Fields = missing };
        }

        var joined = join with { State = JoinState.Joined, JoinedAt = clock.GetUtcNow() };
        joined = joined with { Receipt = books.Receipts.Sign(joined) };
        var done = await books.Platforms.JoinAsync(platform, platform, clock.GetUtcNow(), ct, scope => JoinTable.ChangeAsync(scope, joined, ct));
        await books.Keeper.RefreshAsync(ct);
        return done ? joined with { Rev = joined.Rev + 1 } : JoinRefusals.Changed;
    }

    /// <summary>A new secret; the one before holds on for a day.</summary>
    public Task<Outcome<ShownSecret>> RotateAsync(string platform, CancellationToken ct) => books.Clients.RotateSecretAsync(platform, KeyOverlap, ct);

    /// <summary>注销: the platform goes. Its log stays; what it subscribed to ends.</summary>
    public async Task<Outcome<Join>> LeaveAsync(string platform, LeaveBody body, CancellationToken ct)
    {
        if (body.Reason.Trim().Length is < 1 or > 500 || body.Successor.Length > 64)
        {
            return JoinRefusals.Wrong with { Fields = [new FieldError("/reason", "1–500 个字 / 1 to 500 characters")] };
        }

        if (await books.Table.OfAsync(platform, ct) is not { State: JoinState.Joined } join)
        {
            return JoinRefusals.NotNow.Because("只有经接入流程启用的平台可以自行注销", "Only a platform that joined by this road can leave by it");
        }

        var opinion = body.Successor.Length > 0 ? $"{body.Reason}（迁往 moves to {body.Successor}）" : body.Reason;
        var left = join with { State = JoinState.Left, LeftAt = clock.GetUtcNow(), DecidedBy = platform, DecidedAt = clock.GetUtcNow(), Opinion = opinion };
        return await books.Desk.OutAsync(left, platform, ct);
    }

    /// <summary>What is still to be done before the joining, a step each.</summary>
    public static IReadOnlyList<FieldError> MissingOf(Join join) =>
    [
        .. join.Progress.HandshakeAt is null ? [new FieldError("handshake", "尚未握手 / no handshake yet")] : Array.Empty<FieldError>(),
        .. join.Progress.ProbeAt is null ? [new FieldError("probe", "双向探测尚未通过 / the probe has not held yet")] : Array.Empty<FieldError>(),
        .. join.Untested.Select(name => new FieldError(name, "尚无通过的测试批次（mode=test） / no test batch (mode=test) has held yet")),
    ];

    private async Task<Outcome<Tracked>> TakeAsync(Join? invitation, Join applied, ApplicationBody body, string key, CancellationToken ct)
    {
        if (invitation is null)
        {
            await books.Table.AddAsync(applied, ct);
            return new Tracked(applied, key);
        }

        if (!await books.Table.ChangeAsync(applied, ct))
        {
            return JoinRefusals.NoInvitation;
        }

        applied = applied with { Rev = applied.Rev + 1 };
        if (!JoinRules.IsAgreed(invitation, body))
        {
            return new Tracked(applied, key);
        }

        var agreed = applied with { DecidedBy = invitation.InvitedBy, DecidedAt = clock.GetUtcNow(), Opinion = "邀请时已审核 / decided with the invitation" };
        return (await books.Desk.RegisterAsync(agreed, invitation.InvitedBy!, ct)).Match<Outcome<Tracked>>(join => new Tracked(join, key), refusal => refusal);
    }

    // Steps of one platform may come at once: each is noted on what stands then.
    private async Task NoteAsync(string platform, Func<JoinProgress, JoinProgress> change, CancellationToken ct)
    {
        while (await books.Table.OfAsync(platform, ct) is { State: JoinState.Testing } join && !await books.Table.ChangeAsync(join with { Progress = change(join.Progress) }, ct))
        {
        }
    }

    private async Task<string?> CallAsync(string url, CancellationToken ct)
    {
        try
        {
            using var answer = await books.Outbound.Client.GetAsync(url, ct);
            return (int)answer.StatusCode < 500 ? null : $"HTTP {(int)answer.StatusCode}";
        }
        catch (HttpRequestException fault)
        {
            return fault.GetBaseException().Message;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return "15 s 内没有应答 / no answer within 15 s";
        }
    }
}
