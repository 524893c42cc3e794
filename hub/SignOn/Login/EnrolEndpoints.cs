using CityOps.Hub.SignOn.Authorize;
using CityOps.Hub.SignOn.Pages;
using CityOps.Hub.SignOn.Pages.Html;
using CityOps.Schemas;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityOps.Hub.SignOn.Login;

/// <summary>/signon/enrol: who must have a second factor gets no session before it is bound.</summary>
internal static class EnrolEndpoints
{
    private const string Step = "enrol";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(EnrolPage.Path, ShowAsync).ExcludeFromDescription();
        routes.MapPost(EnrolPage.Path, TakeAsync).ExcludeFromDescription();
    }

    private static async Task<IResult> ShowAsync(HttpContext http, StepDoor door, SignOnOptions options, SecondFactor factor)
    {
        var visitor = new Visitor(http, options);
        return (await door.LookAsync(http, visitor)).TryGet(out var open, out var lost) && await factor.BeginAsync(open.Interaction, http.RequestAborted) is { } uri
            ? PageOf(http, visitor, options, open, uri, null)
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

        if ((await factor.EnrolAsync(open, visitor, http.RequestAborted)).TryGet(out var enrolled, out var refused))
        {
            if (enrolled.Next.Session is { } session)
            {
                visitor.PutSession(session);
            }

            var words = visitor.Words(open.Interaction.State.Locales);
            return PageAnswers.Show(http, options, words, EnrolPage.Codes(words, enrolled.Codes, enrolled.Next.Path));
        }

        return refused == LoginRefusals.InteractionLost || !EnrolPage.IsSecretUri(open.Form["uri"])
            ? PageAnswers.Refuse(http, options, visitor, refused)
            : PageOf(http, visitor, options, open, open.Form["uri"]!, refused);
    }

    private static IResult PageOf(HttpContext http, Visitor visitor, SignOnOptions options, OpenStep open, string uri, Refusal? refused)
    {
        var interaction = open.Interaction;
        var step = Stepping.Of(interaction, EnrolPage.Path, StepDoor.TokenFor(visitor.Browser!, Step, interaction)) with { Refusal = refused };
        var words = visitor.Words(interaction.State.Locales);
        var page = EnrolPage.Of(words, step, uri, EnrolPage.Path, isMust: true);
        return PageAnswers.Show(http, options, words, page with { Status = Stepping.StatusOf(refused) });
    }
}
