using CityOps.Hub.SignOn.Authorize;
using CityOps.Hub.SignOn.Interactions;
using CityOps.Hub.SignOn.Pages;
using CityOps.Hub.SignOn.Pages.Html;
using CityOps.Hub.SignOn.People;
using CityOps.Hub.SignOn.Upstream.Admission;
using CityOps.Schemas;

namespace CityOps.Hub.SignOn.Login;

/// <summary>After every factor has held: a password that an administrator set must be changed before there is a session.</summary>
internal sealed class LoginEnd(PeopleDesk people, InteractionDesk interactions, LoginFinish finish, OwnLoginGate gate, LoginNotes notes)
{
    public async Task<Outcome<NextStop>> PassAsync(Interaction interaction, User user, IReadOnlyList<string> methods, Visitor visitor, CancellationToken ct)
    {
        if (await gate.RefuseAsync(user, visitor.Address, "", ct) is { } closed)
        {
            await notes.RefuseAsync("signon.login", closed.Name, user.Subject, visitor, ct);
            return closed;
        }

        if (!user.MustChangePassword)
        {
            return await FinishAsync(interaction, user, methods, visitor, ct);
        }

        var state = interaction.State with { Pending = user.Id, PendingMethods = methods, MustChangePassword = true };
        return await interactions.AdvanceAsync(interaction, state, ct) is { } advanced
            ? new NextStop(Stepping.Address(PasswordPage.Path, advanced))
            : LoginRefusals.InteractionLost;
    }

    /// <summary>Takes the new password of somebody who has passed everything else.</summary>
    public async Task<Outcome<NextStop>> ChangeAsync(OpenStep open, Visitor visitor, CancellationToken ct)
    {
        if (open.Interaction.State is not { MustChangePassword: true, Pending: { } pending } state)
        {
            return LoginRefusals.InteractionLost;
        }

        var form = open.Form;
        if (form["old"] is not { } old || form["fresh"] is not { } fresh || form["again"] is not { } again)
        {
            return LoginRefusals.FieldsMissing;
        }

        if (again != fresh)
        {
            return LoginRefusals.PasswordsDiffer;
        }

        if (!(await people.ChangePasswordAsync(pending, old, fresh, null, ct)).TryGet(out var user, out var refused))
        {
            await notes.RefuseAsync("user.password", refused.Name, pending.ToString("N"), visitor, ct);
            return refused;
        }

        await notes.DoneAsync("user.password", user.Subject, "", visitor, ct);
        return await FinishAsync(open.Interaction, user, state.PendingMethods, visitor, ct);
    }

    private async Task<Outcome<NextStop>> FinishAsync(Interaction interaction, User user, IReadOnlyList<string> methods, Visitor visitor, CancellationToken ct)
    {
        var proof = new LoginProof(user, methods, methods.Contains("otp") ? Acr.SecondFactor : Acr.Password, null, notes.Now);
        return await finish.CompleteAsync(interaction.Id, visitor.Browser, proof, visitor.Address, visitor.Agent, ct) is var (cookie, next)
            ? new NextStop(next, cookie)
            : LoginRefusals.InteractionLost;
    }
}
