using System.Net;
using System.Text;
using CityOps.Hub.Links;
using CityOps.Node.Verbs;
using CityOps.Node.Verbs.Importing;
using CityOps.Tests.Shared;
using Xunit;

namespace CityOps.Tests.Adapters;

public sealed class HubDeliveryTests
{
    private readonly FakeClock clock = new();

    [Fact]
    public async Task A_busy_hub_is_asked_again_after_the_time_it_names()
    {
        var hub = new Scripted(Busy(7), Good(1));
        using var delivery = Delivery(hub);

        var sending = delivery.SendAsync("MG-01.v1.up", OneRecord(), CancellationToken.None);
        clock.Advance(TimeSpan.FromSeconds(6.9));
        var early = sending.IsCompleted;
        clock.Advance(TimeSpan.FromSeconds(0.2));

        Assert.False(early);
        Assert.Equal(1, (await sending).Counts.Accepted);
        Assert.Equal(2, hub.Ids.Count);
        Assert.Single(hub.Ids.Distinct());
    }

    [Fact]
    public async Task A_hub_that_refuses_the_batch_as_a_whole_ends_the_import()
    {
        using var delivery = Delivery(new Scripted(() => Problem(HttpStatusCode.Forbidden, "forbidden", null)));

        await Assert.ThrowsAsync<VerbException>(() => delivery.SendAsync("MG-01.v1.up", OneRecord(), CancellationToken.None));
    }

    [Fact]
    public async Task A_receipt_that_does_not_add_up_ends_the_import()
    {
        using var delivery = Delivery(new Scripted(Good(2)));

        await Assert.ThrowsAsync<VerbException>(() => delivery.SendAsync("MG-01.v1.up", OneRecord(), CancellationToken.None));
    }

    [Fact]
    public void The_same_rows_are_the_same_batch_and_other_rows_another()
    {
        var other = OneRecord();
        other.Add(2, 3, "b", "{}"u8);

        Assert.Equal(OneRecord().Id, OneRecord().Id);
        Assert.NotEqual(OneRecord().Id, other.Id);
        Assert.Matches("^[0-9a-f]{64}$", other.Id);
    }

    private HubDelivery Delivery(Scripted hub)
    {
        var client = new HttpClient(hub) { BaseAddress = new Uri("http://hub.example/") };
        return new HubDelivery(client, new HttpLink(client, new LinkTokens("C-340100", "secret", clock)), clock);
    }

    private static Batch OneRecord()
    {
        var batch = new Batch();
        batch.Add(1, 2, "a", "{}"u8);
        return batch;
    }

    private static Func<HttpResponseMessage> Busy(int seconds) => () => Problem(HttpStatusCode.TooManyRequests, "rate-limited", seconds);

    private static Func<HttpResponseMessage> Good(int accepted) => () => Json(
        HttpStatusCode.OK,
        $$"""{"batchId":"x","interface":"MG-01.v1.up","sender":"C-340100","receivedAt":"2026-01-01T00:00:00.000+08:00","firstPosition":1,"lastPosition":1,"counts":{"accepted":{{accepted}},"duplicate":0,"stale":0,"rejected":0},"problems":[],"digest":""}""");

    private static HttpResponseMessage Problem(HttpStatusCode status, string name, int? retry)
    {
        var answer = Json(status, $$"""{"type":"urn:cityops:problem:{{name}}","title":"不行"}""");
        answer.Headers.RetryAfter = retry is { } seconds ? new(TimeSpan.FromSeconds(seconds)) : null;
        return answer;
    }

    private static HttpResponseMessage Json(HttpStatusCode status, string text) => new(status) { Content = new StringContent(text, Encoding.UTF8, "application/json") };

    /// <summary>A hub at the process edge: gives tokens, and the answers of a script to batches.</summary>
    private sealed class Scripted(params Func<HttpResponseMessage>[] answers) : HttpMessageHandler
    {
        public List<string> Ids { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.RequestUri!.AbsolutePath == "/connect/token")
            {
                return Task.FromResult(Json(HttpStatusCode.OK, """{"access_token":"t","expires_in":3600}"""));
            }

            Ids.Add(request.Headers.GetValues("Idempotency-Key").Single());
            return Task.FromResult(answers[Ids.Count - 1]());
        }
    }
}
