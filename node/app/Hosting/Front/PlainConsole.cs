using CityOps.Hub.Guards;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace CityOps.Node.Hosting.Front;

/// <summary>The console log: one line an event, whatever strangers have put into it (security.md 9.7).</summary>
internal sealed class PlainConsole() : ConsoleFormatter(FormName)
{
    public const string FormName = "plain";
    private const int MostMessage = 4_096;
    private const int MostFault = 16_384;

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter) => textWriter.WriteLine(LineOf(logEntry));

    private static string LineOf<TState>(LogEntry<TState> entry)
    {
        var message = PlainText.Of(entry.Formatter(entry.State, null), MostMessage);
        var line = $"{LevelOf(entry.LogLevel)}: {entry.Category}[{entry.EventId.Id}] {message}";
        return entry.Exception is { } fault ? $"{line} {FaultOf(fault)}" : line;
    }

    // A stack is told in one line too: its messages may hold what a stranger sent.
    private static string FaultOf(Exception fault)
    {
        var line = string.Join(" ⏎ ", fault.ToString().Split('\n').Select(part => PlainText.Of(part.Trim(), MostMessage)));
        return line.Length > MostFault ? line[..MostFault] + "…" : line;
    }

    private static string LevelOf(LogLevel level) => level switch
    {
        LogLevel.Trace => "trce",
        LogLevel.Debug => "dbug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "fail",
        _ => "crit",
    };
}

/// <summary>Adds it.</summary>
internal static class PlainConsoleLogging
{
    public static ILoggingBuilder AddPlainConsole(this ILoggingBuilder logging) =>
        logging.AddConsole(options => options.FormatterName = PlainConsole.FormName).AddConsoleFormatter<PlainConsole, ConsoleFormatterOptions>();
}
