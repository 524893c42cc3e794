using CityOps.Hub.SignOn.Authorize;
using CityOps.Hub.SignOn.Interactions;
using CityOps.Hub.SignOn.Pages.Html;
using CityOps.Hub.SignOn.People;
using CityOps.Hub.SignOn.Sessions;
using CityOps.Schemas;

namespace CityOps.Hub.SignOn.Login;

/// <summary>两步验证: for whoever has passed the first factor, or whose living session must be raised.</summary>
internal sealed class SecondFactor(PeopleDesk people, InteractionDesk interactions, LoginEnd end, SessionStarts starts, LoginNotes notes)
{
    private static readonly string[] Methods = ["otp"];

    public async Task<Outcome<NextStop>> TakeAsync(OpenStep open, Visitor visitor, CancellationToken ct)
    {
        if (open.Interaction.State is not { Pending: { } pending, MustChangePassword: false })
        {
            return LoginRefusals.InteractionLost;
        }

        if (open.Form["code"] is not { } code)
        {
            return LoginRefusals.FieldsMissing;
        }

        var plain = code.Replace(" ", "", StringComparison.Ordinal);
        var check = open.Form["way"] == "recovery"
            ? await people.CheckRecoveryAsync(pending, plain, visitor.Address, ct)
            : await people.CheckTotpAsync(pending, plain, visitor.Address, ct);
        if (!check.TryGet(out var user, out var refused))
        {
            await notes.RefuseAsync("signon.second", refused.Name, pending.ToString("N"), visitor, ct);
            return refused;
        }

        await notes.DoneAsync("signon.second", user.Subject, open.Form["way"] ?? "totp", visitor, ct);
        return await PassAsync(open.Interaction, user, visitor, ct);
    }

    /// <summary>The secret to bind, for whoever must have a second factor and has none.</summary>
    public async Task<string?> BeginAsync(Interaction interaction, CancellationToken ct) =>
        interaction.State is { Pending: { } pending, MustChangePassword: false } && await people.FindAsync(pending, ct) is { HasTotp: false }
            ? await people.BeginTotpAsync(pending, ct)
            : null;

    /// <summary>The first code of a new authenticator: recovery codes to show once, and where to go on.</summary>
    public async Task<Outcome<(IReadOnlyList<string> Codes, NextStop Next)>> EnrolAsync(OpenStep open, Visitor visitor, CancellationToken ct)
    {
        if (open.Interaction.State is not { Pending: { } pending, MustChangePassword: false } || await people.FindAsync(pending, ct) is not { HasTotp: false } user)
        {
            return LoginRefusals.InteractionLost;
        }

        var confirmed = await people.ConfirmTotpAsync(pending, (open.Form["code"] ?? "").Replace(" ", "", StringComparison.Ordinal), ct);
        if (!confirmed.TryGet(out var codes, out var refused))
        {
            await notes.RefuseAsync("signon.second", refused.Name, pending.ToString("N"), visitor, ct);
            return refused;
        }

        await notes.DoneAsync("signon.second", user.Subject, "enrolment", visitor, ct);
        return (await PassAsync(open.Interaction, user, visitor, ct)).Match<Outcome<(IReadOnlyList<string>, NextStop)>>(
            next => (codes, next),
            lost => lost);
    }

    private async Task<Outcome<NextStop>> PassAsync(Interaction interaction, User user, Visitor visitor, CancellationToken ct)
    {
        var state = interaction.State;
        if (state.StepUpSid is not { } sid)
        {
            return await end.PassAsync(interaction, user, [.. state.PendingMethods, .. Methods], visitor, ct);
        }

        return await starts.RaiseAsync(sid, Methods, Acr.SecondFactor, ct) is { } cookie
            && await interactions.AdvanceAsync(interaction, state with { Pending = null, PendingMethods = [], StepUpSid = null }, ct) is { } advanced
            ? new NextStop(LoginFinish.NextOf(advanced), cookie)
            : LoginRefusals.InteractionLost;
    }
}
