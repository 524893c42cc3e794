using CityOps.Hub.SignOn.Login;
using CityOps.Hub.SignOn.Pages;
using CityOps.Hub.SignOn.Pages.Html;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityOps.Hub.SignOn.Account;

/// <summary>/signon/account: the user's own sessions, password, second factor and consents.</summary>
internal static class AccountEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(ConnectPaths.Account, ShowAsync).ExcludeFromDescription();
        routes.MapPost(AccountPage.SessionsPath, EndSessionAsync).ExcludeFromDescription();
        routes.MapPost(AccountPage.PasswordPath, ChangePasswordAsync).ExcludeFromDescription();
        routes.MapPost(AccountPage.ConsentsPath, WithdrawAsync).ExcludeFromDescription();
        TotpEndpoints.Map(routes);
    }

    private static async Task<IResult> ShowAsync(HttpContext http, AccountDoor door)
    {
        var visitor = new Visitor(http, door.Options);
        return await door.Desk.FindAsync(visitor.Session, http.RequestAborted) is { } holder
            ? await door.PageAsync(http, visitor, holder, http.Request.Query["done"] == "password" ? AccountNews.PasswordChanged : AccountNews.None)
            : await door.SignInAsync(http, visitor);
    }

    private static async Task<IResult> EndSessionAsync(HttpContext http, AccountDoor door)
    {
        var visitor = new Visitor(http, door.Options);
        if (!(await door.EnterAsync(http, visitor)).TryGet(out var entry, out var refused))
        {
            return await door.RefuseAsync(http, visitor, "signon.logout", refused);
        }

        var ct = http.RequestAborted;
        if (entry.Form["action"] == "others")
        {
            await door.Desk.EndOthersAsync(entry.Holder, ct);
        }
        else if (entry.Form["sid"] is not { } sid || !await door.Desk.EndAsync(entry.Holder, sid, ct))
        {
            return await door.RefuseAsync(http, visitor, "signon.logout", AccountRefusals.NotYours);
        }
        else if (sid == entry.Holder.Session.Sid)
        {
            visitor.DropSession();
            return PageAnswers.GoTo(http, door.Options, LogoutPages.DonePath);
        }

        await door.Desk.Notes.DoneAsync("signon.logout", entry.Holder.User.Subject, entry.Form["sid"] ?? "others", visitor, ct);
        return PageAnswers.GoTo(http, door.Options, ConnectPaths.Account);
    }

    private static async Task<IResult> ChangePasswordAsync(HttpContext http, AccountDoor door)
    {
        var visitor = new Visitor(http, door.Options);
        if (!(await door.EnterAsync(http, visitor)).TryGet(out var entry, out var refused))
        {
            return await door.RefuseAsync(http, visitor, "user.password", refused);
        }

        var form = entry.Form;
        if (form["old"] is not { } old || form["fresh"] is not { } fresh)
        {
            return await door.PageAsync(http, visitor, entry.Holder, AccountNews.Of(LoginRefusals.FieldsMissing));
        }

        if (form["again"] != fresh)
        {
            return await door.PageAsync(http, visitor, entry.Holder, AccountNews.Of(LoginRefusals.PasswordsDiffer));
        }

        var changed = await door.Desk.ChangePasswordAsync(entry.Holder, old, fresh, http.RequestAborted);
        if (!changed.TryGet(out var user, out var why))
        {
            await door.Desk.Notes.RefuseAsync("user.password", why.Name, entry.Holder.User.Subject, visitor, http.RequestAborted);
            return await door.PageAsync(http, visitor, entry.Holder, AccountNews.Of(why));
        }

        await door.Desk.Notes.DoneAsync("user.password", user.Subject, "", visitor, http.RequestAborted);
        return PageAnswers.GoTo(http, door.Options, ConnectPaths.Account + "?done=password");
    }

    private static async Task<IResult> WithdrawAsync(HttpContext http, AccountDoor door)
    {
        var visitor = new Visitor(http, door.Options);
        if (!(await door.EnterAsync(http, visitor)).TryGet(out var entry, out var refused))
        {
            return await door.RefuseAsync(http, visitor, "signon.consent", refused);
        }

        if (entry.Form["client"] is { } client && await door.Desk.WithdrawAsync(entry.Holder, client, http.RequestAborted))
        {
            await door.Desk.Notes.DoneAsync("signon.consent.withdraw", entry.Holder.User.Subject, client, visitor, http.RequestAborted);
        }

        return PageAnswers.GoTo(http, door.Options, ConnectPaths.Account);
    }
}
