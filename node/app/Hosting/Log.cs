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
}
