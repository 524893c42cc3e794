using CityOps.Hub.SignOn.Grants;
using CityOps.Hub.SignOn.People;
using CityOps.Hub.SignOn.Tokens.Making;

namespace CityOps.Hub.SignOn.Tokens.Granting;

/// <summary>Makes what one answer for a user holds: the access token, and with <c>openid</c> the ID token beside it.</summary>
internal sealed class UserTokens(AccessTokenMaker access, IdTokenMaker ids, TokenPeers peers)
{
    /// <summary>The user, unless unknown or disabled.</summary>
    public async Task<User?> FindAsync(Guid id, CancellationToken ct) =>
        await peers.FindUser(id, ct) is { State: UserState.Active } user ? user : null;

    public IssuedTokens Make(GrantRequest request, CodeBinding binding, User user, string audience, IReadOnlyList<string> scopes)
    {
        var token = access.Make(AccessGrant.Of(binding, audience, scopes) with { Thumbprint = request.Thumbprint });
        return new IssuedTokens(token.Text, token.Seconds, scopes)
        {
            Bound = request.Thumbprint is not null,
            IdToken = scopes.Contains("openid", StringComparer.Ordinal) ? ids.Make(request.Client, binding, user, token.Text) : null,
            Subject = user.Subject,
        };
    }
}
