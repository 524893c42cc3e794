using CityOps.Hub.SignOn.Clients;
using CityOps.Hub.SignOn.Jose;
using CityOps.Schemas;
using Microsoft.Extensions.Logging;

namespace CityOps.Hub.SignOn.Tokens;

/// <summary>Gives a proved platform its token. Each yes and no leaves one line in the log.</summary>
internal sealed class TokenDesk(ClientCheck clients, AccessTokens tokens, ILogger<TokenDesk> log)
{
    public async Task<Outcome<IssuedToken>> GrantAsync(Outcome<TokenRequest> asked, string address, CancellationToken ct)
    {
        if (!asked.TryGet(out var request, out var malformed))
        {
            Log.TokenRequestRefused(log, malformed.Name, "unknown", address);
            return malformed;
        }

        var known = await clients.CheckAsync(request.Client, request.Secret, address, ct);
        if (!known.TryGet(out var platform, out var refused))
        {
            Log.TokenRequestRefused(log, refused.Name, clients.NameOf(request.Client), address);
            return refused;
        }

        Log.TokenGiven(log, platform.Code.ToString(), address);
        return new IssuedToken(tokens.Issue(platform, request.Scopes), request.Scopes);
    }
}

/// <summary>The token's text and what it is narrowed to (empty: nothing).</summary>
internal sealed record IssuedToken(string Text, IReadOnlyList<string> Scopes);
