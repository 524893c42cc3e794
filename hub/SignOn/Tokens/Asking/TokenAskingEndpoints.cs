using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityOps.Hub.SignOn.Tokens.Asking;

/// <summary>POST /connect/introspect and /connect/revoke, for proved clients.</summary>
internal static class TokenAskingEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(ConnectPaths.Introspection, IntrospectAsync).WithSummary("Token introspection (RFC 7662)");
        routes.MapPost(ConnectPaths.Revocation, RevokeAsync).WithSummary("Token revocation (RFC 7009)");
    }

    private static Task IntrospectAsync(HttpContext context, IntrospectionDesk desk, SignOnOptions options) =>
        StoreEdge.GuardAsync(context, async () =>
        {
            var ct = context.RequestAborted;
            var url = options.Issuer + ConnectPaths.Introspection;
            var answer = (await CallReader.ReadAsync(context.Request, url, ct)).TryGet(out var call, out var malformed)
                ? await desk.AskAsync(call, ct)
                : await desk.RefuseAsync(CallReader.Bare(context.Request, url), malformed, ct);
            await answer.Match(
                body => TokenAnswers.WriteAsync(context.Response, StatusCodes.Status200OK, body),
                refusal => TokenAnswers.RefuseAsync(context.Response, refusal));
        });

    private static Task RevokeAsync(HttpContext context, RevocationDesk desk, SignOnOptions options) =>
        StoreEdge.GuardAsync(context, async () =>
        {
            var ct = context.RequestAborted;
            var url = options.Issuer + ConnectPaths.Revocation;
            var refusal = (await CallReader.ReadAsync(context.Request, url, ct)).TryGet(out var call, out var malformed)
                ? await desk.RevokeAsync(call, ct)
                : await desk.SayAsync(CallReader.Bare(context.Request, url), "anonymous", malformed, ct);
            await (refusal is null
                ? TokenAnswers.WriteAsync(context.Response, StatusCodes.Status200OK, [])
                : TokenAnswers.RefuseAsync(context.Response, refusal));
        });
}
