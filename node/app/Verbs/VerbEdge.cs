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
            Console.Error.WriteLine(fault.Message);
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
            await Console.Error.WriteLineAsync(fault.Message);
            return CannotRun;
        }
    }

    private static bool IsPlain(Exception fault) => fault is VerbException or CsvException or IOException;
}
