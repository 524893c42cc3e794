using System.Diagnostics;
using CityOps.Hub.Audit;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityOps.Hub.SignOn.Policy;

/// <summary>What calls with a token leave in the audit log: every refusal, and what people change.</summary>
public sealed class CallTrail(AuditLog audit)
{
    /// <param name="code">The refusal's name; null when it was done.</param>
    public Task WriteAsync(HttpContext http, string actor, string? code, CancellationToken ct) => audit.WriteAsync(
        new AuditEvent("api.call", code is null ? AuditResult.Done : AuditResult.Refused, code ?? "ok", actor, $"{http.Request.Method} {PatternOf(http)}", SourceOf(http), CorrelationOf(http)), ct);

    public static string SourceOf(HttpContext http) => http.Connection.RemoteIpAddress?.ToString() ?? "local";

    public static string CorrelationOf(HttpContext http) => Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;

    // The pattern of the route: what a stranger writes into a path is not for the trail.
    private static string PatternOf(HttpContext http) => http.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: { } pattern } ? pattern : "";
}
