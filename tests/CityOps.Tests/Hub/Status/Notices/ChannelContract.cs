using System.Text.Json;
using CityOps.Tests.Hub.Subscriptions;
using CityOps.Tests.Shared;
using CityOps.Tests.Stores;
using Xunit;
using static CityOps.Tests.Hub.HubHost;

namespace CityOps.Tests.Hub.Status.Notices;

/// <summary>通知渠道 over the wire, on each store: made, tried, refused with the field that is wrong.</summary>
public abstract class ChannelContract : HubContract
{
    private const string Root = "status/v1/";

    private protected override string[] Callable => ["127.0.0.0/8:*"];

    [Fact]
    public async Task A_channel_is_made_tried_and_what_was_sent_stands_in_the_list()
    {
        await using var receiver = await Receiver.StartAsync();
        var made = await SendAsync(HttpMethod.Post, "channels", Webhook(receiver.Url));
        Assert.Equal(201, made.Status);
        var id = made.Json.GetProperty("id").GetString();
        Assert.StartsWith("whsec_", (await SendAsync(HttpMethod.Post, $"channels/{id}/secret", null)).Json.GetProperty("secret").GetString(), StringComparison.Ordinal);

        Assert.Equal(202, (await SendAsync(HttpMethod.Post, $"channels/{id}/test", null)).Status);

        await UntilAsync(() => Task.FromResult(receiver.All.Any(one => one.Json.GetProperty("type").GetString() == "incident.test")));
        await UntilAsync(async () => (await ReadAsync("notices?state=sent&channel=" + id)).GetProperty("items").GetArrayLength() == 1);
        Assert.True((await ReadAsync("channels/" + id)).GetProperty("hasSecret").GetBoolean());
        Assert.Equal(204, (await SendAsync(HttpMethod.Delete, "channels/" + id, null)).Status);
        Assert.Equal(404, (await SendAsync(HttpMethod.Delete, "channels/" + id, null)).Status);
    }

    [Theory]
    [InlineData("/target", "webhook", "http://10.0.0.1/hook", "opened", "yellow", null)]
    [InlineData("/target", "mail", "nobody\r\nBcc: all@example.cn", "opened", "yellow", null)]
    [InlineData("/events", "mail", "duty@example.cn", "test", "yellow", null)]
    [InlineData("/severity", "mail", "duty@example.cn", "opened", "green", null)]
    [InlineData("/quietFrom", "mail", "duty@example.cn", "opened", "red", "25:00")]
    public async Task A_channel_that_cannot_work_is_refused_with_the_field_that_is_wrong(string at, string kind, string target, string told, string severity, string? quiet)
    {
        var answer = await SendAsync(HttpMethod.Post, "channels", new { name = "值班", kind, target, events = new[] { told }, severity, quietFrom = quiet, quietTo = quiet });

        Assert.Equal(422, answer.Status);
        Assert.Contains(at, answer.Json.GetProperty("errors").EnumerateArray().Select(one => one.GetProperty("at").GetString()));
    }

    [Fact]
    public async Task The_password_of_the_mail_server_is_never_told_and_does_not_follow_to_another_server()
    {
        Assert.Equal(JsonValueKind.Null, (await ReadAsync("mail")).GetProperty("server").ValueKind);
        await SendAsync(HttpMethod.Put, "mail", new { host = "mail.example.cn", port = 587, security = "start_tls", sender = "hub@example.cn", login = "hub", password = "geheim" });
        var kept = await SendAsync(HttpMethod.Put, "mail", new { host = "mail.example.cn", port = 587, security = "start_tls", sender = "hub2@example.cn", login = "hub" });
        Assert.True(kept.Json.GetProperty("server").GetProperty("hasPassword").GetBoolean());
        Assert.DoesNotContain("geheim", kept.Text, StringComparison.Ordinal);

        var moved = await SendAsync(HttpMethod.Put, "mail", new { host = "evil.example.cn", port = 587, security = "start_tls", sender = "hub@example.cn", login = "hub" });

        Assert.False(moved.Json.GetProperty("server").GetProperty("hasPassword").GetBoolean());
        Assert.Equal(422, (await SendAsync(HttpMethod.Put, "mail", new { host = "a b", port = 0, security = "none", sender = "x" })).Status);
    }

    [Fact]
    public async Task Departments_see_no_channels() => Assert.Equal(403, (await Hub.SendAsync(HttpMethod.Get, Root + "channels", null, "", Department)).Status);

    [Fact]
    public async Task An_incident_of_a_running_hub_reaches_a_mailbox()
    {
        await using var smtp = new SmtpServer();
        await SendAsync(HttpMethod.Put, "mail", new { host = "127.0.0.1", port = smtp.Port, security = "none", sender = "hub@example.cn" });
        await SendAsync(HttpMethod.Post, "channels", new { name = "值班", kind = "mail", target = "duty@example.cn", events = new[] { "opened" }, kinds = new[] { "rejected" } });

        await Hub.PostAsync(Case("BAD", change: record => record["state"] = "99"), "b1");

        await UntilAsync(() => Task.FromResult(smtp.Taken.Count == 1));
        Assert.Equal("duty@example.cn", smtp.Taken.Single().To);
    }

    private static object Webhook(string url) => new { name = "值班群", kind = "webhook", target = url, events = new[] { "opened", "healed" } };

    private Task<Answer> SendAsync(HttpMethod method, string path, object? body) =>
        Hub.SendAsync(method, Root + path, body is null ? null : JsonSerializer.SerializeToUtf8Bytes(body), "application/json", City);

    private async Task<JsonElement> ReadAsync(string path)
    {
        var answer = await Hub.SendAsync(HttpMethod.Get, Root + path, null, "", City);
        Assert.True(answer.Status == 200, $"{path}: {answer.Status} {answer.Text}");
        return answer.Json;
    }

    private static async Task UntilAsync(Func<Task<bool>> done)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!await done())
        {
            Assert.True(await timer.WaitForNextTickAsync(deadline.Token));
        }
    }
}

public sealed class SqliteChannelTests : ChannelContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.SqliteAsync();
}

public sealed class PostgresChannelTests : ChannelContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.PostgresAsync();
}
