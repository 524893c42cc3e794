using CityOps.Hub.SignOn.Interactions;
using CityOps.Hub.SignOn.Login;
using CityOps.Hub.SignOn.Pages;
using CityOps.Hub.SignOn.Pages.Html;
using CityOps.Hub.SignOn.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityOps.Hub.SignOn.Logout;

/// <summary>/connect/logout and its pages.</summary>
internal static class LogoutEndpoints
{
    private const string Step = "logout";
    private const int MostBytes = 16 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(ConnectPaths.Logout, GetAsync).WithSummary("RP-initiated logout");
        routes.MapPost(ConnectPaths.Logout, PostAsync).ExcludeFromDescription();
        routes.MapPost(LogoutPages.ConfirmPath, ConfirmAsync).ExcludeFromDescription();
        routes.MapGet(LogoutPages.DonePath, DoneAsync).ExcludeFromDescription();
    }

    private static async Task<IResult> GetAsync(HttpContext http, LogoutDesk desk, SignOnOptions options, InteractionDesk interactions)
    {
        var visitor = new Visitor(http, options);
        var browser = visitor.EnsureBrowser();
        var query = System.Text.Encoding.UTF8.GetBytes(http.Request.QueryString.Value?.TrimStart('?') ?? "");
        var parameters = FormText.ReadForm(query);
        if (parameters?.GetValueOrDefault("interaction") is { } id)
        {
            return await interactions.FindAsync(id, browser, http.RequestAborted) is { State.Purpose: Purpose.Logout } waiting
                ? await LeaveAsync(http, visitor, desk, options, waiting)
                : PageAnswers.Refuse(http, options, visitor, LoginRefusals.InteractionLost);
        }

        return await LeaveAsync(http, visitor, desk, options, await desk.KeepAsync(parameters, browser, http.RequestAborted));
    }

    // As at the authorization endpoint: a foreign POST brings no cookies, so it is kept and judged by a GET.
    private static async Task<IResult> PostAsync(HttpContext http, LogoutDesk desk, SignOnOptions options)
    {
        IReadOnlyDictionary<string, string>? parameters = null;
        if (http.Request.HasFormContentType)
        {
            var bytes = new byte[MostBytes + 1];
            var read = await http.Request.Body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, http.RequestAborted);
            parameters = read > MostBytes ? null : FormText.ReadForm(bytes.AsSpan(0, read));
        }

        var waiting = await desk.KeepAsync(parameters, browser: null, http.RequestAborted);
        return PageAnswers.GoTo(http, options, Stepping.Address(ConnectPaths.Logout, waiting));
    }

    private static async Task<IResult> LeaveAsync(HttpContext http, Visitor visitor, LogoutDesk desk, SignOnOptions options, Interaction waiting)
    {
        var (plan, session) = await desk.PlanAsync(waiting, visitor, http.RequestAborted);
        if (!plan.Ask)
        {
            return await EndAsync(http, visitor, desk, options, waiting, plan);
        }

        var words = visitor.Words(waiting.Parameters.GetValueOrDefault("ui_locales"));
        var step = new Step(Stepping.Address(ConnectPaths.Logout, waiting), waiting.Id, StepDoor.TokenFor(visitor.Session!, Step, waiting))
        {
            FormTarget = plan.Target is null ? null : FormTargets.Of(plan.Target),
        };
        return PageAnswers.Show(http, options, words, LogoutPages.Confirm(words, step, await desk.NameOfAsync(session!, http.RequestAborted)));
    }

    private static async Task<IResult> ConfirmAsync(HttpContext http, StepDoor door, LogoutDesk desk, SignOnOptions options)
    {
        var visitor = new Visitor(http, options);
        if (!(await door.EnterAsync(http, visitor, Step, visitor.Session)).TryGet(out var open, out var refused)
            || open.Interaction.State.Purpose != Purpose.Logout)
        {
            refused ??= LoginRefusals.InteractionLost;
            await desk.RefuseAsync(refused.Name, visitor, http.RequestAborted);
            return PageAnswers.Refuse(http, options, visitor, refused);
        }

        if (open.Form.IsCancel)
        {
            await desk.RefuseAsync("access_denied", visitor, http.RequestAborted);
            return PageAnswers.GoTo(http, options, ConnectPaths.Account);
        }

        var (plan, _) = await desk.PlanAsync(open.Interaction, visitor, http.RequestAborted);
        return await EndAsync(http, visitor, desk, options, open.Interaction, plan);
    }

    private static async Task<IResult> EndAsync(
        HttpContext http, Visitor visitor, LogoutDesk desk, SignOnOptions options, Interaction waiting, LogoutPlan plan)
    {
        var onward = await desk.EndAsync(waiting, visitor, http.RequestAborted);
        visitor.DropSession();
        return PageAnswers.GoTo(http, options, onward ?? plan.Target ?? LogoutPages.DonePath);
    }

    // Also where another authority sends the browser after it has signed out there, with the state we gave it.
    private static async Task<IResult> DoneAsync(HttpContext http, LogoutDesk desk, SignOnOptions options)
    {
        var visitor = new Visitor(http, options);
        if (http.Request.Query["state"] is [{ Length: > 0 } state] && await desk.ReturnAsync(state, visitor, http.RequestAborted) is { } target)
        {
            return PageAnswers.GoTo(http, options, target);
        }

        var words = visitor.Words();
        return PageAnswers.Show(http, options, words, LogoutPages.Done(words));
    }
}
