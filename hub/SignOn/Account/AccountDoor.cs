using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Clients;
using CityOps.Hub.SignOn.Interactions;
using CityOps.Hub.SignOn.Login;
using CityOps.Hub.SignOn.Pages;
using CityOps.Hub.SignOn.Pages.Html;
using CityOps.Schemas;
using Microsoft.AspNetCore.Http;

namespace CityOps.Hub.SignOn.Account;

/// <summary>A form of the account page, with who sent it.</summary>
internal sealed record AccountEntry(AccountHolder Holder, LoginForm Form);

/// <summary>Who may stand at the account page and whether a form was sent from it.</summary>
internal sealed class AccountDoor(AccountDesk desk, InteractionDesk interactions, ClientBook clients, SignOnOptions options, GuardSwitch guards)
{
    private const string Form = "account";

    private readonly Antiforgery antiforgery = new(guards);

    public AccountDesk Desk => desk;

    public SignOnOptions Options => options;

    public static string TokenFor(Visitor visitor) => Antiforgery.TokenFor(visitor.Session!, Form);

    public bool IsFresh(AccountHolder holder) => !guards.IsOn("account.fresh") || desk.IsFresh(holder);

    /// <summary>To the login page, and back here afterwards.</summary>
    public async Task<IResult> SignInAsync(HttpContext http, Visitor visitor)
    {
        var former = await desk.FindAsync(visitor.Session, http.RequestAborted);
        var state = new InteractionState(Purpose.Account) { FormerSid = former?.Session.Sid };
        var waiting = await interactions.StartAsync("", new Dictionary<string, string>(), state, visitor.EnsureBrowser(), http.RequestAborted);
        return PageAnswers.GoTo(http, options, Stepping.Address(LoginPage.Path, waiting));
    }

    public async Task<Outcome<AccountEntry>> EnterAsync(HttpContext http, Visitor visitor)
    {
        if (await LoginForm.ReadAsync(http.Request, http.RequestAborted) is not { } form || !antiforgery.Holds(form["token"], visitor.Session, Form))
        {
            return LoginRefusals.FormForged;
        }

        return await desk.FindAsync(visitor.Session, http.RequestAborted) is { } holder
            ? new AccountEntry(holder, form)
            : LoginRefusals.InteractionLost;
    }

    public async Task<IResult> RefuseAsync(HttpContext http, Visitor visitor, string action, Refusal refusal)
    {
        await desk.Notes.RefuseAsync(action, refusal.Name, "anonymous", visitor, http.RequestAborted);
        return PageAnswers.Refuse(http, options, visitor, refusal);
    }

    public async Task<IResult> PageAsync(HttpContext http, Visitor visitor, AccountHolder holder, AccountNews news)
    {
        var words = visitor.Words();
        var facts = await desk.LookAsync(holder, http.RequestAborted);
        var view = new AccountView(holder, facts, news, TokenFor(visitor), id => clients.Find(id)?.Name ?? id);
        return PageAnswers.Show(
            http, options, words, AccountPage.Of(words, view) with { Status = Stepping.StatusOf(news.Refusal) });
    }
}
