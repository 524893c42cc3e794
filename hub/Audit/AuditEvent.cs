namespace CityOps.Hub.Audit;

/// <summary>Whether what was tried was done.</summary>
public enum AuditResult
{
    Done,
    Refused,
}

/// <summary>
/// 审计事件: who did what to what, from where. Never holds a secret, a token, a code or a password.
/// </summary>
/// <param name="Action">Stable dotted name, such as <c>signon.login</c> or <c>client.key.add</c>.</param>
/// <param name="Code">Why it was refused (the name of the refusal), <c>ok</c> when done.</param>
/// <param name="Actor">User id, platform code or client id; <c>anonymous</c> when nobody was proven.</param>
/// <param name="Subject">What it was done to; empty when that is the actor.</param>
/// <param name="Source">Network address of the caller, <c>local</c> for what the program does by itself.</param>
/// <param name="Correlation">The trace id of the call.</param>
public sealed record AuditEvent(string Action, AuditResult Result, string Code, string Actor, string Subject, string Source, string Correlation)
{
    /// <summary>Further facts by name, each at most 512 characters.</summary>
    public IReadOnlyDictionary<string, string> Facts { get; init; } = new Dictionary<string, string>();
}
