using CityOps.Adapters.Csv;

namespace CityOps.Node.Verbs;

/// <summary>Where what a verb cannot do becomes words and an exit code.</summary>
internal static class VerbEdge
{
    public const int CannotRun = 2;

    public static int Run(Func<int> work)
    {
        try
        {
            return work();
        }
        catch (Exception fault) when (IsPlain(fault))
        {
            Console.Error.WriteLine(Words(fault));
            return CannotRun;
        }
    }

    public static async Task<int> RunAsync(Func<Task<int>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception fault) when (IsPlain(fault))
        {
            await Console.Error.WriteLineAsync(Words(fault));
            return CannotRun;
        }
    }

    private static string Words(Exception fault) => fault is OperationCanceledException ? "已中断。 Interrupted." : fault.Message;

    private static bool IsPlain(Exception fault) => fault is VerbException or CsvException or IOException or OperationCanceledException;
}
