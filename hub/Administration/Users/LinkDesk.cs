using CityOps.Hub.SignOn.People;
using CityOps.Schemas;

namespace CityOps.Hub.Administration.Users;

/// <summary>Links accounts with identities of other issuers.</summary>
internal sealed class LinkDesk(PeopleTables tables, AccountEnd end, TimeProvider clock)
{
    private static readonly Refusal Wrong = PeopleRefusals.BadUser.Because("issuer 须为来源网址，subject 为 1–255 个可见字符", "issuer is an origin URL, subject 1 to 255 visible characters");

    public async Task<Outcome<AccountLink>> AddAsync(User user, LinkItem body, string by, CancellationToken ct)
    {
        if (Refuse(body) is { } refusal)
        {
            return refusal;
        }

        var link = new AccountLink(body.Issuer, body.Subject, user.Id, by, clock.GetUtcNow());
        return await tables.Links.AddAsync(link, ct) ? link : PeopleRefusals.LinkTaken;
    }

    public async Task<Outcome<User>> RemoveAsync(User user, LinkItem body, CancellationToken ct)
    {
        if (Refuse(body) is not null || !await tables.Links.RemoveAsync(user.Id, body.Issuer, body.Subject, ct))
        {
            return PeopleRefusals.UnknownUser;
        }

        await end.AllAsync(user.Id, "link", ct);
        return user;
    }

    /// <summary>Compared as text when somebody comes: only what an issuer can really say is stored.</summary>
    public static Refusal? Refuse(LinkItem link) =>
        Uri.TryCreate(link.Issuer, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" && (uri.Scheme == "https" || uri.IsLoopback)
        && uri.Query.Length == 0 && uri.Fragment.Length == 0 && link.Issuer.Length <= 255
        && link.Subject.Length is >= 1 and <= 255 && link.Subject.All(letter => letter is > ' ' and <= '~')
            ? null
            : Wrong;
}
