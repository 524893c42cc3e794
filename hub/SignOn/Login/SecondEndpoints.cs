using CityOps.Hub.SignOn.Authorize;
using CityOps.Hub.SignOn.Pages;
using CityOps.Hub.SignOn.Pages.Html;
using CityOps.Schemas;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityOps.Hub.SignOn.Login;

/// <summary>/signon/second: the second factor or a recovery code.</summary>
internal static class SecondEndpoints
{
    private const string Step = "second";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(SecondPage.Path, ShowAsync).ExcludeFromDescription();
        routes.MapPost(SecondPage.Path, TakeAsync).ExcludeFromDescription();
    }

    private static async Task<IResult> ShowAsync(HttpContext http, StepDoor door, SignOnOptions options)
    {
        var visitor = new Visitor(http, options);
        return (await door.LookAsync(http, visitor)).TryGet(out var open, out var lost) && open.Interaction.State.Pending is not null
            ? PageOf(http, visitor, options, open, http.Request.Query["way"] == "recovery", null)
            : PageAnswers.Refuse(http, options, visitor, lost ?? LoginRefusals.InteractionLost);
    }

    private static async Task<IResult> TakeAsync(
        HttpContext http, StepDoor door, SignOnOptions options, SecondFactor factor, AuthorizeAnswers answers, LoginNotes notes)
    {
        var visitor = new Visitor(http, options);
        if (!(await door.EnterAsync(http, visitor, Step, visitor.Browser)).TryGet(out var open, out var forged))
        {
            await notes.RefuseAsync("signon.second", forged.Name, "anonymous", visitor, http.RequestAborted);
            return PageAnswers.Refuse(http, options, visitor, forged);
        }

        if (open.Form.IsCancel)
        {
            return await answers.CancelAsync(http, visitor, open.Interaction);
        }

        if ((await factor.TakeAsync(open, visitor, http.RequestAborted)).TryGet(out var next, out var refused))
        {
            return Stepping.Go(http, options, visitor, next);
        }

        return refused == LoginRefusals.InteractionLost
            ? PageAnswers.Refuse(http, options, visitor, refused)
            : PageOf(http, visitor, options, open, open.Form["way"] == "recovery", refused);
    }

    private static IResult PageOf(HttpContext http, Visitor visitor, SignOnOptions options, OpenStep open, bool byRecovery, Refusal? refused)
    {
        var interaction = open.Interaction;
        var step = Stepping.Of(interaction, SecondPage.Path, StepDoor.TokenFor(visitor.Browser!, Step, interaction)) with { Refusal = refused };
        var words = visitor.Words(interaction.State.Locales);
        var page = byRecovery ? SecondPage.Recovery(words, step) : SecondPage.Authenticator(words, step);
        return PageAnswers.Show(http, options, words, page with { Status = Stepping.StatusOf(refused) });
    }
}
