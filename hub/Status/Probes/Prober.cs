using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using CityOps.Hub.Catalog;
using CityOps.Hub.Catalog.Publication;
using CityOps.Hub.Links;
using CityOps.Hub.SignOn;
using CityOps.Schemas.Catalogue;

namespace CityOps.Hub.Status.Probes;

/// <summary>
/// Walks the path a partner walks: this hub's public address, a token, a test batch with the standard's own example (judged
/// and thrown away), the store asked for its receipt. Says which leg did not hold.
/// </summary>
internal sealed class Prober(ProbeSigner signer, SignOnOptions options, SheetShelf sheets, HubSetup setup, HttpLink? above)
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>What takes longer is slow, where its sheet promises nothing else.</summary>
    private const int SlowMillis = 3_000;

    private const int MostSaid = 300;

    /// <summary>Null where there is nothing to send: then nobody knows.</summary>
    public async Task<ProbeResult?> ProbeAsync(InterfaceService service, CancellationToken ct)
    {
        if (sheets.StateOf(service.Name) == PublicationState.Retired || ExampleRecord.Of(service.Dataset, setup.Deployment.Code.ToString(), setup.Deployment.Region.ToString()) is not { } sample)
        {
            return null;
        }

        var timing = new PeerTiming();
        using var client = PeerClient.Timed(options.Issuer, timing, setup.Clock);
        client.Timeout = Patience;
        var walk = new Walk(service, sample, client, timing);
        return await JudgedAsync(service.Name, walk, () => WalkAsync(walk, ct), sheets.Of(service.Name).LatencyMillis ?? SlowMillis, ct);
    }

    /// <summary>The hub above, by the client the link itself uses.</summary>
    public async Task<ProbeResult?> ProbeAboveAsync(string upper, CancellationToken ct)
    {
        if (above is null)
        {
            return null;
        }

        var walk = new Walk(null, [], null, new PeerTiming()) { Leg = ProbeLeg.Answer };
        return await JudgedAsync(
            ProbeResult.LinkTo(upper), walk,
            async () =>
            {
                using var patience = new CancellationTokenSource(Patience, setup.Clock);
                using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, ct);
                var started = setup.Clock.GetTimestamp();
                var answer = await above.FetchAsync("health/ready", both.Token);
                walk.Answer = Millis(started);
                return answer.Match<string?>(_ => null, refusal => refusal.TitleEn);
            },
            SlowMillis, ct);
    }

    // Each line walks on; the leg is where it stands when something does not hold.
    private async Task<string?> WalkAsync(Walk walk, CancellationToken ct)
    {
        var tokens = await signer.TokensAsync(ct);
        walk.Leg = ProbeLeg.Token;
        var started = setup.Clock.GetTimestamp();
        await tokens.GetAsync(walk.Client!, ct);
        walk.Token = Math.Max(0, Millis(started) - walk.Timing.Millis);

        walk.Leg = ProbeLeg.Answer;
        var batch = "probe-" + Guid.CreateVersion7(setup.Clock.GetUtcNow()).ToString("N");
        started = setup.Clock.GetTimestamp();
        using var sent = await CallAsync(walk, tokens, Batch(walk, batch), ct);
        walk.Answer = Millis(started);
        if (await FaultOfAsync(walk, tokens, sent, ct) is { } fault)
        {
            return fault;
        }

        walk.Leg = ProbeLeg.Store;
        started = setup.Clock.GetTimestamp();
        using var asked = await CallAsync(walk, tokens, new HttpRequestMessage(HttpMethod.Get, "exchange/v1/batches/" + batch), ct);
        walk.Store = Millis(started);
        return asked.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.OK ? null : Status(asked); // a test batch has no receipt in the store: that it has none is what the store answers
    }

    private static async Task<string?> FaultOfAsync(Walk walk, LinkTokens tokens, HttpResponseMessage sent, CancellationToken ct)
    {
        if (!sent.IsSuccessStatusCode)
        {
            if (sent.StatusCode == HttpStatusCode.Unauthorized)
            {
                tokens.Forget();
            }

            walk.Leg = sent.StatusCode == HttpStatusCode.Unauthorized ? ProbeLeg.Token : sent.StatusCode == HttpStatusCode.ServiceUnavailable ? ProbeLeg.Store : ProbeLeg.Answer;
            return Status(sent);
        }

        using var receipt = JsonDocument.Parse(await sent.Content.ReadAsByteArrayAsync(ct));
        if (receipt.RootElement.GetProperty("counts").GetProperty("accepted").GetInt64() == 1)
        {
            return null;
        }

        walk.Leg = ProbeLeg.Validation;
        return receipt.RootElement.GetProperty("problems") is { ValueKind: JsonValueKind.Array } problems && problems.GetArrayLength() > 0
            ? $"{problems[0].GetProperty("pointer").GetString()} {problems[0].GetProperty("code").GetString()}"
            : "?";
    }

    private async Task<ProbeResult> JudgedAsync(string target, Walk walk, Func<Task<string?>> go, int slow, CancellationToken ct)
    {
        string? fault;
        try
        {
            fault = await go();
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or JsonException or KeyNotFoundException || (broken is OperationCanceledException && !ct.IsCancellationRequested))
        {
            fault = broken is OperationCanceledException ? $"{Patience.TotalSeconds:0} 秒内没有应答 / no answer within {Patience.TotalSeconds:0} s" : broken.GetBaseException().Message;
            walk.Leg = !walk.Timing.IsConnected && walk.Client is not null ? ProbeLeg.Connect : !walk.Timing.IsSecured && walk.Client?.BaseAddress?.Scheme == Uri.UriSchemeHttps ? ProbeLeg.Tls : walk.Leg;
        }

        var times = new ProbeTimes((long)walk.Timing.Connect.TotalMilliseconds, (long)walk.Timing.Tls.TotalMilliseconds, walk.Token, walk.Answer, walk.Store);
        var now = setup.Clock.GetUtcNow();
        return fault is not null ? new ProbeResult(target, now, ProbeVerdict.Failing, walk.Leg, fault.Length > MostSaid ? fault[..MostSaid] : fault, times)
            : times.Answer > slow ? new ProbeResult(target, now, ProbeVerdict.Slow, ProbeLeg.Answer, $"{times.Answer} ms > {slow} ms", times)
            : new ProbeResult(target, now, ProbeVerdict.Well, ProbeLeg.None, "", times);
    }

    private static async Task<HttpResponseMessage> CallAsync(Walk walk, LinkTokens tokens, HttpRequestMessage request, CancellationToken ct)
    {
        using (request)
        {
            await tokens.AuthorizeAsync(request, walk.Client!, ct);
            var response = await walk.Client!.SendAsync(request, ct);
            tokens.Hear(response);
            return response;
        }
    }

    private static HttpRequestMessage Batch(Walk walk, string id)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"exchange/v1/interfaces/{walk.Service!.Name}/batches?mode=test") { Content = new ByteArrayContent(walk.Sample) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        request.Headers.Add("Idempotency-Key", id);
        return request;
    }

    private static string Status(HttpResponseMessage response) => $"HTTP {(int)response.StatusCode}";

    private long Millis(long started) => (long)setup.Clock.GetElapsedTime(started).TotalMilliseconds;

    /// <summary>How far a probe has come.</summary>
    private sealed record Walk(InterfaceService? Service, byte[] Sample, HttpClient? Client, PeerTiming Timing)
    {
        public ProbeLeg Leg { get; set; } = ProbeLeg.Token;

        public long Token { get; set; }

        public long Answer { get; set; }

        public long Store { get; set; }
    }
}
