using System.Text.Json;
using CityOps.Schemas.Mapping.Sources;
using CityOps.Schemas.Mapping.Steps;

namespace CityOps.Schemas.Mapping;

/// <summary>Reads the sources of a mapping file, each with its steps. A faulty one is told and answered by an empty constant.</summary>
internal sealed class SourceReader(Faults faults, IReadOnlyList<string> members, IReadOnlyDictionary<string, string> parameters, JsonElement root)
{
    private static readonly string[] Kinds = ["column", "const", "parameter", "member", "join", "first", "between", "sequence"];
    private readonly StepReader stepReader = new(faults, root);

    public Source Read(JsonElement source, string at)
    {
        var steps = stepReader.ReadAll(source, at);
        var kinds = Kinds.Where(kind => source.TryGetProperty(kind, out _)).ToArray();
        if (kinds.Length != 1)
        {
            faults.Add(at, $"须恰有一个来源：{string.Join("、", Kinds)}。", $"Exactly one source must be named: {string.Join(", ", Kinds)}.");
            return new ConstSource(null, steps);
        }

        var value = source.GetProperty(kinds[0]);
        at = Faults.At(at, kinds[0]);
        return kinds[0] switch
        {
            "column" => new ColumnSource(value.GetString()!, steps),
            "const" => new ConstSource(TextOf(value), steps),
            "parameter" => new ConstSource(Parameter(value.GetString()!, at), steps),
            "member" => Member(value.GetString()!, at) is { } member ? new MemberSource(member, steps) : new ConstSource(null, steps),
            "join" => new JoinSource(Parts(value, at), steps),
            "first" => new FirstSource(Parts(value, at), steps),
            "between" => Between(value, steps, at),
            _ => new SequenceSource(value.GetInt32(), steps),
        };
    }

    private static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        _ => value.GetRawText(),
    };

    private List<Source> Parts(JsonElement value, string at) =>
        [.. value.EnumerateArray().Select((part, index) => Read(part, $"{at}/{index}"))];

    private Source Between(JsonElement value, IReadOnlyList<Step> steps, string at)
    {
        var (from, to) = (Member(value.GetProperty("from").GetString()!, at + "/from"), Member(value.GetProperty("to").GetString()!, at + "/to"));
        var unit = value.GetProperty("unit").GetString() switch
        {
            "minutes" => TimeSpan.FromMinutes(1),
            "hours" => TimeSpan.FromHours(1),
            _ => TimeSpan.FromDays(1),
        };
        return from is { } first && to is { } second ? new BetweenSource(first, second, unit, steps) : new ConstSource(null, steps);
    }

    private string? Parameter(string name, string at)
    {
        if (parameters.TryGetValue(name, out var value))
        {
            if (value.Length == 0)
            {
                faults.Add(at, $"参数 {name} 没有取值：写入文件或用 --set {name}=… 给出。", $"Parameter {name} has no value: write it into the file or give --set {name}=…");
            }

            return value;
        }

        faults.Add(at, $"没有参数 {name}。", $"There is no parameter {name}.");
        return null;
    }

    private int? Member(string name, string at)
    {
        for (var i = 0; i < members.Count; i++)
        {
            if (members[i] == name)
            {
                return i;
            }
        }

        faults.Add(at, $"成员 {name} 没有映射。", $"Member {name} is not mapped.");
        return null;
    }
}
