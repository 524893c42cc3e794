using CityOps.Hub.SignOn.Jose;
using Microsoft.Extensions.Logging;

namespace CityOps.Hub.SignOn;

/// <summary>What sign-on writes to the log: codes and addresses, never a secret, a token or a client's raw text.</summary>
internal static partial class Log
{
    [LoggerMessage(1102, LogLevel.Warning, "Access token refused: {Fault}")]
    public static partial void TokenRefused(ILogger log, TokenFault fault);

    [LoggerMessage(1103, LogLevel.Error, "Signing keys could not be refreshed from the store")]
    public static partial void KeysNotRefreshed(ILogger log, Exception fault);

    [LoggerMessage(1110, LogLevel.Error, "Revocations could not be read from the store")]
    public static partial void RevocationsNotRead(ILogger log, Exception fault);

    [LoggerMessage(1111, LogLevel.Error, "The store did not answer {Path}")]
    public static partial void StoreAway(ILogger log, string path, Exception fault);

    [LoggerMessage(1120, LogLevel.Error, "Logout notices could not be sent in this round")]
    public static partial void NoticesNotSent(ILogger log, Exception fault);

    [LoggerMessage(1121, LogLevel.Error, "Expired requests and sessions could not be removed")]
    public static partial void NotTidied(ILogger log, Exception fault);

    [LoggerMessage(1104, LogLevel.Error, "What may be seen once was not swept")]
    public static partial void OnceNotSwept(ILogger log, Exception fault);

    [LoggerMessage(1105, LogLevel.Error, "The clients could not be read from the store")]
    public static partial void ClientsNotRefreshed(ILogger log, Exception fault);

    [LoggerMessage(1106, LogLevel.Warning, "The keys at {Url} could not be read: {Reason}")]
    public static partial void KeysNotFetched(ILogger log, string url, string reason);
}
