using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Interactions;
using CityOps.Hub.SignOn.People;
using CityOps.Hub.SignOn.Sessions;
using CityOps.Schemas;

namespace CityOps.Hub.SignOn.Authorize;

/// <summary>What a proven request still needs.</summary>
internal enum FlowStep
{
    Login,
    SecondFactor,
    Enrolment,
    Consent,
    Code,
}

/// <summary>All that the next step depends on.</summary>
/// <param name="Session">The live session of this browser, with its active user; both null when there is none.</param>
internal sealed record FlowFacts(
    AuthorizeRequest Request, InteractionState? State, UserSession? Session, User? User, bool IsConsented)
{
    public DateTimeOffset Now { get; init; }
}

/// <summary>登录流程: the next step of a proven request, or why prompt=none forbids it. Pure.</summary>
internal static class FlowRules
{
    /// <summary>How old a sign-on may be to change what proves the user.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromMinutes(10);

    public static Outcome<FlowStep> Next(FlowFacts facts, GuardSwitch guards)
    {
        var silent = facts.Request.Prompts.Contains("none");
        if (NeedsLogin(facts, guards))
        {
            // Whoever has just signed in for this request and still is the wrong person is not asked for ever.
            return silent || IsFresh(facts) ? AuthorizeRefusals.LoginRequired : FlowStep.Login;
        }

        if (NeedsSecondFactor(facts) is { } step)
        {
            return silent ? AuthorizeRefusals.InteractionRequired : step;
        }

        if (NeedsConsent(facts, guards))
        {
            return silent ? AuthorizeRefusals.ConsentRequired : FlowStep.Consent;
        }

        return FlowStep.Code;
    }

    private static bool NeedsLogin(FlowFacts facts, GuardSwitch guards)
    {
        if (facts.Session is not { } session || facts.User is not { } user)
        {
            return true;
        }

        var request = facts.Request;
        var isFresh = IsFresh(facts);
        if (!isFresh && guards.IsOn("flow.prompt-login") && (request.Prompts.Contains("login") || request.Prompts.Contains("select_account")))
        {
            return true;
        }

        if (!isFresh && guards.IsOn("flow.max-age") && request.MaxAge is { } most && (facts.Now - session.AuthTime).TotalSeconds > most)
        {
            return true;
        }

        return guards.IsOn("flow.wanted-user")
            && new[] { request.HintSubject, request.Claims.Subject }.Any(wanted => wanted is not null && wanted != user.Subject);
    }

    private static bool IsFresh(FlowFacts facts) => facts.Session is { } session && facts.State?.LoggedInSid == session.Sid;

    private static FlowStep? NeedsSecondFactor(FlowFacts facts)
    {
        var essential = facts.Request.Claims.SecondFactorEssential;
        if (facts.Session!.Acr == Acr.SecondFactor || !(essential || facts.Request.WantsSecondFactor))
        {
            return null;
        }

        // A voluntary wish (acr_values) is met where it can be; an essential one is never passed over.
        // Binding a new authenticator takes a fresh proof of who is there.
        return facts.User!.HasTotp ? FlowStep.SecondFactor
            : !essential ? null
            : facts.Now - facts.Session.AuthTime <= Freshness ? FlowStep.Enrolment
            : FlowStep.Login;
    }

    private static bool NeedsConsent(FlowFacts facts, GuardSwitch guards)
    {
        if (!guards.IsOn("flow.consent") || (facts.State?.ConsentedBy is { } giver && giver == facts.User!.Id))
        {
            return false;
        }

        return facts.Request.Prompts.Contains("consent") || (!facts.Request.Client.FirstParty && !facts.IsConsented);
    }
}
