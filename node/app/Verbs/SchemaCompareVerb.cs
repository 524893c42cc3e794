using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using CityOps.Schemas.Catalogue;
using CityOps.Schemas.Evolution;
using Reader = CityOps.Schemas.Evolution.Reading;
using CityOps.Schemas.Validation;

namespace CityOps.Node.Verbs;

/// <summary>
/// <c>cityops schema compare OLD NEW</c>: whether readers of one version can read what is written under the other, with a
/// record that shows each difference. Ends with 0 when compatible, 1 when not, 3 when undecided, 2 when it could not look.
/// </summary>
internal static class SchemaCompareVerb
{
    private const int NotLooked = 2;

    private static readonly JsonSerializerOptions Shape = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static Command Make()
    {
        var older = new Argument<string>("OLD") { Description = "旧版模式文件，或 MG-01.v1 schema file of the old version, or a dataset of this build" };
        var newer = new Argument<string>("NEW") { Description = "新版模式文件，或 MG-01.v2 schema file of the new version, or a dataset of this build" };
        var reading = new Option<Reader>("--reading") { Description = "backward 新读旧 new readers, old data；forward 旧读新 old readers, new data；full 两者 both", DefaultValueFactory = _ => Reader.Full };
        var earlier = new Option<string[]>("--earlier") { Description = "更早的版本，一并比较 earlier versions to compare with as well", AllowMultipleArgumentsPerToken = true };
        var json = new Option<bool>("--json") { Description = "机器可读 machine-readable" };
        var compare = new Command("compare", "比较两个模式版本的兼容性 compare two versions of a schema") { older, newer, reading, earlier, json };
        compare.SetAction(parsed => Run(
            [.. parsed.GetValue(earlier) ?? [], parsed.GetValue(older)!], parsed.GetValue(newer)!, parsed.GetValue(reading), parsed.GetValue(json) ? Json : Report, parsed.InvocationConfiguration));
        return compare;
    }

    private static int Run(IReadOnlyList<string> older, string newer, Reader reading, Action<Verdict, TextWriter> tell, InvocationConfiguration console)
    {
        try
        {
            var verdict = Compatibility.CompareAll([.. older.Select(Read)], Read(newer), reading);
            tell(verdict, console.Output);
            return verdict.Answer switch
            {
                Answer.Compatible => 0,
                Answer.Incompatible => 1,
                _ => 3,
            };
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or SchemaException)
        {
            console.Error.WriteLine(fault.Message);
            return NotLooked;
        }
    }

    private static ReadOnlyMemory<byte> Read(string name) =>
        !File.Exists(name) && SchemaSet.Standard.All.FirstOrDefault(version => $"{version.Dataset}.v{version.Major}" == name) is { } known ? known.SchemaBytes : File.ReadAllBytes(name);

    private static void Json(Verdict verdict, TextWriter output) => output.WriteLine(JsonSerializer.Serialize(verdict, Shape));

    private static void Report(Verdict verdict, TextWriter output)
    {
        output.WriteLine(verdict.Answer switch
        {
            Answer.Compatible => "兼容 compatible",
            Answer.Incompatible => $"不兼容：{verdict.Differences.Count} 处 incompatible: {verdict.Differences.Count} differences",
            _ => $"无法判定：{verdict.Open.Count} 处 undecided: {verdict.Open.Count} places",
        });
        foreach (var side in verdict.Differences.GroupBy(difference => difference.Reading))
        {
            output.WriteLine();
            output.WriteLine(side.Key == Reader.Backward ? "后向：新版读者读旧版数据 backward: new readers, old data" : "前向：旧版读者读新版数据 forward: old readers, new data");
            foreach (var difference in side)
            {
                output.WriteLine($"  - {difference.Message}");
                output.WriteLine($"    {difference.MessageEn}");
                output.WriteLine($"    反例 counterexample: {difference.Document}");
            }
        }

        Lines(output, "未能判定 left open", verdict.Open.Select(place => (place.Message, place.MessageEn)));
        Lines(output, "须告知使用者 to be told to people", verdict.Notices.Select(notice => (notice.Message, notice.MessageEn)));
    }

    private static void Lines(TextWriter output, string title, IEnumerable<(string Chinese, string English)> lines)
    {
        var all = lines.ToList();
        output.Write(all.Count > 0 ? $"\n{title}\n" : "");
        foreach (var (chinese, english) in all)
        {
            output.WriteLine($"  - {chinese}");
            output.WriteLine($"    {english}");
        }
    }
}
