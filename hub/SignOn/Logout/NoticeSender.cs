using CityOps.Hub.Audit;
using CityOps.Hub.SignOn.Clients;
using CityOps.Hub.SignOn.Interactions;
using CityOps.Hub.SignOn.Jose;
using CityOps.Schemas;

namespace CityOps.Hub.SignOn.Logout;

/// <summary>The way out of this house as this room needs it: judge an address, and call it once.</summary>
internal sealed record OutboundDoor(Func<string, Refusal?> Judge, Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Send);

/// <summary>Sends one logout token to one client, through the guarded door, and writes down how it went.</summary>
internal sealed class NoticeSender(TokenSigner signer, OutboundDoor outbound, SignOnOptions options, TimeProvider clock, AuditLog audit)
{
    /// <summary>True when the client has taken it. Faults of the network and of the client are an answer here, not an exception.</summary>
    public async Task<bool> SendAsync(Notice notice, Client? client, CancellationToken ct)
    {
        var result = client?.BackchannelLogoutUri is { } target ? await PostAsync(notice, client, target, ct) : "gone";
        await audit.WriteAsync(
            new AuditEvent("signon.backchannel", result == "ok" ? AuditResult.Done : AuditResult.Refused, result, notice.Client, notice.User.ToString("N"), "local", notice.Sid)
            {
                Facts = new Dictionary<string, string> { ["attempt"] = (notice.Attempts + 1).ToString(System.Globalization.CultureInfo.InvariantCulture) },
            },
            ct);
        return result is "ok" or "gone";
    }

    private async Task<string> PostAsync(Notice notice, Client client, string target, CancellationToken ct)
    {
        if (outbound.Judge(target) is { } unsafeUrl)
        {
            return unsafeUrl.Name;
        }

        var token = signer.Sign("logout+jwt", client.IdTokenAlgorithm, NoticeRules.Claims(options.Issuer, notice, RandomText.New(), clock.GetUtcNow()));
        using var patience = new CancellationTokenSource(NoticeRules.Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            using var body = new FormUrlEncodedContent([new("logout_token", token)]);
            using var request = new HttpRequestMessage(HttpMethod.Post, target) { Content = body };
            using var answer = await outbound.Send(request, either.Token);
            return answer.IsSuccessStatusCode ? "ok" : $"status-{(int)answer.StatusCode}";
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException or IOException && !ct.IsCancellationRequested)
        {
            return fault is OperationCanceledException ? "timeout" : "unreachable";
        }
    }
}
