using System.Text.Json;
using CityOps.Schemas.Catalogue;
using CityOps.Schemas.Mapping.Sources;

namespace CityOps.Schemas.Mapping;

/// <summary>
/// 映射: how the rows of a foreign table become records of one dataset. Compiled from a mapping file whole or not at all;
/// <see cref="Bind"/> fits it to the header row of a table.
/// </summary>
public sealed class RowMapping
{
    internal RowMapping(IReadOnlyList<MappedMember> members) => Members = members;

    public required DatasetVersion Dataset { get; init; }

    public required CsvShape Csv { get; init; }

    /// <summary>What the mapping's author takes for granted; every report repeats it.</summary>
    public required IReadOnlyList<string> Assumptions { get; init; }

    /// <summary>Steps that change what the data say, named in every report.</summary>
    public required IReadOnlyList<string> Declared { get; init; }

    /// <summary>Columns left out on purpose, and why.</summary>
    public required IReadOnlyDictionary<string, string> Ignored { get; init; }

    internal IReadOnlyList<MappedMember> Members { get; }

    /// <summary>
    /// Reads a mapping file. Its faults are all told at once (<see cref="Refusal.Fields"/>). <paramref name="parameters"/>
    /// replace those the file gives, and must be named there.
    /// </summary>
    public static Outcome<RowMapping> Compile(ReadOnlyMemory<byte> mappingUtf8, SchemaSet schemas, IReadOnlyDictionary<string, string>? parameters = null) =>
        new MappingCompiler(schemas, parameters ?? new Dictionary<string, string>()).Compile(mappingUtf8);

    /// <summary>Names of the parameters a mapping file has; none where it cannot be read.</summary>
    public static IReadOnlyList<string> ParameterNames(ReadOnlyMemory<byte> mappingUtf8)
    {
        try
        {
            using var document = JsonDocument.Parse(mappingUtf8);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("parameters", out var named) && named.ValueKind == JsonValueKind.Object
                ? [.. named.EnumerateObject().Select(one => one.Name)]
                : [];
        }
        catch (JsonException)
        {
            return []; // compiling says what is wrong
        }
    }

    /// <summary>Every column is mapped or ignored, and every mapped one is there, or the header is refused (I8).</summary>
    public Outcome<RowMapper> Bind(IReadOnlyList<string> header)
    {
        var faults = new Faults();
        foreach (var twice in header.GroupBy(name => name, StringComparer.Ordinal).Where(same => same.Count() > 1))
        {
            faults.Add(twice.Key, "列名重复。", "This column stands twice.");
        }

        var used = Members.SelectMany(member => All(member.Source)).SelectMany(source => source.Columns).ToHashSet(StringComparer.Ordinal);
        foreach (var absent in used.Concat(Ignored.Keys).Where(name => !header.Contains(name)))
        {
            faults.Add(absent, "表中没有这一列。", "The table has no such column.");
        }

        foreach (var homeless in header.Distinct(StringComparer.Ordinal).Where(name => !used.Contains(name) && !Ignored.ContainsKey(name)))
        {
            faults.Add(homeless, "该列既未映射也未声明忽略。", "This column is neither mapped nor ignored.");
        }

        if (faults.Any)
        {
            return MappingRefusals.Header with { Fields = faults.All };
        }

        return new RowMapper(this, header);
    }

    internal static IEnumerable<Source> All(Source source) => source.Parts.SelectMany(All).Prepend(source);
}

/// <summary>One member of the record and its source. Members of <c>ext</c> stand behind all others.</summary>
internal sealed record MappedMember(string Name, MemberKind Kind, Source Source, bool InExt)
{
    public string Pointer => Faults.At(InExt ? "/ext" : "", Name);
}
