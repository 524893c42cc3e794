using CityOps.Hub.Audit;
using CityOps.Hub.SignOn.Clients;
using CityOps.Hub.SignOn.Dpop;
using CityOps.Hub.SignOn.Pages.Html;
using CityOps.Hub.SignOn.Tokens;
using CityOps.Schemas;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityOps.Hub.SignOn.Authorize.Pushed;

/// <summary>POST /connect/par (RFC 9126): the client proves itself, the request is judged and kept.</summary>
internal static class PushedEndpoints
{
    private const int MostBytes = 64 * 1024;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost(ConnectPaths.PushedRequest, AnswerAsync).WithSummary("Pushed authorization requests; client authentication as at the token endpoint");

    private static async Task AnswerAsync(HttpContext http, PushedIntake intake, AuditLog audit, SignOnOptions options)
    {
        var ct = http.RequestAborted;
        var visitor = new Visitor(http, options);
        var form = await ReadAsync(http.Request, ct);
        var call = new ClientCall(
            form ?? new Dictionary<string, string>(),
            http.Request.Headers.Authorization is [var only] ? only : null,
            visitor.Address,
            visitor.Correlation)
        {
            DpopProofs = [.. http.Request.Headers["DPoP"].Select(proof => proof ?? "")],
            Url = options.Issuer + ConnectPaths.PushedRequest,
        };
        var taken = form is null ? AuthorizeRefusals.InvalidRequest : await intake.TakeAsync(call, ct);
        if (taken.TryGet(out var kept, out var refused))
        {
            await audit.WriteAsync(new AuditEvent("signon.par", AuditResult.Done, "ok", kept.Client, "", visitor.Address, visitor.Correlation), ct);
            await GiveAsync(http, kept);
            return;
        }

        await audit.WriteAsync(new AuditEvent("signon.par", AuditResult.Refused, refused.Name, "unknown", "", visitor.Address, visitor.Correlation), ct);
        await TokenAnswers.RefuseAsync(http.Response, refused);
    }

    private static async Task<IReadOnlyDictionary<string, string>?> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        if (!request.HasFormContentType || request.ContentLength > MostBytes || request.QueryString.HasValue)
        {
            return null;
        }

        var bytes = new byte[MostBytes + 1];
        var read = await request.Body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, ct);
        return read > MostBytes ? null : FormText.ReadForm(bytes.AsSpan(0, read));
    }

    private static Task GiveAsync(HttpContext http, KeptRequest kept)
    {
        http.Response.StatusCode = StatusCodes.Status201Created;
        http.Response.Headers.CacheControl = "no-store";
        var body = new Dictionary<string, object> { ["request_uri"] = kept.Uri, ["expires_in"] = (int)PushedDesk.Life.TotalSeconds };
        return http.Response.WriteAsJsonAsync(body, http.RequestAborted);
    }
}

internal sealed record KeptRequest(string Client, string Uri);

/// <summary>Takes a pushed request: who, may they, is it good, keep it.</summary>
internal sealed class PushedIntake(ClientDoor door, DpopCheck dpop, RequestDesk requests, PushedDesk pushed)
{
    /// <summary>They prove the client; they are no part of the request and are not kept.</summary>
    private static readonly HashSet<string> Proofs = new(StringComparer.Ordinal) { "client_secret", "client_assertion", "client_assertion_type" };

    public async Task<Outcome<KeptRequest>> TakeAsync(ClientCall call, CancellationToken ct)
    {
        if (!(await door.EnterAsync(call, ct)).TryGet(out var client, out var stranger))
        {
            return stranger;
        }

        if (call.Form.ContainsKey("request_uri") || (call.Form.TryGetValue("client_id", out var named) && named != client.Id))
        {
            return AuthorizeRefusals.InvalidRequest.Because("推送的请求不得含 request_uri 或其他应用的 client_id", "A pushed request names no request_uri and no other client");
        }

        var request = call.Form.Where(pair => !Proofs.Contains(pair.Key)).ToDictionary(StringComparer.Ordinal);
        request["client_id"] = client.Id;
        if (await BindAsync(call, request, ct) is { } unbound)
        {
            return unbound;
        }

        var verdict = requests.JudgePushed(request);
        return verdict.Refusal is { } refused
            ? AsAnswer(refused)
            : new KeptRequest(client.Id, await pushed.KeepAsync(client.Id, RequestParameters.Of(request).Values, ct));
    }

    // RFC 9449 10.1: a proof beside the request binds the code to its key, as dpop_jkt does; both must agree.
    private async Task<Refusal?> BindAsync(ClientCall call, Dictionary<string, string> request, CancellationToken ct)
    {
        if (call.DpopProofs.Count == 0)
        {
            return null;
        }

        if (!(await dpop.CheckAsync(call, null, ct)).TryGet(out var verdict, out var refused))
        {
            return refused;
        }

        if (verdict.Thumbprint is { } thumbprint && !request.TryAdd("dpop_jkt", thumbprint) && request["dpop_jkt"] != thumbprint)
        {
            return AuthorizeRefusals.InvalidRequest.Because("dpop_jkt 与 DPoP 证明的密钥不同", "dpop_jkt is not the key of the DPoP proof");
        }

        return null;
    }

    // What would be a page for a browser is a plain invalid_request for a client that pushes.
    private static Refusal AsAnswer(Refusal refusal) => refusal.Name.Contains('-', StringComparison.Ordinal)
        ? AuthorizeRefusals.InvalidRequest.Because(refusal.Title, refusal.TitleEn)
        : refusal;
}
