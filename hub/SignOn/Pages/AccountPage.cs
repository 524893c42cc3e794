using System.Globalization;
using CityOps.Hub.SignOn.Account;
using CityOps.Hub.SignOn.Consent;
using CityOps.Hub.SignOn.Pages.Html;
using CityOps.Hub.SignOn.Sessions;
using CityOps.Schemas;

namespace CityOps.Hub.SignOn.Pages;

/// <summary>What has just happened on the account page.</summary>
internal sealed record AccountNews(Refusal? Refusal, bool IsPasswordChanged)
{
    public static readonly AccountNews None = new(null, false);

    public static readonly AccountNews PasswordChanged = new(null, true);

    public static AccountNews Of(Refusal refusal) => new(refusal, false);
}

/// <param name="ClientName">Shown name of a client id.</param>
internal sealed record AccountView(AccountHolder Holder, AccountFacts Facts, AccountNews News, string Token, Func<string, string> ClientName);

/// <summary>我的账号.</summary>
internal static class AccountPage
{
    public const string SessionsPath = "/signon/account/sessions";
    public const string PasswordPath = "/signon/account/password";
    public const string ConsentsPath = "/signon/account/consents";
    public const string TotpPath = "/signon/account/totp";

    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    public static Page Of(Words words, AccountView view)
    {
        var own = new AccountWords(words);
        var user = view.Holder.User;
        return new Page(own.Title, ConnectPaths.Account, Markup.Of(
            $"""
            <div class="head">
            <div><h1>{own.Title}</h1>
            <p class="quiet">{user.Name} · {user.Login}</p></div>
            <a class="button" href="{ConnectPaths.Logout}">{words.SignOut}</a>
            </div>
            {FormParts.Errors(words, view.News.Refusal)}
            {(view.News.IsPasswordChanged ? Markup.Of($"""<p class="good" role="status">{own.Changed}</p>""") : Markup.None)}
            {Sessions(own, view)}
            <div class="columns">
            {Password(own, view)}
            {Second(own, view)}
            </div>
            {Consents(own, view, words)}
            """))
        {
            IsWide = true,
        };
    }

    private static Markup Sessions(AccountWords own, AccountView view) => Markup.Of(
        $"""
        <section class="sheet" aria-labelledby="sessions">
        <h2 id="sessions">{own.SessionsTitle}</h2>
        <p class="quiet">{own.SessionsLead}</p>
        <div class="scroll"><table>
        <thead><tr><th scope="col">{own.Device}</th><th scope="col">{own.Address}</th><th scope="col">{own.Began}</th><th scope="col">{own.Seen}</th><th scope="col">{own.Action}</th></tr></thead>
        <tbody>{view.Facts.Sessions.Reverse().Select(session => Row(own, view, session))}</tbody>
        </table></div>
        <div class="under"><p class="note">{own.ChinaTime}</p>{EndOthers(own, view)}</div>
        </section>
        """);

    private static Markup EndOthers(AccountWords own, AccountView view) => view.Facts.Sessions.Count < 2
        ? Markup.None
        : Markup.Of(
            $"""
            <form method="post" action="{SessionsPath}" class="line">{Token(view)}
            <button class="plain" name="action" value="others">{own.EndOthers}</button></form>
            """);

    private static Markup Row(AccountWords own, AccountView view, UserSession session)
    {
        var device = DeviceName.Of(session.Agent, own.UnknownDevice);
        var mark = session.Sid == view.Holder.Session.Sid ? Markup.Of($""" <span class="state">{own.Current}</span>""") : Markup.None;
        return Markup.Of(
            $"""
            <tr><td data-label="{own.Device}"><span class="device" title="{session.Agent}">{device}{mark}</span></td>
            <td data-label="{own.Address}"><span class="code">{session.Address}</span></td>
            <td data-label="{own.Began}">{Moment(session.AuthTime)}</td>
            <td data-label="{own.Seen}">{Moment(session.SeenAt)}</td>
            <td><form method="post" action="{SessionsPath}">{Token(view)}<input type="hidden" name="sid" value="{session.Sid}">
            <button class="plain" name="action" value="end" aria-label="{own.EndThis(device)}">{own.End}</button></form></td></tr>
            """);
    }

    private static Markup Password(AccountWords own, AccountView view) => Markup.Of(
        $"""
        <section class="sheet" aria-labelledby="password">
        <h2 id="password">{own.PasswordTitle}</h2>
        {(view.Holder.User.HasPassword ? PasswordForm(own, view) : Markup.Of($"""<p class="quiet">{own.NoPassword}</p>"""))}
        </section>
        """);

    private static Markup PasswordForm(AccountWords own, AccountView view) => Markup.Of(
        $"""
        <p class="quiet">{own.PasswordNote}</p>
        <form method="post" action="{PasswordPath}">{Token(view)}
        <input type="hidden" name="username" value="{view.Holder.User.Login}" autocomplete="username">
        {PasswordPage.Fields(own)}
        <div class="actions"><button class="main">{own.Change}</button></div>
        </form>
        """);

    private static Markup Second(AccountWords own, AccountView view)
    {
        var isOn = view.Holder.User.HasTotp;
        return Markup.Of(
            $"""
            <section class="sheet" aria-labelledby="second">
            <h2 id="second">{own.SecondTitle} <span class="state{(isOn ? " on" : "")}">{(isOn ? own.SecondOn : own.SecondOff)}</span></h2>
            <p class="quiet">{own.SecondLead}</p>
            <div class="actions"><a class="button" href="{TotpPath}">{(isOn ? own.SetUpAgain : own.SetUp)}</a></div>
            </section>
            """);
    }

    private static Markup Consents(AccountWords own, AccountView view, Words words) => Markup.Of(
        $"""
        <section class="sheet" aria-labelledby="consents">
        <h2 id="consents">{own.ConsentsTitle}</h2>
        {(view.Facts.Consents.Count == 0 ? Markup.Of($"""<p class="quiet">{own.NoConsents}</p>""") : ConsentTable(own, view, words))}
        </section>
        """);

    private static Markup ConsentTable(AccountWords own, AccountView view, Words words) => Markup.Of(
        $"""
        <div class="scroll"><table>
        <thead><tr><th scope="col">{own.Application}</th><th scope="col">{own.Access}</th><th scope="col">{own.Given}</th><th scope="col">{own.Action}</th></tr></thead>
        <tbody>{view.Facts.Consents.Select(consent => ConsentRow(own, view, words, consent))}</tbody>
        </table></div>
        """);

    private static Markup ConsentRow(AccountWords own, AccountView view, Words words, GivenConsent consent)
    {
        var name = view.ClientName(consent.Client);
        return Markup.Of(
            $"""
            <tr><td data-label="{own.Application}">{name}</td>
            <td data-label="{own.Access}">{string.Join(words.In("；", "; "), consent.Scopes.Select(words.Scope))}</td>
            <td data-label="{own.Given}">{Moment(consent.GivenAt)}</td>
            <td><form method="post" action="{ConsentsPath}">{Token(view)}<input type="hidden" name="client" value="{consent.Client}">
            <button class="plain" aria-label="{own.WithdrawOf(name)}">{own.Withdraw}</button></form></td></tr>
            """);
    }

    private static Markup Token(AccountView view) => Markup.Of($"""<input type="hidden" name="token" value="{view.Token}">""");

    private static Markup Moment(DateTimeOffset at)
    {
        var local = at.ToOffset(China);
        return Markup.Of(
            $"""<time datetime="{local.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture)}">{local.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)}</time>""");
    }
}
