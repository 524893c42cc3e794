using System.Text.Json;
using CityOps.Adapters.Smtp;
using CityOps.Hub;
using CityOps.Hub.Catalog;
using CityOps.Hub.Catalog.Standards;
using CityOps.Hub.Guards;
using CityOps.Hub.Onboarding;
using CityOps.Hub.SignOn.Keys;
using CityOps.Hub.Status.Health;
using CityOps.Hub.Status.Incidents;
using CityOps.Hub.Status.Notices;
using CityOps.Hub.Subscriptions.Push;
using CityOps.Schemas.Catalogue;
using CityOps.Schemas.Codes;
using CityOps.Store;
using CityOps.Tests.Hub.Subscriptions;
using CityOps.Tests.Shared;
using CityOps.Tests.Stores;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CityOps.Tests.Hub.Status.Notices;

/// <summary>通知 on each store: written with the change, sent to a real endpoint and a real mail server, tried again, damped.</summary>
public abstract class NoticeContract : StoreContract
{
    private const string Weather = "EX-02.v1.up";
    private static readonly Finding Late = new("late", Light.Yellow, Weather, HubHost.Department, HubHost.Department, "自 08:00 起没有新数据", "Nothing new since 08:00", "联系对方", "Ask them");
    private static readonly NoticeEvent[] All = [NoticeEvent.Opened, NoticeEvent.Worsened, NoticeEvent.Escalated, NoticeEvent.Healed];

    private readonly FakeClock clock = new(new DateTimeOffset(2026, 11, 23, 2, 0, 0, TimeSpan.Zero)); // 10:00 in China
    private readonly KeyWrap wrap = new(new byte[32]);
    private OutboundHttp outbound = null!;
    private ChannelTable channels = null!;
    private NoticeTable notices = null!;
    private IncidentTable incidents = null!;
    private IncidentKeeper keeper = null!;
    private NoticeSweep sweep = null!;
    private Receiver receiver = null!;

    private protected override async Task PrepareAsync()
    {
        await Migrations.ApplyAsync(Engine, typeof(HubSetup).Assembly, "hub", Ct);
        receiver = await Receiver.StartAsync();
        outbound = new OutboundHttp(new GuardOptions { Allow = ["127.0.0.0/8:*"] }, clock, GuardSwitch.AllOn);
        (channels, notices, incidents) = (new ChannelTable(Engine, wrap), new NoticeTable(Engine), new IncidentTable(Engine));
        keeper = new IncidentKeeper(incidents, new NoticePlan(notices, new IdMaker(clock)), new EscalationOptions { RedMinutes = 10, YellowMinutes = 60, Levels = 2 }, new IdMaker(clock));
        sweep = SweepOf(new NoticeText(new PlatformDirectory(Deployment, Platforms.All), "https://hub.example.cn"));
    }

