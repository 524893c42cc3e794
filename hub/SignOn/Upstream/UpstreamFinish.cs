using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Login;
using CityOps.Hub.SignOn.People;
using CityOps.Hub.SignOn.Upstream.Admission;
using CityOps.Hub.SignOn.Upstream.Relying;
using CityOps.Schemas;

namespace CityOps.Hub.SignOn.Upstream;

/// <summary>From an authority's word to a session of ours.</summary>
internal sealed class UpstreamFinish(PeopleNeeds people, SessionNeeds sessions, UpstreamTables tables, GuardSwitch guards, TimeProvider clock)
{
    /// <param name="waiting">The id of what waits, and the browser's cookie for it.</param>
    public async Task<Outcome<(User User, string Cookie, string Next)>> SignOnAsync(
        AuthoritySettings settings, Vouched vouched, (string Id, string? Browser) waiting, UpstreamCall call, CancellationToken ct)
    {
        // Only issuer and subject identify; an address or a number that happens to be the same is nobody's proof (F12).
        var user = await people.FindLinked(vouched.Issuer, vouched.Subject, ct);
        if (AdmissionRules.Refuse(settings, vouched, user, user is not null && people.NeedsSecondFactor(user), guards) is { } refusal)
        {
            return refusal;
        }

        var acr = AdmissionRules.AcrOf(settings, vouched);
        var proof = new LoginProof(user!, acr == AdmissionRules.TwoFactors ? ["fed", "mfa"] : ["fed"], acr, vouched.Issuer, vouched.AuthTime);
        if (await sessions.Finish(waiting.Id, waiting.Browser, proof, call.Address, call.Agent, ct) is not { } done)
        {
            return UpstreamRefusals.RequestInvalid.At("interaction");
        }

        if (await sessions.Find(done.Cookie, ct) is { } session)
        {
            await tables.Sessions.AddAsync(session.Sid, vouched, clock.GetUtcNow(), ct);
        }

        return (user!, done.Cookie, done.Next);
    }
}
