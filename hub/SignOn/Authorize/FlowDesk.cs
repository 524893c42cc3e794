using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Consent;
using CityOps.Hub.SignOn.Interactions;
using CityOps.Hub.SignOn.People;
using CityOps.Hub.SignOn.Sessions;
using CityOps.Schemas;

namespace CityOps.Hub.SignOn.Authorize;

/// <summary>Gathers what the next step depends on and asks <see cref="FlowRules"/>.</summary>
internal sealed class FlowDesk(SessionDesk sessions, PeopleDesk people, ConsentDesk consents, TimeProvider clock, GuardSwitch guards)
{
    public async Task<(FlowFacts Facts, Outcome<FlowStep> Next)> LookAsync(
        AuthorizeRequest request, InteractionState? state, string? sessionCookie, CancellationToken ct)
    {
        var session = await sessions.FindAsync(sessionCookie, ct);
        var user = session is null ? null : await people.FindAsync(session.User, ct);
        if (user is not { State: UserState.Active })
        {
            (session, user) = (null, null);
        }

        var consented = user is not null && await consents.CoversAsync(user.Id, request.Client.Id, request.Scopes, ct);
        var facts = new FlowFacts(request, state, session, user, consented) { Now = clock.GetUtcNow() };
        return (facts, FlowRules.Next(facts, guards));
    }
}
