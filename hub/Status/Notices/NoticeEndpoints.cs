using System.Globalization;
using CityOps.Hub.Administration;
using CityOps.Hub.SignOn.Admin;
using CityOps.Hub.SignOn.Policy;
using CityOps.Schemas.Records;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityOps.Hub.Status.Notices;

/// <summary>通知: channels, the mail server, what was sent.</summary>
internal static class NoticeEndpoints
{
    private const string Operate = "exchange.operate";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/status/v1").WithTags("接口状态 Status");
        group.MapGet("/channels", async (ChannelTable table, CancellationToken ct) => AdminEndpoints.Json(new { items = (await table.AllAsync(ct)).Select(View) })).Needs(Operate).WithSummary("通知渠道 · Channels of notices");
        group.MapPost("/channels", (HttpContext http, AdminDoor door, ChannelDesk desk) => door.RunAsync<ChannelBody, Channel>(
            http, new AdminCall("channel.create", Operate, ""), (caller, body) => desk.KeepAsync(caller, null, body, http.RequestAborted), one => AdminEndpoints.Json(View(one), 201), one => one.Id)).WithSummary("新建渠道 · A new channel");
        group.MapGet("/channels/{id}", async (HttpContext http, ChannelTable table, string id, CancellationToken ct) =>
            await table.FindAsync(id, ct) is { } found ? AdminEndpoints.Json(View(found)) : Catalog.CatalogRefusals.Unknown.ToResult(http)).Needs(Operate).WithSummary("一个渠道 · One channel");
        group.MapPut("/channels/{id}", (HttpContext http, AdminDoor door, ChannelDesk desk, string id) => door.RunAsync<ChannelBody, Channel>(
            http, new AdminCall("channel.change", Operate, id), (caller, body) => desk.KeepAsync(caller, id, body, http.RequestAborted), one => AdminEndpoints.Json(View(one)))).WithSummary("修改渠道 · Change a channel");
        group.MapDelete("/channels/{id}", (HttpContext http, AdminDoor door, ChannelDesk desk, string id) => door.RunAsync(
            http, new AdminCall("channel.remove", Operate, id), _ => desk.RemoveAsync(id, http.RequestAborted), _ => Results.NoContent())).WithSummary("删除渠道 · Remove a channel");
        group.MapPost("/channels/{id}/secret", (HttpContext http, AdminDoor door, ChannelDesk desk, string id) => door.RunAsync(
            http, new AdminCall("channel.secret", Operate, id), _ => desk.ReplaceSecretAsync(id, http.RequestAborted), secret => AdminEndpoints.Json(new { secret }))).WithSummary("取签名密钥（只显示一次） · A new signing secret, shown once");
        group.MapPost("/channels/{id}/test", (HttpContext http, AdminDoor door, ChannelDesk desk, string id) => door.RunAsync(
            http, new AdminCall("channel.test", Operate, id), _ => desk.TryAsync(id, http.RequestAborted), one => AdminEndpoints.Json(View(one), 202))).WithSummary("发送测试通知 · Send a trial");
        group.MapGet("/mail", async (ChannelTable table, CancellationToken ct) => AdminEndpoints.Json(new { server = await table.MailAsync(ct) is { } server ? View(server) : null })).Needs(Operate).WithSummary("邮件服务器 · The mail server, without its password");
        group.MapPut("/mail", (HttpContext http, AdminDoor door, ChannelDesk desk) => door.RunAsync<MailBody, MailServer>(
            http, new AdminCall("mail.change", Operate, ""), (caller, body) => desk.KeepMailAsync(caller, body, http.RequestAborted), one => AdminEndpoints.Json(new { server = View(one) }))).WithSummary("设置邮件服务器 · Set the mail server");
        group.MapGet("/notices", NoticesAsync).Needs(Operate).WithSummary("通知记录 · What was told, waits or was set aside");
        group.MapPost("/notices/{id}/retry", (HttpContext http, AdminDoor door, ChannelDesk desk, string id) => door.RunAsync(
            http, new AdminCall("notice.retry", Operate, id), _ => desk.RetryAsync(id, http.RequestAborted), _ => AdminEndpoints.Json(new { id }))).WithSummary("重发搁置的通知 · Try one again that was set aside");
    }

    private static async Task<IResult> NoticesAsync(HttpContext http, NoticeTable table, CancellationToken ct)
    {
        if (!AdminEndpoints.PageOf(http.Request).TryGet(out var page, out var refusal))
        {
            return refusal.ToResult(http);
        }

        NoticeState? state = Enum.TryParse<NoticeState>(http.Request.Query("state"), ignoreCase: true, out var wanted) ? wanted : null;
        var found = await table.PageAsync(new NoticeSearch(http.Request.Query("channel"), state, page.After.Length > 0 ? page.After : null, page.Most), ct);
        return AdminEndpoints.Page([.. found.Select(View)], found.Count == page.Most ? found[^1].Id : null);
    }

    private static object View(Channel one) => new
    {
        id = one.Id, name = one.Name, kind = Lower(one.Kind), target = one.Target, hasSecret = one.Secret is not null, events = one.Events.Select(told => Lower(told)), kinds = one.Kinds, severity = Lower(one.Severity),
        platform = one.Platform, quietFrom = Clock(one.QuietFrom), quietTo = Clock(one.QuietTo), enabled = one.Enabled, changedBy = one.ChangedBy, changedAt = ChinaTime.Format(one.ChangedAt),
    };

    private static object View(MailServer one) => new { host = one.Host, port = one.Port, security = one.Security == MailSecurity.StartTls ? "start_tls" : Lower(one.Security), login = one.Login, hasPassword = one.Password is not null, sender = one.Sender };

    private static object View(Notice one)
    {
        var facts = NoticeText.FactsOf(one);
        return new
        {
            id = one.Id, channel = one.Channel, incident = one.Incident, @event = Lower(one.Event), severity = Lower(one.Severity), occurrences = one.Occurrences, open = one.Open, cause = facts.Cause, causeEn = facts.CauseEn,
            state = Lower(one.State), attempts = one.Attempts, said = one.Said, madeAt = ChinaTime.Format(one.MadeAt), dueAt = one.State == NoticeState.Waiting ? ChinaTime.Format(one.DueAt) : null,
            sentAt = one.SentAt is { } sent ? ChinaTime.Format(sent) : null,
        };
    }

    private static string Lower<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static string? Clock(int? minutes) => minutes is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known / 60:00}:{known % 60:00}") : null;
}
