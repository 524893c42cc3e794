using System.CommandLine;
using CityOps.Node.Hosting;

namespace CityOps.Node.Federation.Departments;

/// <summary><c>cityops fault</c>: makes departments of a running <c>up</c> ill, or well again.</summary>
internal static class FaultVerb
{
    public static Command Make()
    {
        var names = new Argument<string[]>("NAMES") { Description = "故障名，逗号分隔；none 清除；list 列出 faults to switch on, with commas; none: all off; list: what there is" };
        var folder = new Option<string>("--folder") { Description = "演示数据目录 where the demo keeps its data", DefaultValueFactory = _ => Path.Combine(".run", "up") };
        var fault = new Command("fault", "设置演示故障 make departments of the running demo ill, or well again") { names, folder };
        fault.SetAction(parsed => Run(parsed.GetValue(names)!, Path.GetFullPath(parsed.GetValue(folder)!)));
        return fault;
    }

    private static int Run(string[] names, string folder)
    {
        var board = new FaultBoard(folder);
        if (names is not ["list"])
        {
            try
            {
                board.Set(names);
            }
            catch (OptionsException wrong)
            {
                Console.Error.WriteLine(wrong.Message);
                return 2;
            }
        }

        var on = board.Read();
        foreach (var one in Fault.All)
        {
            var trade = Trade.All.Single(trade => trade.Key == one.Trade);
            Console.WriteLine($"{(on.Contains(one.Name) ? "●" : "○")} {one.Name,-10} {trade.Name}  {one.Interface}  {one.What}");
        }

        return 0;
    }
}
