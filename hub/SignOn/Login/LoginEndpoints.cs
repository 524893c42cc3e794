using CityOps.Hub.SignOn.Authorize;
using CityOps.Hub.SignOn.Clients;
using CityOps.Hub.SignOn.Pages;
using CityOps.Hub.SignOn.Pages.Html;
using CityOps.Hub.SignOn.Upstream;
using CityOps.Schemas;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityOps.Hub.SignOn.Login;

/// <summary>/signon/login: the first factor.</summary>
internal static class LoginEndpoints
{
    private const string Step = "login";
    private const int MostLogin = 128;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(LoginPage.Path, ShowAsync).ExcludeFromDescription();
        routes.MapPost(LoginPage.Path, TakeAsync).ExcludeFromDescription();
    }

    private static async Task<IResult> ShowAsync(HttpContext http, StepDoor door, LoginViews views)
    {
        var visitor = new Visitor(http, views.Options);
        return (await door.LookAsync(http, visitor)).TryGet(out var open, out var lost)
            ? PageOf(http, visitor, views, open, open.Interaction.Parameters.GetValueOrDefault("login_hint"), null)
            : PageAnswers.Refuse(http, views.Options, visitor, lost);
    }

    private static async Task<IResult> TakeAsync(
        HttpContext http, StepDoor door, LoginViews views, FirstFactor factor, AuthorizeAnswers answers, LoginNotes notes)
    {
        var visitor = new Visitor(http, views.Options);
        if (!(await door.EnterAsync(http, visitor, Step, visitor.Browser)).TryGet(out var open, out var forged))
        {
            await notes.RefuseAsync("signon.login", forged.Name, "anonymous", visitor, http.RequestAborted);
            return PageAnswers.Refuse(http, views.Options, visitor, forged);
        }

        if (open.Form.IsCancel)
        {
            return await answers.CancelAsync(http, visitor, open.Interaction);
        }

        return (await factor.TakeAsync(open, visitor, http.RequestAborted)).TryGet(out var next, out var refused)
            ? Stepping.Go(http, views.Options, visitor, next)
            : PageOf(http, visitor, views, open, open.Form["login"], refused);
    }

    private static IResult PageOf(HttpContext http, Visitor visitor, LoginViews views, OpenStep open, string? login, Refusal? refused)
    {
        var interaction = open.Interaction;
        var step = Stepping.Of(interaction, LoginPage.Path, StepDoor.TokenFor(visitor.Browser!, Step, interaction)) with { Refusal = refused };
        var page = LoginPage.Of(
            visitor.Words(interaction.State.Locales),
            step,
            views.ClientName(interaction.Client),
            login is { Length: <= MostLogin } ? login : "",
            views.Authorities);
        return PageAnswers.Show(
            http, views.Options, visitor.Words(interaction.State.Locales), page with { Status = Stepping.StatusOf(refused) });
    }
}

/// <summary>What the login pages show besides the step itself.</summary>
internal sealed class LoginViews(SignOnOptions options, ClientBook clients, UpstreamBook upstream)
{
    public SignOnOptions Options => options;

    public IReadOnlyList<UpstreamAuthority> Authorities => upstream.All;

    public UpstreamAuthority? Find(string authority) => upstream.Find(authority);

    public string? ClientName(string id) => id.Length == 0 ? null : clients.Find(id)?.Name;
}
