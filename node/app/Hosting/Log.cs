using Microsoft.Extensions.Logging;

namespace CityOps.Node.Hosting;

/// <summary>What the host writes to its log; payloads and personal data never.</summary>
internal static partial class Log
{
    [LoggerMessage(1001, LogLevel.Warning, "{Code} {Name} listens on {Address}, store {Store}, modules {Modules}")]
    public static partial void Started(this ILogger log, string code, string name, string address, string store, string modules);

    [LoggerMessage(1002, LogLevel.Warning, "Store unavailable: {Reason}")]
    public static partial void StoreAway(this ILogger log, string reason);

    [LoggerMessage(1003, LogLevel.Error, "Unhandled fault, trace {Trace}")]
    public static partial void Fault(this ILogger log, string trace, Exception fault);

    [LoggerMessage(1004, LogLevel.Warning, "Row-level security is not in force: this PostgreSQL user may neither make nor take the role cityops_reader. An administrator makes it (NOLOGIN), lets this user take it, and lets it read the tables hub_log, hub_head, hub_quarantine, hub_parked and hub_subscription. Until then only the program keeps subscribers apart")]
    public static partial void RowsNotGuarded(this ILogger log);
}
