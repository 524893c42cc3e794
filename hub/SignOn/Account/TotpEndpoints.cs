using CityOps.Hub.SignOn.Login;
using CityOps.Hub.SignOn.Pages;
using CityOps.Hub.SignOn.Pages.Html;
using CityOps.Schemas;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityOps.Hub.SignOn.Account;

/// <summary>/signon/account/totp: binds an authenticator, for whoever has just proven themselves.</summary>
internal static class TotpEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(AccountPage.TotpPath, ShowAsync).ExcludeFromDescription();
        routes.MapPost(AccountPage.TotpPath, TakeAsync).ExcludeFromDescription();
    }

    private static async Task<IResult> ShowAsync(HttpContext http, AccountDoor door)
    {
        var visitor = new Visitor(http, door.Options);
        var holder = await door.Desk.FindAsync(visitor.Session, http.RequestAborted);
        return holder is null || !door.IsFresh(holder)
            ? await door.SignInAsync(http, visitor)
            : PageOf(http, visitor, door, await door.Desk.BeginTotpAsync(holder, http.RequestAborted), null);
    }

    private static async Task<IResult> TakeAsync(HttpContext http, AccountDoor door)
    {
        var visitor = new Visitor(http, door.Options);
        if (!(await door.EnterAsync(http, visitor)).TryGet(out var entry, out var refused))
        {
            return await door.RefuseAsync(http, visitor, "user.totp", refused);
        }

        if (!door.IsFresh(entry.Holder))
        {
            return await door.SignInAsync(http, visitor);
        }

        if (entry.Form.IsCancel)
        {
            return PageAnswers.GoTo(http, door.Options, ConnectPaths.Account);
        }

        var code = (entry.Form["code"] ?? "").Replace(" ", "", StringComparison.Ordinal);
        var confirmed = await door.Desk.ConfirmTotpAsync(entry.Holder, code, http.RequestAborted);
        if (confirmed.TryGet(out var done, out var why))
        {
            return await CodesAsync(http, visitor, door, entry.Holder, done.Codes, done.Cookie);
        }

        await door.Desk.Notes.RefuseAsync("user.totp", why.Name, entry.Holder.User.Subject, visitor, http.RequestAborted);
        return EnrolPage.IsSecretUri(entry.Form["uri"])
            ? PageOf(http, visitor, door, entry.Form["uri"]!, why)
            : PageAnswers.Refuse(http, door.Options, visitor, why);
    }

    private static async Task<IResult> CodesAsync(
        HttpContext http, Visitor visitor, AccountDoor door, AccountHolder holder, IReadOnlyList<string> codes, string? cookie)
    {
        await door.Desk.Notes.DoneAsync("user.totp", holder.User.Subject, "", visitor, http.RequestAborted);
        if (cookie is not null)
        {
            visitor.PutSession(cookie);
        }

        var words = visitor.Words();
        return PageAnswers.Show(http, door.Options, words, EnrolPage.Codes(words, codes, ConnectPaths.Account));
    }

    private static IResult PageOf(HttpContext http, Visitor visitor, AccountDoor door, string uri, Refusal? refused)
    {
        var words = visitor.Words();
        var step = new Step(AccountPage.TotpPath, "", AccountDoor.TokenFor(visitor)) { Refusal = refused };
        var page = EnrolPage.Of(words, step, uri, AccountPage.TotpPath, isMust: false);
        return PageAnswers.Show(http, door.Options, words, page with { Status = Stepping.StatusOf(refused) });
    }
}
