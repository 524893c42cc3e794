using CityOps.Hub.SignOn.Interactions;
using CityOps.Hub.SignOn.Login;
using CityOps.Hub.SignOn.Pages;
using CityOps.Hub.SignOn.Pages.Html;
using CityOps.Hub.SignOn.Upstream;
using Microsoft.AspNetCore.Http;

namespace CityOps.Hub.SignOn.Authorize;

/// <summary>Sends a request to its next step: an answer to the client, or a page where the user must act.</summary>
internal sealed class AuthorizeSteps(FlowDesk flow, CodeHandout handout, InteractionDesk interactions, AuthorizeAnswers answers, LoginViews views)
{
    public SignOnOptions Options => views.Options;

    /// <param name="waiting">The same request when it has already been kept; null when it comes for the first time.</param>
    public async Task<IResult> WalkAsync(HttpContext http, Visitor visitor, ReadRequest read, Interaction? waiting)
    {
        if (read.Verdict.Request is not { } request)
        {
            return await answers.RefuseAsync(http, visitor, read, read.Verdict.Refusal!);
        }

        var ct = http.RequestAborted;
        var (facts, next) = await flow.LookAsync(request, waiting?.State, visitor.Session, ct);
        if (!next.TryGet(out var step, out var refused))
        {
            return await answers.RefuseAsync(http, visitor, read, refused);
        }

        if (step != FlowStep.Code)
        {
            return await StepAsideAsync(http, visitor, read, facts, step, waiting);
        }

        return (await handout.GiveAsync(facts, waiting, read.Pushed, ct)).TryGet(out var code, out var late)
            ? await answers.GiveAsync(http, visitor, facts, code)
            : await answers.RefuseAsync(http, visitor, read with { Verdict = AuthorizeVerdict.Page(late) }, late);
    }

    private async Task<IResult> StepAsideAsync(HttpContext http, Visitor visitor, ReadRequest read, FlowFacts facts, FlowStep step, Interaction? waiting)
    {
        var ct = http.RequestAborted;
        var state = StateFor(waiting?.State ?? new InteractionState(Purpose.Authorize) { Pushed = read.Pushed, Locales = facts.Request.Locales }, facts, step);
        var kept = waiting is null
            ? await interactions.StartAsync(facts.Request.Client.Id, read.Parameters, state, visitor.EnsureBrowser(), ct)
            : await interactions.AdvanceAsync(waiting, state, ct);
        return kept is null
            ? PageAnswers.Refuse(http, Options, visitor, LoginRefusals.InteractionLost)
            : PageAnswers.GoTo(http, Options, PathOf(step, facts.Request, kept));
    }

    private static InteractionState StateFor(InteractionState state, FlowFacts facts, FlowStep step) => step switch
    {
        FlowStep.Login => state with { FormerSid = facts.Session?.Sid },
        FlowStep.SecondFactor or FlowStep.Enrolment => state with
        {
            Pending = facts.User!.Id, PendingMethods = facts.Session!.Amr, StepUpSid = facts.Session.Sid,
        },
        _ => state,
    };

    private string PathOf(FlowStep step, AuthorizeRequest request, Interaction kept) => step switch
    {
        FlowStep.Login => request.Authority is { } id && views.Find(id) is { } authority
            ? UpstreamBook.StartPath(authority.Id, kept.Id)
            : Stepping.Address(LoginPage.Path, kept),
        FlowStep.SecondFactor => Stepping.Address(SecondPage.Path, kept),
        FlowStep.Enrolment => Stepping.Address(EnrolPage.Path, kept),
        _ => Stepping.Address(ConsentPage.Path, kept),
    };
}