    public override async Task DisposeAsync()
    {
        sweep.Dispose();
        outbound.Dispose();
        await receiver.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task An_incident_is_told_once_when_it_opens_worsens_and_heals()
    {
        await WebhookAsync();

        await LookAsync(Late);
        await LookAsync(Late);
        await LookAsync(Late with { Severity = Light.Red });
        await LookAsync(Late with { Severity = Light.Red });
        clock.Advance(TimeSpan.FromMinutes(10));
        await LookAsync();
        await LookAsync();

        Assert.Equal(["incident.opened", "incident.worsened", "incident.healed"], Told);
        var first = receiver.All.First().Json.GetProperty("data").GetProperty("incident");
        Assert.Equal((Weather, "late", HubHost.Department, Late.Cause), (Text(first, "interface"), Text(first, "kind"), Text(first, "owner"), Text(first, "cause")));
    }

    [Fact]
    public async Task A_webhook_is_signed_by_the_secret_that_lies_sealed_in_the_store()
    {
        var secret = await WebhookAsync();
        await LookAsync(Late);

        var one = Assert.Single(receiver.All);
        Assert.Equal(WebhookSignature.Of(one.Id, one.Timestamp, one.Body, [secret]), one.Signature);
        Assert.Equal(clock.GetUtcNow().ToUnixTimeSeconds(), one.Timestamp);
        var stored = (await channels.AllAsync(Ct)).Single().Secret!;
        Assert.False(stored.AsSpan().IndexOf(secret) >= 0);
    }

    [Fact]
    public async Task Mail_goes_by_the_deployments_server_with_login_and_in_Chinese_first()
    {
        await using var smtp = new SmtpServer { Account = ("hub", "geheim") };
        await channels.KeepMailAsync(new MailServer("127.0.0.1", smtp.Port, MailSecurity.None, "hub", "geheim", "hub@hefei.example.cn"), "x", clock.GetUtcNow(), Ct);
        await channels.KeepAsync(new Channel("m1", "值班", ChannelKind.Mail, "duty@hefei.example.cn") { Events = All, ChangedAt = clock.GetUtcNow() }, Ct);

        await LookAsync(Late);

        var mail = Assert.Single(smtp.Taken);
        var message = MimeKit.MimeMessage.Load(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(mail.Data)), Ct);
        Assert.Equal(("hub@hefei.example.cn", "duty@hefei.example.cn"), (mail.From, mail.To));
        Assert.Equal($"[合肥市] 黄色事件发生：{Late.Cause}", message.Subject);
        Assert.Contains(Late.NextEn, message.TextBody, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", await RawMailAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_taken_is_tried_again_later_and_set_aside_after_a_bound_and_let_go_on_by_a_person()
    {
        await WebhookAsync();
        receiver.Answer = _ => Task.FromResult((503, "", (string?)null));
        await LookAsync(Late);
        await sweep.SendAsync(Ct);
        Assert.Single(receiver.All); // not at once again

        for (var i = 0; i < NoticeRules.MostAttempts + 3; i++)
        {
            clock.Advance(TimeSpan.FromHours(10));
            await sweep.SendAsync(Ct);
        }

        Assert.Equal(NoticeRules.MostAttempts, receiver.All.Count);
        Assert.Single(receiver.All.Select(one => one.Id).Distinct()); // a receiver knows it by its id
        var parked = Assert.Single(await NoticesAsync());
        Assert.Equal((NoticeState.Parked, "HTTP 503"), (parked.State, parked.Said));

        receiver.Answer = _ => Task.FromResult((204, "", (string?)null));
        Assert.True(await notices.RetryAsync(parked.Id, clock.GetUtcNow(), Ct));
        await sweep.SendAsync(Ct);
        Assert.Equal(NoticeState.Sent, Assert.Single(await NoticesAsync()).State);
    }

    [Fact]
    public async Task An_address_that_is_refused_for_good_is_set_aside_at_once()
    {
        await using var smtp = new SmtpServer { Answer = _ => "550 no such mailbox" };
        await channels.KeepMailAsync(new MailServer("127.0.0.1", smtp.Port, MailSecurity.None, "", null, "hub@hefei.example.cn"), "x", clock.GetUtcNow(), Ct);
        await channels.KeepAsync(new Channel("m1", "值班", ChannelKind.Mail, "gone@hefei.example.cn") { Events = All, ChangedAt = clock.GetUtcNow() }, Ct);

        await LookAsync(Late);

        var parked = Assert.Single(await NoticesAsync());
        Assert.Equal((NoticeState.Parked, 1L), (parked.State, parked.Attempts));
        Assert.StartsWith("550", parked.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_opens_and_heals_again_and_again_is_told_once_more_with_the_count()
    {
        await WebhookAsync();
        for (var i = 0; i < 4; i++)
        {
            await LookAsync(Late);
            await LookAsync();
            await LookAsync();
            clock.Advance(TimeSpan.FromSeconds(30));
        }

        Assert.Equal(["incident.opened"], Told);
        clock.Advance(NoticeRules.Damp);
        await sweep.SendAsync(Ct);

        Assert.Equal(["incident.opened", "incident.flapping"], Told);
        var last = receiver.All.Last().Json.GetProperty("data");
        Assert.Equal((4, false), (last.GetProperty("occurrences").GetInt32(), last.GetProperty("open").GetBoolean()));
    }

    [Fact]
    public async Task Who_is_not_concerned_is_not_told()
    {
        await WebhookAsync("red", one => one with { Severity = Light.Red });
        await WebhookAsync("kind", one => one with { Kinds = ["link-down"] });
        await WebhookAsync("place", one => one with { Platform = HubHost.City });
        await WebhookAsync("off", one => one with { Enabled = false });
        await WebhookAsync("event", one => one with { Events = [NoticeEvent.Healed] });

        await LookAsync(Late);
        clock.Advance(TimeSpan.FromHours(1));
        await LookAsync();
        await LookAsync();

        Assert.Empty(Told);
    }

    [Fact]
    public async Task In_quiet_hours_only_what_is_severe_is_told_and_the_rest_when_they_are_over()
    {
        await WebhookAsync("w1", one => one with { QuietFrom = 9 * 60, QuietTo = 11 * 60 });

        await LookAsync(Late, Late with { Kind = "silent", Severity = Light.Red });
        Assert.Equal(["silent"], receiver.All.Select(one => Text(one.Json.GetProperty("data").GetProperty("incident"), "kind")));

        clock.Advance(TimeSpan.FromHours(1));
        await sweep.SendAsync(Ct);
        Assert.Equal(["late", "silent"], receiver.All.Select(one => Text(one.Json.GetProperty("data").GetProperty("incident"), "kind")).Order());
    }

    [Fact]
    public async Task A_window_of_maintenance_ends_what_is_told_and_says_so()
    {
        await WebhookAsync();
        receiver.Answer = _ => Task.FromResult((503, "", (string?)null));
        await LookAsync(Late);
        await incidents.PlanAsync(new Maintenance("w", HubHost.Department, null, clock.GetUtcNow(), clock.GetUtcNow().AddHours(1), "升级", "x"), clock.GetUtcNow(), Ct);
        receiver.Answer = _ => Task.FromResult((204, "", (string?)null));
        clock.Advance(TimeSpan.FromMinutes(5));
        await LookAsync();
        await LookAsync();

        Assert.Equal(["incident.opened", "incident.planned"], Told);
        Assert.Equal([NoticeState.Withheld, NoticeState.Sent], (await NoticesAsync()).OrderBy(one => one.MadeAt).Select(one => one.State));
    }

    [Fact]
    public async Task What_nobody_takes_on_rises_and_is_told_further_and_what_somebody_takes_on_does_not()
    {
        await WebhookAsync("up", one => one with { Events = [NoticeEvent.Escalated] });
        var red = Late with { Severity = Light.Red };
        await LookAsync(red);
        clock.Advance(TimeSpan.FromMinutes(11));
        await LookAsync(red);
        await LookAsync(red);

        var open = Assert.Single(await incidents.OpenAsync(Ct));
        Assert.Equal((1L, new[] { "incident.escalated" }), (open.Level, Told.ToArray()), new Same());

        await incidents.AcknowledgeAsync(open.Id, "李明", "", clock.GetUtcNow(), Ct);
        clock.Advance(TimeSpan.FromMinutes(60));
        await LookAsync(red);
        Assert.Equal(1L, Assert.Single(await incidents.OpenAsync(Ct)).Level);
        Assert.Single(Told);
    }

    [Fact]
    public async Task What_began_long_ago_rises_from_when_it_was_found()
    {
        await LookAsync(Late with { Severity = Light.Red, Since = clock.GetUtcNow().AddDays(-3) });
        await LookAsync(Late with { Severity = Light.Red, Since = clock.GetUtcNow().AddDays(-3) });

        Assert.Equal(0L, Assert.Single(await incidents.OpenAsync(Ct)).Level);
    }

    [Fact]
    public async Task Two_processes_that_send_send_each_notice_once()
    {
        await WebhookAsync();
        var found = Enumerable.Range(0, 30).Select(n => Late with { Kind = "k" + n }).ToArray();
        await keeper.RecordAsync(View(found), Ct);
        using var other = SweepOf(new NoticeText(new PlatformDirectory(Deployment, Platforms.All), "https://hub.example.cn"));

        await Task.WhenAll(sweep.SendAsync(Ct), other.SendAsync(Ct));

        Assert.Equal(30, receiver.All.Select(one => one.Id).Distinct().Count());
        Assert.Equal(30, receiver.All.Count);
    }

    private static Deployment Deployment => new(PlatformCode.Parse(HubHost.City), RegionCode.Parse("340100"), Tier.City, "合肥市");

    private static PlatformList Platforms => new(Deployment,
    [
        new Platform(PlatformCode.Parse(HubHost.City), RegionCode.Parse("340100"), "合肥市", Standing.Own, ""), new Platform(PlatformCode.Parse(HubHost.Department), RegionCode.Parse("340100"), "气象局", Standing.Department, ""),
    ]);

    private IEnumerable<string> Told => receiver.All.Select(one => one.Json.GetProperty("type").GetString()!);

    private static string? Text(JsonElement one, string name) => one.GetProperty(name).GetString();

    private NoticeSweep SweepOf(NoticeText text) => new(
        new NoticeParts(notices, channels, incidents, new NoticeSender(outbound, channels, text, SmtpMailer.SendAsync, clock), new Random(1)), clock, NullLogger<NoticeSweep>.Instance);

    private HealthView View(Finding[] found) => new(
        new HealthFacts(clock.GetUtcNow(), Platforms, new InterfaceList(StandardEdition.Built(SchemaSet.Standard).Schemas), [], new Dictionary<CityOps.Hub.Status.Measuring.CallKey, CityOps.Hub.Status.Measuring.CallStats>(), [], [], [], [], windows), found);

    private IReadOnlyList<Maintenance> windows = [];

    // One look of the watch, then one round of sending.
    private async Task LookAsync(params Finding[] found)
    {
        windows = await incidents.WindowsAsync(clock.GetUtcNow(), Ct);
        await keeper.RecordAsync(View(found), Ct);
        await sweep.SendAsync(Ct);
    }

    private async Task<byte[]> WebhookAsync(string id = "w1", Func<Channel, Channel>? change = null)
    {
        var one = new Channel(id, id, ChannelKind.Webhook, receiver.Url) { Events = All, ChangedAt = clock.GetUtcNow() };
        await channels.KeepAsync(change?.Invoke(one) ?? one, Ct);
        var secret = WebhookSignature.NewSecret();
        await channels.SealAsync(id, secret, Ct);
        return secret;
    }

    private Task<IReadOnlyList<Notice>> NoticesAsync() => notices.PageAsync(new NoticeSearch(null, null, null, 100), Ct);

    private async Task<string> RawMailAsync() => System.Text.Encoding.Latin1.GetString((await Engine.Sql("SELECT password FROM hub_mail").ScalarAsync<byte[]>(Ct))!);

    private sealed class Same : IEqualityComparer<(long, string[])>
    {
        public bool Equals((long, string[]) one, (long, string[]) other) => one.Item1 == other.Item1 && one.Item2.SequenceEqual(other.Item2);

        public int GetHashCode((long, string[]) one) => one.Item1.GetHashCode();
    }
}

public sealed class SqliteNoticeTests : NoticeContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.SqliteAsync();
}

public sealed class PostgresNoticeTests : NoticeContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.PostgresAsync();
}
