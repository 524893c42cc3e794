using CityOps.Hub.SignOn.Interactions;
using CityOps.Hub.SignOn.Pages;
using CityOps.Hub.SignOn.Pages.Html;
using CityOps.Hub.SignOn.People;
using CityOps.Schemas;

namespace CityOps.Hub.SignOn.Login;

/// <summary>口令登录: the password, and what must follow it: the second factor, its enrolment, or nothing.</summary>
internal sealed class FirstFactor(PeopleDesk people, InteractionDesk interactions, LoginEnd end, LoginNotes notes)
{
    private static readonly string[] Methods = ["pwd"];

    public async Task<Outcome<NextStop>> TakeAsync(OpenStep open, Visitor visitor, CancellationToken ct)
    {
        if (open.Form["login"] is not { } login || open.Form["password"] is not { } password)
        {
            return LoginRefusals.FieldsMissing;
        }

        var check = await people.CheckPasswordAsync(login, password, visitor.Address, ct);
        if (!check.TryGet(out var user, out var refused))
        {
            await notes.RefuseAsync("signon.login", refused.Name, "anonymous", visitor, ct);
            return refused;
        }

        if (!user.HasTotp && !people.NeedsTotp(user))
        {
            return await end.PassAsync(open.Interaction, user, Methods, visitor, ct);
        }

        var state = open.Interaction.State with { Pending = user.Id, PendingMethods = Methods, StepUpSid = null, MustChangePassword = false };
        return await interactions.AdvanceAsync(open.Interaction, state, ct) is { } advanced
            ? new NextStop(Stepping.Address(user.HasTotp ? SecondPage.Path : EnrolPage.Path, advanced))
            : LoginRefusals.InteractionLost;
    }
}
