using CityOps.Hub.Audit;
using CityOps.Hub.SignOn.Pages.Html;

namespace CityOps.Hub.SignOn.Login;

/// <summary>The clock and the audit log as the steps of a login use them.</summary>
internal sealed class LoginNotes(AuditLog audit, TimeProvider clock)
{
    public DateTimeOffset Now => clock.GetUtcNow();

    public Task RefuseAsync(string action, string code, string actor, Visitor visitor, CancellationToken ct) =>
        audit.WriteAsync(new AuditEvent(action, AuditResult.Refused, code, actor, "", visitor.Address, visitor.Correlation), ct);

    public Task DoneAsync(string action, string actor, string subject, Visitor visitor, CancellationToken ct) =>
        audit.WriteAsync(new AuditEvent(action, AuditResult.Done, "ok", actor, subject, visitor.Address, visitor.Correlation), ct);
}
