using CityOps.Hub.SignOn.Authorize;
using CityOps.Hub.SignOn.Interactions;
using CityOps.Hub.SignOn.Login;
using CityOps.Hub.SignOn.Pages;
using CityOps.Hub.SignOn.Pages.Html;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityOps.Hub.SignOn.Consent;

/// <summary>/signon/consent: shows what the waiting request asks for and takes a yes or a no.</summary>
internal static class ConsentEndpoints
{
    private const string Step = "consent";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(ConsentPage.Path, ShowAsync).ExcludeFromDescription();
        routes.MapPost(ConsentPage.Path, TakeAsync).ExcludeFromDescription();
    }

    private static async Task<IResult> ShowAsync(HttpContext http, StepDoor door, SignOnOptions options, RequestDesk requests, FlowDesk flow)
    {
        var visitor = new Visitor(http, options);
        if (!(await door.LookAsync(http, visitor)).TryGet(out var open, out var lost)
            || await FactsAsync(http, visitor, open.Interaction, requests, flow) is not { } facts)
        {
            return PageAnswers.Refuse(http, options, visitor, lost ?? LoginRefusals.InteractionLost);
        }

        var words = visitor.Words(open.Interaction.State.Locales);
        var step = Stepping.Of(open.Interaction, ConsentPage.Path, StepDoor.TokenFor(visitor.Session!, Step, open.Interaction));
        return PageAnswers.Show(http, options, words, ConsentPage.Of(words, step, facts.Request.Client.Name, facts.User!.Name, facts.Request.Scopes));
    }

    private static async Task<IResult> TakeAsync(
        HttpContext http, StepDoor door, ConsentTaking taking, RequestDesk requests, FlowDesk flow, AuthorizeAnswers answers)
    {
        var visitor = new Visitor(http, taking.Options);
        if (!(await door.EnterAsync(http, visitor, Step, visitor.Session)).TryGet(out var open, out var refused)
            || await FactsAsync(http, visitor, open.Interaction, requests, flow) is not { } facts)
        {
            refused ??= LoginRefusals.InteractionLost;
            await taking.RefuseAsync(refused.Name, "anonymous", visitor, http.RequestAborted);
            return PageAnswers.Refuse(http, taking.Options, visitor, refused);
        }

        if (open.Form["action"] != "allow")
        {
            await taking.RefuseAsync("access_denied", facts.User!.Subject, visitor, http.RequestAborted);
            return await answers.CancelAsync(http, visitor, open.Interaction);
        }

        return await taking.AllowAsync(open.Interaction, facts, visitor, http.RequestAborted) is { } next
            ? PageAnswers.GoTo(http, taking.Options, next)
            : PageAnswers.Refuse(http, taking.Options, visitor, LoginRefusals.InteractionLost);
    }

    // Only a signed-in user with a request that still stands may consent; the request is read from the store, not from the form.
    private static async Task<FlowFacts?> FactsAsync(HttpContext http, Visitor visitor, Interaction interaction, RequestDesk requests, FlowDesk flow)
    {
        if (interaction.State.Purpose != Purpose.Authorize
            || requests.Resume(interaction.Parameters, interaction.State.Pushed).Verdict.Request is not { } request)
        {
            return null;
        }

        var (facts, next) = await flow.LookAsync(request, interaction.State, visitor.Session, http.RequestAborted);
        return next.TryGet(out var step, out _) && step == FlowStep.Consent ? facts : null;
    }
}

/// <summary>Writes a consent down and lets its request go on.</summary>
internal sealed class ConsentTaking(ConsentDesk consents, InteractionDesk interactions, LoginNotes notes, SignOnOptions options)
{
    public SignOnOptions Options => options;

    public Task RefuseAsync(string code, string actor, Visitor visitor, CancellationToken ct) =>
        notes.RefuseAsync("signon.consent", code, actor, visitor, ct);

    /// <summary>Where to go on; null when the request was answered meanwhile.</summary>
    public async Task<string?> AllowAsync(Interaction interaction, FlowFacts facts, Visitor visitor, CancellationToken ct)
    {
        if (await interactions.AdvanceAsync(interaction, interaction.State with { ConsentedBy = facts.User!.Id }, ct) is not { } advanced)
        {
            return null;
        }

        await consents.GiveAsync(facts.User.Id, facts.Request.Client.Id, facts.Request.Scopes, ct);
        await notes.DoneAsync("signon.consent", facts.User.Subject, facts.Request.Client.Id, visitor, ct);
        return LoginFinish.NextOf(advanced);
    }
}
