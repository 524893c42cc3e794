using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace CityOps.Store;

/// <summary>The store cannot be used as it stands; the message says what is wrong and what to do, in plain words.</summary>
public sealed class StoreException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The lane is stopping: the work was not taken, or its outcome is not known.</summary>
public sealed class LaneStoppedException(string message) : Exception(message);

/// <summary>Tells "try again later" from "a fault of ours", for both drivers.</summary>
public static class StoreFaults
{
    private const int SqliteBusy = 5;
    private const int SqliteLocked = 6;
    private const int SqliteIo = 10;
    private const int SqliteFull = 13;
    private const int SqliteCannotOpen = 14;

    /// <summary>True when the store is away, shutting down, out of connections or full: the caller may try again later.</summary>
    public static bool IsUnavailable(Exception fault) => fault switch
    {
        _ when IsFull(fault) => true,
        StoreException or LaneStoppedException => true,
        PostgresException answer => IsAway(answer.SqlState),
        NpgsqlException { InnerException: SocketException or IOException or TimeoutException } => true,
        NpgsqlException { InnerException: { } inner } => IsUnavailable(inner),
        NpgsqlException lost => lost.IsTransient || lost.Message.Contains("pool has been exhausted", StringComparison.Ordinal),
        SqliteException sqlite => sqlite.SqliteErrorCode is SqliteBusy or SqliteLocked or SqliteIo or SqliteCannotOpen,
        SocketException => true,
        AggregateException many => many.InnerExceptions.Any(IsUnavailable),
        _ => false,
    };

    /// <summary>True when the disk below the store is full.</summary>
    public static bool IsFull(Exception fault) => fault switch
    {
        PostgresException answer => answer.SqlState == PostgresErrorCodes.DiskFull,
        SqliteException sqlite => sqlite.SqliteErrorCode == SqliteFull,
        AggregateException many => many.InnerExceptions.Any(IsFull),
        _ => false,
    };

    private static bool IsAway(string state) =>
        state.StartsWith("08", StringComparison.Ordinal)
        || state is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown
            or PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.TooManyConnections;
}
