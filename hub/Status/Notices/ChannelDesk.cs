using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using CityOps.Hub.Administration;
using CityOps.Hub.Catalog;
using CityOps.Hub.Guards;
using CityOps.Hub.Onboarding;
using CityOps.Hub.SignOn.Policy;
using CityOps.Hub.Status.Health;
using CityOps.Hub.Subscriptions.Push;
using CityOps.Schemas;
using CityOps.Schemas.Records;
using CityOps.Store;

namespace CityOps.Hub.Status.Notices;

/// <summary>A channel as an administrator writes it: <c>kind</c> webhook or mail, hours as <c>22:00</c>.</summary>
internal sealed record ChannelBody(string Name, ChannelKind Kind, string Target, IReadOnlyList<NoticeEvent> Events)
{
    public IReadOnlyList<string> Kinds { get; init; } = [];

    public Light Severity { get; init; } = Light.Yellow;

    public string? Platform { get; init; }

    public string? QuietFrom { get; init; }

    public string? QuietTo { get; init; }

    public bool Enabled { get; init; } = true;
}

/// <summary>The mail server as an administrator writes it; without <c>password</c> the one before stays.</summary>
internal sealed record MailBody(string Host, int Port, MailSecurity Security, string Sender)
{
    public string Login { get; init; } = "";

    public string? Password { get; init; }
}

/// <summary>What channels are judged and made with.</summary>
internal sealed record ChannelParts(ChannelTable Channels, NoticeTable Notices, PlatformDirectory Platforms, OutboundHttp Outbound, IdMaker Ids);

/// <summary>通知渠道 as administrators make, try and end them.</summary>
internal sealed partial class ChannelDesk(ChannelParts parts, TimeProvider clock)
{
    private const int MostName = 60;
    private const int MostAddress = 254;
    private static readonly NoticeEvent[] Told = [NoticeEvent.Opened, NoticeEvent.Worsened, NoticeEvent.Escalated, NoticeEvent.Healed];

    public async Task<Outcome<Channel>> KeepAsync(Actor caller, string? id, ChannelBody body, CancellationToken ct)
    {
        var before = id is null ? null : await parts.Channels.FindAsync(id, ct);
        if (id is not null && before is null)
        {
            return CatalogRefusals.Unknown;
        }

        var faults = Faults(body).ToList();
        if (before is not null && before.Kind != body.Kind)
        {
            faults.Add(new FieldError("/kind", "渠道类型不能更改 / the kind of a channel stays"));
        }

        if (before is null && (await parts.Channels.AllAsync(ct)).Count >= ChannelTable.Most)
        {
            faults.Add(new FieldError("/name", $"至多 {ChannelTable.Most} 个渠道 / at most {ChannelTable.Most} channels"));
        }

        if (faults.Count > 0)
        {
            return AdminBody.Unknown with { Fields = faults };
        }

        var made = new Channel(id ?? parts.Ids.Next().ToString("N"), body.Name.Trim(), body.Kind, body.Target)
        {
            Secret = before?.Secret, Events = [.. body.Events.Distinct()], Kinds = [.. body.Kinds.Distinct()], Severity = body.Severity, Platform = body.Platform, QuietFrom = Minute(body.QuietFrom), QuietTo = Minute(body.QuietTo),
            Enabled = body.Enabled, ChangedBy = caller.User?.Name ?? caller.Name, ChangedAt = clock.GetUtcNow(),
        };
        await parts.Channels.KeepAsync(made, ct);
        return made;
    }

    public async Task<Outcome<string>> RemoveAsync(string id, CancellationToken ct) => await parts.Channels.RemoveAsync(id, ct) ? id : CatalogRefusals.Unknown;

    /// <summary>A new signing secret, shown in this answer only.</summary>
    public async Task<Outcome<string>> ReplaceSecretAsync(string id, CancellationToken ct)
    {
        var secret = WebhookSignature.NewSecret();
        return await parts.Channels.FindAsync(id, ct) is { Kind: ChannelKind.Webhook } && await parts.Channels.SealAsync(id, secret, ct) ? WebhookSignature.Text(secret) : CatalogRefusals.Unknown;
    }

