using CityOps.Hub.Audit;
using CityOps.Hub.SignOn.Interactions;
using CityOps.Hub.SignOn.Pages;
using CityOps.Hub.SignOn.Pages.Html;
using CityOps.Schemas;
using Microsoft.AspNetCore.Http;

namespace CityOps.Hub.SignOn.Authorize;

/// <summary>Answers of the authorization endpoint; each is audited before it goes out.</summary>
internal sealed class AuthorizeAnswers(RequestDesk requests, InteractionDesk interactions, AuditLog audit, SignOnOptions options)
{
    /// <summary>A refusal: to the client where client and target are proven, else on a page.</summary>
    public async Task<IResult> RefuseAsync(HttpContext http, Visitor visitor, ReadRequest read, Refusal refusal)
    {
        var client = read.Verdict.Back is null ? "unknown" : read.Parameters.GetValueOrDefault("client_id", "unknown");
        await WriteAsync(visitor, AuditResult.Refused, refusal.Name, client, "", http.RequestAborted);
        return read.Verdict.Back is { } back
            ? Send(http, visitor, back, ResponseForms.Error(refusal, back, options.Issuer))
            : PageAnswers.Refuse(http, options, visitor, refusal);
    }

    public async Task<IResult> GiveAsync(HttpContext http, Visitor visitor, FlowFacts facts, string code)
    {
        await WriteAsync(visitor, AuditResult.Done, "ok", facts.Request.Client.Id, facts.User!.Subject, http.RequestAborted);
        var back = facts.Request.Back;
        return Send(http, visitor, back, ResponseForms.Code(code, back, options.Issuer));
    }

    /// <summary>The user has said no: the waiting request ends with access_denied.</summary>
    public async Task<IResult> CancelAsync(HttpContext http, Visitor visitor, Interaction interaction)
    {
        if (interaction.State.Purpose != Purpose.Authorize)
        {
            await interactions.FinishAsync(interaction, http.RequestAborted);
            return PageAnswers.GoTo(http, options, LogoutPages.DonePath);
        }

        var read = requests.Resume(interaction.Parameters, interaction.State.Pushed);
        return await interactions.FinishAsync(interaction, http.RequestAborted)
            ? await RefuseAsync(http, visitor, read, read.Verdict.Refusal ?? AuthorizeRefusals.AccessDenied)
            : PageAnswers.Refuse(http, options, visitor, AuthorizeRefusals.InvalidRequest);
    }

    private IResult Send(HttpContext http, Visitor visitor, ReturnAddress back, IReadOnlyList<KeyValuePair<string, string>> members) =>
        back.Mode == ResponseMode.FormPost
            ? PageAnswers.Show(http, options, visitor.Words(), FormPostPage.Of(visitor.Words(), back.RedirectUri, members))
            : PageAnswers.GoTo(http, options, ResponseForms.Query(back.RedirectUri, members));

    private Task WriteAsync(Visitor visitor, AuditResult result, string code, string client, string subject, CancellationToken ct) =>
        audit.WriteAsync(new AuditEvent("signon.authorize", result, code, client, subject, visitor.Address, visitor.Correlation), ct);
}
