using CityOps.Hub.SignOn.Interactions;
using CityOps.Hub.SignOn.Login;
using CityOps.Hub.SignOn.Pages.Html;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityOps.Hub.SignOn.Authorize;

/// <summary>/connect/authorize (OpenID Connect Core 3.1.2): read, decide the next step, answer.</summary>
internal static class AuthorizeEndpoints
{
    private const int MostBytes = 128 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(ConnectPaths.Authorization, GetAsync).WithSummary("Authorization endpoint: response_type=code with PKCE");
        routes.MapPost(ConnectPaths.Authorization, PostAsync).ExcludeFromDescription();
    }

    private static async Task<IResult> GetAsync(HttpContext http, AuthorizeSteps steps, RequestDesk requests, InteractionDesk interactions)
    {
        var ct = http.RequestAborted;
        var visitor = new Visitor(http, steps.Options);
        var parameters = RequestParameters.Read(System.Text.Encoding.UTF8.GetBytes(http.Request.QueryString.Value?.TrimStart('?') ?? ""));
        if (parameters["interaction"] is not { } id)
        {
            return await steps.WalkAsync(http, visitor, await requests.ReadAsync(parameters, ct), null);
        }

        return await interactions.FindAsync(id, visitor.EnsureBrowser(), ct) is { State.Purpose: Purpose.Authorize } waiting
            ? await steps.WalkAsync(http, visitor, requests.Resume(waiting.Parameters, waiting.State.Pushed), waiting)
            : PageAnswers.Refuse(http, steps.Options, visitor, LoginRefusals.InteractionLost);
    }

    // A POST from another site brings none of our Lax cookies: the request is kept, and judged by the GET that follows.
    private static async Task<IResult> PostAsync(HttpContext http, AuthorizeSteps steps, RequestDesk requests, InteractionDesk interactions)
    {
        var ct = http.RequestAborted;
        var visitor = new Visitor(http, steps.Options);
        if (await BodyAsync(http.Request, ct) is not { } body)
        {
            return PageAnswers.Refuse(http, steps.Options, visitor, AuthorizeRefusals.TooLong);
        }

        var read = await requests.ReadAsync(RequestParameters.Read(body), ct);
        if (read.Verdict.Request is not { } request)
        {
            return await steps.WalkAsync(http, visitor, read, null);
        }

        var state = new InteractionState(Purpose.Authorize) { Pushed = read.Pushed, Locales = request.Locales };
        var waiting = await interactions.StartAsync(request.Client.Id, read.Parameters, state, browser: null, ct);
        return PageAnswers.GoTo(http, steps.Options, Stepping.Address(ConnectPaths.Authorization, waiting));
    }

    private static async Task<byte[]?> BodyAsync(HttpRequest request, CancellationToken ct)
    {
        if (!request.HasFormContentType || request.ContentLength > MostBytes)
        {
            return null;
        }

        var bytes = new byte[MostBytes + 1];
        var read = await request.Body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, ct);
        return read > MostBytes ? null : bytes[..read];
    }
}
