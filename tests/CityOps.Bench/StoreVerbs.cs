using System.Globalization;
using CityOps.Store;

namespace CityOps.Bench;

/// <summary>Hidden verbs: the other process in tests that need one.</summary>
internal static class StoreVerbs
{
    private static readonly TableShape Log =
        new("test_log", [new("position", Kind.Whole), new("writer", Kind.Text), new("number", Kind.Whole)], ["position"]);

    /// <summary><c>store-writer ADDRESS NAME TRANSACTIONS</c>: appends one to five rows a transaction at positions taken in it.</summary>
    public static async Task<int> WriteAsync(string[] arguments)
    {
        try
        {
            await using var engine = await StoreOpener.OpenAsync(arguments[0], CancellationToken.None);
            var number = 0L;
            var transactions = int.Parse(arguments[2], CultureInfo.InvariantCulture);
            for (var i = 0; i < transactions; i++)
            {
                await using var scope = await engine.BeginWriteAsync(CancellationToken.None);
                var rows = 1 + (i % 5);
                var head = await PositionCounter.TakeAsync(scope, "test_position", rows, CancellationToken.None);
                await engine.AppendAsync(
                    scope.Transaction,
                    Log,
                    [.. Enumerable.Range(0, rows).Select(row => new object?[] { head - rows + 1 + row, arguments[1], number + row })],
                    CancellationToken.None);
                await scope.CommitAsync(CancellationToken.None);
                number += rows;
            }

            return 0;
        }
        catch (StoreException refused)
        {
            await Console.Error.WriteLineAsync(refused.Message);
            return 3;
        }
    }

    /// <summary><c>fail-point PLAN POINT</c>: arms the plan, passes the point, says so.</summary>
    public static int Pass(string[] arguments)
    {
        Console.WriteLine("before");
        Fail.Arm(arguments[0]);
        Fail.At(arguments[1]);
        Console.WriteLine("after");
        return 0;
    }
}
