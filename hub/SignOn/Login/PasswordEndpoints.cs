using CityOps.Hub.SignOn.Authorize;
using CityOps.Hub.SignOn.Pages;
using CityOps.Hub.SignOn.Pages.Html;
using CityOps.Schemas;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityOps.Hub.SignOn.Login;

/// <summary>/signon/password: a password set by an administrator is changed before anything else.</summary>
internal static class PasswordEndpoints
{
    private const string Step = "password";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(PasswordPage.Path, ShowAsync).ExcludeFromDescription();
        routes.MapPost(PasswordPage.Path, TakeAsync).ExcludeFromDescription();
    }

    private static async Task<IResult> ShowAsync(HttpContext http, StepDoor door, SignOnOptions options)
    {
        var visitor = new Visitor(http, options);
        return (await door.LookAsync(http, visitor)).TryGet(out var open, out var lost) && open.Interaction.State.MustChangePassword
            ? PageOf(http, visitor, options, open, null)
            : PageAnswers.Refuse(http, options, visitor, lost ?? LoginRefusals.InteractionLost);
    }

    private static async Task<IResult> TakeAsync(
        HttpContext http, StepDoor door, SignOnOptions options, LoginEnd end, AuthorizeAnswers answers, LoginNotes notes)
    {
        var visitor = new Visitor(http, options);
        if (!(await door.EnterAsync(http, visitor, Step, visitor.Browser)).TryGet(out var open, out var forged))
        {
            await notes.RefuseAsync("user.password", forged.Name, "anonymous", visitor, http.RequestAborted);
            return PageAnswers.Refuse(http, options, visitor, forged);
        }

        if (open.Form.IsCancel)
        {
            return await answers.CancelAsync(http, visitor, open.Interaction);
        }

        if ((await end.ChangeAsync(open, visitor, http.RequestAborted)).TryGet(out var next, out var refused))
        {
            return Stepping.Go(http, options, visitor, next);
        }

        return refused == LoginRefusals.InteractionLost
            ? PageAnswers.Refuse(http, options, visitor, refused)
            : PageOf(http, visitor, options, open, refused);
    }

    private static IResult PageOf(HttpContext http, Visitor visitor, SignOnOptions options, OpenStep open, Refusal? refused)
    {
        var interaction = open.Interaction;
        var step = Stepping.Of(interaction, PasswordPage.Path, StepDoor.TokenFor(visitor.Browser!, Step, interaction)) with { Refusal = refused };
        var words = visitor.Words(interaction.State.Locales);
        return PageAnswers.Show(http, options, words, PasswordPage.Of(words, step) with { Status = Stepping.StatusOf(refused) });
    }
}
