using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using CityOps.Hub.Exchange;
using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Keys;

namespace CityOps.Hub.Subscriptions.Push;

/// <summary>Sends one signed body to an address somebody gave us, and reads the answer as wire protocol version 1 says.</summary>
internal sealed class PushSender(OutboundHttp outbound, KeyWrap wrap, TimeProvider clock)
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private static readonly TimeSpan LongestAsked = TimeSpan.FromHours(1);

    public byte[] Wrap(string subscription, byte[] secret) => wrap.Wrap(NameOf(subscription), secret);

    public Task<PushAnswer> SendAsync(PushTarget target, string id, PushBody body, CancellationToken ct) => SendAsync(target, id, body.Written, body.ToContent(), ct);

    private async Task<PushAnswer> SendAsync(PushTarget target, string id, ReadOnlyMemory<byte> body, HttpContent content, CancellationToken ct)
    {
        try
        {
            using var request = Sign(target, id, body, content);
            using var response = await outbound.Client.SendAsync(request, ct);
            return await ReadAsync(response, ct);
        }
        catch (BlockedDestinationException blocked)
        {
            return new PushAnswer(PushVerdict.Blocked, null, blocked.Message);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new PushAnswer(PushVerdict.Later, null, "15 秒内没有应答 / no answer within 15 s");
        }
        catch (HttpRequestException fault)
        {
            return new PushAnswer(PushVerdict.Later, null, fault.GetBaseException().Message);
        }
    }

    /// <summary>Proves that whoever gave the address also runs it: it must send back the challenge, alone or as JSON member.</summary>
    public async Task<PushAnswer> ChallengeAsync(PushTarget target, CancellationToken ct)
    {
        var challenge = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var body = JsonSerializer.SerializeToUtf8Bytes(new { type = "endpoint.challenge", subscription = target.Subscription, challenge });
        var answer = await SendAsync(target, "msg_" + challenge, body, new ReadOnlyMemoryContent(body), ct);
        return answer.Verdict != PushVerdict.Taken || Echoed(answer.Body, challenge) ? answer : new PushAnswer(PushVerdict.Later, answer.Status, "没有回送质询码 / the challenge was not echoed");
    }

    private static bool Echoed(string body, string challenge)
    {
        if (body.Trim().Trim('"') == challenge)
        {
            return true;
        }

        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("challenge", out var echo) && echo.ValueEquals(challenge);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private HttpRequestMessage Sign(PushTarget target, string id, ReadOnlyMemory<byte> body, HttpContent content)
    {
        var now = clock.GetUtcNow();
        var secrets = new List<byte[]> { wrap.Open(NameOf(target.Subscription), target.Secret!) };
        if (target.SecretBefore is { } before && now < target.BeforeUntil)
        {
            secrets.Add(wrap.Open(NameOf(target.Subscription), before));
        }

        var timestamp = now.ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, target.Url) { Content = content };
        request.Content.Headers.ContentType = Json;
        request.Headers.TryAddWithoutValidation(WebhookSignature.Id, id);
        request.Headers.TryAddWithoutValidation(WebhookSignature.Timestamp, timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation(WebhookSignature.Signature, WebhookSignature.Of(id, timestamp, body.Span, secrets));
        return request;
    }

    private async Task<PushAnswer> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var status = (int)response.StatusCode;
        var said = string.Create(CultureInfo.InvariantCulture, $"HTTP {status}");
        if (response.IsSuccessStatusCode)
        {
            return new PushAnswer(PushVerdict.Taken, status, said) { Body = response.Content.Headers.ContentLength == 0 ? "" : await response.Content.ReadAsStringAsync(ct) };
        }

        switch (response.StatusCode)
        {
            case HttpStatusCode.Gone:
                return new PushAnswer(PushVerdict.Gone, status, said);
            case HttpStatusCode.UnprocessableEntity when Refusals(await response.Content.ReadAsByteArrayAsync(ct)) is { Count: > 0 } refused:
                return new PushAnswer(PushVerdict.TakenBut, status, said) { Refused = refused };
            case HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnprocessableEntity:
                return new PushAnswer(PushVerdict.NotThis, status, said);
            default:
                return new PushAnswer(PushVerdict.Later, status, said) { RetryAfter = RetryAfter(response.Headers.RetryAfter) };
        }
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? asked)
    {
        var wait = asked?.Delta ?? (asked?.Date is { } date ? date - clock.GetUtcNow() : (TimeSpan?)null);
        return wait is null ? null : wait < TimeSpan.Zero ? TimeSpan.Zero : wait > LongestAsked ? LongestAsked : wait;
    }

    private static IReadOnlyList<RefusedRecord> Refusals(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("records", out var records) && records.ValueKind == JsonValueKind.Array
                ? [.. records.EnumerateArray().Select(Refused).OfType<RefusedRecord>()]
                : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static RefusedRecord? Refused(JsonElement one) =>
        one.ValueKind == JsonValueKind.Object && one.TryGetProperty("position", out var position) && position.TryGetInt64(out var at)
            ? new RefusedRecord(at, Text(one, "recordId"), Text(one, "reason"))
            : null;

    private static string Text(JsonElement one, string name) => one.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static string NameOf(string subscription) => "push " + subscription;
}