    /// <summary>A notice that says it is a trial, on the same road as all others.</summary>
    public async Task<Outcome<Notice>> TryAsync(string id, CancellationToken ct)
    {
        if (await parts.Channels.FindAsync(id, ct) is not { } channel)
        {
            return CatalogRefusals.Unknown;
        }

        var (now, own, made) = (clock.GetUtcNow(), parts.Platforms.Deployment.Code.ToString(), parts.Ids.Next().ToString("N"));
        var facts = new NoticeFacts(made, "test", "yellow", null, own, own, $"渠道“{channel.Name}”的测试通知", $"A trial of channel {channel.Name}", "无须处置", "Nothing is to be done", 1, 0, ChinaTime.Format(now), null);
        var notice = new Notice(made, id, "test " + id, made, "test", NoticeEvent.Test, Light.Yellow, 1, true, JsonSerializer.Serialize(facts, SmallJson.Readable), NoticeState.Waiting, now, now) { MadeAt = now };
        await parts.Notices.AddAsync(notice, ct);
        return notice;
    }

    public async Task<Outcome<string>> RetryAsync(string id, CancellationToken ct) => await parts.Notices.RetryAsync(id, clock.GetUtcNow(), ct) ? id : CatalogRefusals.Unknown;

    public async Task<Outcome<MailServer>> KeepMailAsync(Actor caller, MailBody body, CancellationToken ct)
    {
        var faults = new List<FieldError>();
        if (body.Host.Length is < 1 or > 253 || Uri.CheckHostName(body.Host) == UriHostNameType.Unknown)
        {
            faults.Add(new FieldError("/host", "主机名或地址 / a host name or address"));
        }

        if (body.Port is < 1 or > 65_535)
        {
            faults.Add(new FieldError("/port", "1–65535"));
        }

        if (!IsAddress(body.Sender))
        {
            faults.Add(new FieldError("/sender", "发件邮箱地址 / a mail address"));
        }

        if (body.Login.Length > 128 || body.Password?.Length > 256 || (body.Login + body.Password).Any(char.IsControl))
        {
            faults.Add(new FieldError("/login", "账号至多 128 个字，密码至多 256 个字 / at most 128 and 256 characters"));
        }

        if (faults.Count > 0)
        {
            return AdminBody.Unknown with { Fields = faults };
        }

        var before = await parts.Channels.MailAsync(ct);
        // A password is for the server it was given for: another server does not get it.
        var password = body.Password ?? (before is not null && before.Host == body.Host && before.Port == body.Port && before.Login == body.Login ? before.Password : null);
        var made = new MailServer(body.Host, body.Port, body.Security, body.Login, body.Login.Length > 0 ? password : null, body.Sender);
        await parts.Channels.KeepMailAsync(made, caller.User?.Name ?? caller.Name, clock.GetUtcNow(), ct);
        return made;
    }

    private IEnumerable<FieldError> Faults(ChannelBody body)
    {
        if (body.Name.Trim().Length is < 1 or > MostName || body.Name.Any(char.IsControl))
        {
            yield return new FieldError("/name", $"1–{MostName} 个字 / 1 to {MostName} characters");
        }

        if (body.Kind == ChannelKind.Mail && !IsAddress(body.Target))
        {
            yield return new FieldError("/target", "收件邮箱地址 / a mail address");
        }

        if (body.Kind == ChannelKind.Webhook && parts.Outbound.Judge(body.Target) is { } unsafeUrl)
        {
            yield return new FieldError("/target", $"{unsafeUrl.Detail} / {unsafeUrl.DetailEn}");
        }

        if (body.Events.Count == 0 || body.Events.Any(one => !Told.Contains(one)))
        {
            yield return new FieldError("/events", "opened、worsened、escalated、healed 中至少一项 / one or more of opened, worsened, escalated, healed");
        }

        if (body.Kinds.Count > 30 || body.Kinds.Any(one => !KindName().IsMatch(one)))
        {
            yield return new FieldError("/kinds", "事件类别，如 late、rejected / kinds such as late, rejected");
        }

        if (body.Severity is not (Light.Yellow or Light.Red))
        {
            yield return new FieldError("/severity", "yellow 或 red / yellow or red");
        }

        if (body.Platform is { } platform && parts.Platforms.Find(platform) is null)
        {
            yield return new FieldError("/platform", "没有此平台 / there is no such platform");
        }

        if ((body.QuietFrom is null) != (body.QuietTo is null) || (body.QuietFrom is { } from && Minute(from) is null) || (body.QuietTo is { } to && Minute(to) is null))
        {
            yield return new FieldError("/quietFrom", "形如 22:00，起止都要填 / such as 22:00, both or neither");
        }
    }

    private static int? Minute(string? text) => TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? (at.Hour * 60) + at.Minute : null;

    private static bool IsAddress(string text) => text.Length <= MostAddress && Address().IsMatch(text);

    [GeneratedRegex("^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,186}[A-Za-z0-9])?\\z")]
    private static partial Regex Address();

    [GeneratedRegex("^[a-z][a-z-]{1,30}\\z")]
    private static partial Regex KindName();
}
