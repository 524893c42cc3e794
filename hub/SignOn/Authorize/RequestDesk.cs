using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Authorize.Pushed;
using CityOps.Hub.SignOn.Clients;

namespace CityOps.Hub.SignOn.Authorize;

/// <summary>A verdict, and what it was reached on: the parameters to keep while the user acts, and the pushed request they came from.</summary>
internal sealed record ReadRequest(AuthorizeVerdict Verdict, IReadOnlyDictionary<string, string> Parameters, string? Pushed);

/// <summary>From parameters to a verdict: fetches what was pushed, applies the rules, verifies the hint.</summary>
internal sealed class RequestDesk(ClientBook clients, PushedDesk pushed, IdTokenHints hints, SignOnOptions options, GuardSwitch guards)
{
    /// <summary>A request as it comes from a browser.</summary>
    public async Task<ReadRequest> ReadAsync(RequestParameters parameters, CancellationToken ct)
    {
        if (parameters["request_uri"] is not { } uri || !uri.StartsWith(PushedDesk.Prefix, StringComparison.Ordinal))
        {
            return Judge(parameters, pushed: null);
        }

        // RFC 9126 4: what is sent beside the handle does not count, and nothing is proven before the handle is.
        return parameters.IsClean("client_id") && parameters.IsClean("request_uri") && await pushed.FindAsync(uri, parameters["client_id"], ct) is var (hash, kept)
            ? Judge(RequestParameters.Of(kept), hash)
            : new ReadRequest(AuthorizeVerdict.Page(AuthorizeRefusals.InvalidRequestUri), parameters.Values, null);
    }

    /// <summary>The same request again after the user has acted: judged anew, because the client may have changed meanwhile.</summary>
    public ReadRequest Resume(IReadOnlyDictionary<string, string> parameters, string? hash) =>
        Judge(RequestParameters.Of(parameters), hash);

    /// <summary>A request that is being pushed by a client that has proven itself.</summary>
    public AuthorizeVerdict JudgePushed(IReadOnlyDictionary<string, string> form) => Judge(RequestParameters.Of(form), "").Verdict;

    private ReadRequest Judge(RequestParameters parameters, string? pushed)
    {
        var verdict = AuthorizeRules.Judge(parameters, clients.Find, options.Audience, pushed is not null, guards);
        return new ReadRequest(
            verdict.Request is { IdTokenHint: { } hint } request ? WithHint(verdict, request, hint) : verdict,
            parameters.Values,
            pushed);
    }

    private AuthorizeVerdict WithHint(AuthorizeVerdict verdict, AuthorizeRequest request, string hint) =>
        hints.Read(hint) is { } read && (read.Client == request.Client.Id || !guards.IsOn("hint.client"))
            ? verdict with { Request = request with { HintSubject = read.Subject } }
            : verdict with
            {
                Request = null,
                Refusal = AuthorizeRefusals.InvalidRequest.Because("id_token_hint 不是本平台签发给该应用的", "id_token_hint is no ID token of this issuer for this client"),
            };
}
