using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using CityOps.Hub.Guards;
using CityOps.Hub.Subscriptions.Push;

namespace CityOps.Hub.Status.Notices;

/// <summary>What became of one attempt.</summary>
/// <param name="Final">Trying again is of no use.</param>
internal sealed record NoticeAnswer(bool Taken, bool Final, string Said)
{
    public TimeSpan? RetryAfter { get; init; }
}

/// <summary>Sends one notice: a signed webhook past the outbound guard, or a mail by the deployment's server.</summary>
internal sealed class NoticeSender(OutboundHttp outbound, ChannelTable channels, NoticeText text, MailSend? mail, TimeProvider clock)
{
    private const int MostSaid = 300;
    private static readonly TimeSpan LongestAsked = TimeSpan.FromHours(1);
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    /// <summary>How long one attempt may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public async Task<NoticeAnswer> SendAsync(Channel channel, Notice notice, CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, ct);
        try
        {
            return channel.Kind == ChannelKind.Webhook ? await PostAsync(channel, notice, both.Token) : await MailAsync(channel, notice, both.Token);
        }
        catch (BlockedDestinationException blocked)
        {
            return new NoticeAnswer(false, true, Short(blocked.Message));
        }
        catch (MailRefusedException refused)
        {
            return new NoticeAnswer(false, refused.Permanent, Short(refused.Message));
        }
        catch (HttpRequestException fault)
        {
            return new NoticeAnswer(false, false, Short(fault.GetBaseException().Message));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new NoticeAnswer(false, false, "没有应答 / no answer in time");
        }
    }

    private async Task<NoticeAnswer> PostAsync(Channel channel, Notice notice, CancellationToken ct)
    {
        if (channels.SecretOf(channel) is not { } secret)
        {
            return new NoticeAnswer(false, true, "尚未取签名密钥 / the signing secret was not fetched");
        }

        var body = text.Json(notice);
        var (id, timestamp) = ("msg_" + notice.Id, clock.GetUtcNow().ToUnixTimeSeconds());
        using var request = new HttpRequestMessage(HttpMethod.Post, channel.Target) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = Json;
        request.Headers.TryAddWithoutValidation(WebhookSignature.Id, id);
        request.Headers.TryAddWithoutValidation(WebhookSignature.Timestamp, timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation(WebhookSignature.Signature, WebhookSignature.Of(id, timestamp, body, [secret]));
        using var response = await outbound.Client.SendAsync(request, ct);
        var said = string.Create(CultureInfo.InvariantCulture, $"HTTP {(int)response.StatusCode}");
        return new NoticeAnswer(response.IsSuccessStatusCode, response.StatusCode == HttpStatusCode.Gone, said) { RetryAfter = Asked(response.Headers.RetryAfter?.Delta) };
    }

    private async Task<NoticeAnswer> MailAsync(Channel channel, Notice notice, CancellationToken ct)
    {
        if (mail is null || await channels.MailAsync(ct) is not { } server)
        {
            return new NoticeAnswer(false, true, "没有设置邮件服务器 / no mail server is set");
        }

        await mail(server, text.Mail(notice, channel.Target), ct);
        return new NoticeAnswer(true, false, "250");
    }

    private static TimeSpan? Asked(TimeSpan? asked) => asked > LongestAsked ? LongestAsked : asked;

    private static string Short(string said) => said.Length > MostSaid ? said[..MostSaid] : said;
}
