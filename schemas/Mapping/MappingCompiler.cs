using System.Reflection;
using System.Text.Json;
using CityOps.Schemas.Catalogue;
using CityOps.Schemas.Records;
using CityOps.Schemas.Validation;

namespace CityOps.Schemas.Mapping;

/// <summary>Reads a mapping file: by its schema first, then what a schema cannot say. All faults are told together.</summary>
internal sealed class MappingCompiler(SchemaSet schemas, IReadOnlyDictionary<string, string> given)
{
    private const int MostBytes = 4 << 20;
    private static readonly Lazy<JsonSchema> Schema = new(() => JsonSchema.Compile(ReadSchema()));
    private readonly Faults faults = new();

    public Outcome<RowMapping> Compile(ReadOnlyMemory<byte> text)
    {
        text = text.Span.StartsWith("\uFEFF"u8) ? text[3..] : text;
        var fault = RecordText.Compact(text.Span, new System.Buffers.ArrayBufferWriter<byte>(Math.Max(text.Length, 1)), new RecordLimits(MostBytes));
        if (fault is not null)
        {
            faults.Add(fault.Pointer, fault.Message, fault.MessageEn);
            return Refused();
        }

        var problems = new List<RecordProblem>();
        Schema.Value.Explain(text.Span, problems);
        foreach (var problem in problems)
        {
            faults.Add(problem.Pointer, problem.Message, problem.MessageEn);
        }

        using var document = JsonDocument.Parse(text);
        return faults.Any ? Refused() : Build(document.RootElement);
    }

    private static byte[] ReadSchema()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("mapping/mapping.schema.json")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private Refusal Refused() => MappingRefusals.Invalid with { Fields = faults.All };

    private Outcome<RowMapping> Build(JsonElement root)
    {
        var name = root.GetProperty("dataset").GetString()!;
        var major = root.TryGetProperty("version", out var version) ? version.GetInt32() : 1;
        if (schemas.Find(name, major) is not { } dataset)
        {
            faults.Add("/dataset", $"没有数据集 {name} 第 {major} 版。", $"There is no dataset {name} in version {major}.");
            return Refused();
        }

        var members = Members(root, MemberShape.Read(dataset.SchemaBytes));
        var ignored = Texts(root, "ignore");
        CheckCompleteness(dataset, members, ignored);
        return faults.Any ? Refused() : new RowMapping(members)
        {
            Dataset = dataset,
            Csv = Shape(root),
            Assumptions = root.TryGetProperty("assumptions", out var said) ? [.. said.EnumerateArray().Select(one => one.GetString()!)] : [],
            Declared = [.. from member in members
                           from source in RowMapping.All(member.Source)
                           from step in source.Steps
                           where step.Declared is not null
                           select $"{member.Name}: {step.Declared}"],
            Ignored = ignored,
        };
    }

    private List<MappedMember> Members(JsonElement root, IReadOnlyList<MemberShape> shapes)
    {
        var own = root.GetProperty("members");
        foreach (var unknown in own.EnumerateObject().Where(property => property.Name == "ext" || shapes.All(shape => shape.Name != property.Name)))
        {
            faults.Add(Faults.At("/members", unknown.Name), "数据集没有这个成员；没有归属的列放入 ext。", "The dataset has no such member; a column without a home goes under ext.");
        }

        var known = shapes.Where(shape => shape.Name != "ext" && own.TryGetProperty(shape.Name, out _)).ToArray();
        var reader = new SourceReader(faults, [.. known.Select(shape => shape.Name)], Parameters(root), root);
        var members = known.Select(shape => new MappedMember(shape.Name, shape.Kind, reader.Read(own.GetProperty(shape.Name), Faults.At("/members", shape.Name)), false)).ToList();
        if (root.TryGetProperty("ext", out var extension))
        {
            members.AddRange(extension.EnumerateObject().Select(one => new MappedMember(one.Name, MemberKind.Text, reader.Read(one.Value, Faults.At("/ext", one.Name)), true)));
        }

        return members;
    }

    private Dictionary<string, string> Parameters(JsonElement root)
    {
        var parameters = Texts(root, "parameters");
        foreach (var (name, value) in given)
        {
            if (!parameters.ContainsKey(name))
            {
                faults.Add(Faults.At("/parameters", name), "映射文件没有这个参数。", "The mapping file has no such parameter.");
            }

            parameters[name] = value;
        }

        return parameters;
    }

    private void CheckCompleteness(DatasetVersion dataset, List<MappedMember> members, Dictionary<string, string> ignored)
    {
        var required = MemberShape.Read(dataset.SchemaBytes).Where(shape => shape.Required);
        foreach (var missing in required.Where(shape => members.All(member => member.Name != shape.Name || member.InExt)))
        {
            faults.Add(Faults.At("/members", missing.Name), $"必填成员 {missing.Title} 没有来源。", $"The required member {missing.Name} has no source.");
        }

        var used = members.SelectMany(member => RowMapping.All(member.Source)).SelectMany(source => source.Columns);
        foreach (var both in used.Distinct(StringComparer.Ordinal).Where(ignored.ContainsKey))
        {
            faults.Add(Faults.At("/ignore", both), "该列同时被映射和忽略。", "This column is both mapped and ignored.");
        }

        if (MakingOrder.Of(members, out var circle) is null)
        {
            faults.Add(members[circle].Pointer, "成员互相派生，成环。", "Members derive from each other in a circle.");
        }
    }

    private static CsvShape Shape(JsonElement root)
    {
        if (!root.TryGetProperty("csv", out var csv))
        {
            return CsvShape.Usual;
        }

        return new CsvShape(
            csv.TryGetProperty("delimiter", out var delimiter) ? delimiter.GetString()![0] : ',',
            csv.TryGetProperty("encoding", out var encoding) ? encoding.GetString()! : "utf-8",
            !csv.TryGetProperty("header", out var header) || header.GetBoolean(),
            csv.TryGetProperty("nullTexts", out var nulls) ? nulls.EnumerateArray().Select(one => one.GetString()!).ToHashSet(StringComparer.Ordinal) : []);
    }

    private static Dictionary<string, string> Texts(JsonElement root, string name) =>
        root.TryGetProperty(name, out var found) ? found.EnumerateObject().ToDictionary(one => one.Name, one => one.Value.GetString()!, StringComparer.Ordinal) : [];
}
