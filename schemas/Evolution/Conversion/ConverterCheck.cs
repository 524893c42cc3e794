using System.Buffers;
using System.Text;
using System.Text.Json;
using CityOps.Schemas.Catalogue;
using CityOps.Schemas.Records;

namespace CityOps.Schemas.Evolution.Conversion;

/// <summary>What is asked of a converter before any record meets it.</summary>
public static class ConverterCheck
{
    /// <summary>Turns each example that is good under the one version into a record that must be good under the other.</summary>
    /// <exception cref="InvalidDataException">One does not convert; the message names the field.</exception>
    public static void Examples(Converter converter, IEnumerable<string> examples)
    {
        foreach (var example in examples)
        {
            var stored = new ArrayBufferWriter<byte>();
            if (RecordText.Compact(Encoding.UTF8.GetBytes(example), stored, RecordLimits.Standard) is { } fault)
            {
                throw Bad(converter, $"an example is no record: {fault.MessageEn}");
            }

            if (converter.Convert(stored.WrittenMemory).Problems is [var problem, ..])
            {
                throw Bad(converter, $"{problem.Pointer} {problem.Keyword}: {problem.MessageEn} ({problem.Message}) in {example}");
            }
        }
    }

    /// <summary>Every member a step names must be there, what it puts in must fit, and keys keep their values: the record id is made of them.</summary>
    internal static void Members(Converter converter)
    {
        var known = Properties(converter.From);
        var wanted = Properties(converter.To);
        var now = known.ToHashSet(StringComparer.Ordinal);
        foreach (var step in converter.Steps)
        {
            var fault = step switch
            {
                RenameStep rename => Missing(now, rename.From) ?? (HeaderSlots.Names.Contains(rename.From) || HeaderSlots.Names.Contains(rename.To) ? "a header member cannot be renamed" : null),
                DropStep drop => Missing(now, drop.Member) ?? Key(converter, drop.Member),
                MapStep map => Missing(now, map.Member) ?? Key(converter, map.Member),
                DefaultStep put => wanted.Contains(put.Member) ? Key(converter, put.Member) : $"{put.Member} is no member of version {converter.To.Version}",
                _ => null,
            };
            if (fault is not null)
            {
                throw Bad(converter, fault);
            }

            Follow(now, step);
        }

        if (!converter.From.Key.Select(name => Renamed(converter, name)).SequenceEqual(converter.To.Key))
        {
            throw Bad(converter, "the key members do not become the key members of the other version");
        }
    }

    private static void Follow(HashSet<string> now, ConversionStep step)
    {
        switch (step)
        {
            case RenameStep rename:
                now.Remove(rename.From);
                now.Add(rename.To);
                break;
            case DropStep drop:
                now.Remove(drop.Member);
                break;
            case DefaultStep put:
                now.Add(put.Member);
                break;
        }
    }

    private static string? Missing(HashSet<string> now, string member) => now.Contains(member) ? null : $"there is no member {member} at this step";

    private static string? Key(Converter converter, string member) =>
        converter.From.Key.Contains(member) || converter.To.Key.Contains(member) || HeaderSlots.Names.Contains(member)
            ? $"{member} belongs to the header or the key and keeps its value"
            : null;

    private static string Renamed(Converter converter, string name) =>
        converter.Steps.OfType<RenameStep>().Aggregate(name, (now, step) => step.From == now ? step.To : now);

    private static HashSet<string> Properties(DatasetVersion version) =>
        [.. JsonElement.Parse(version.SchemaBytes.Span).GetProperty("properties").EnumerateObject().Select(member => member.Name)];

    private static InvalidDataException Bad(Converter converter, string reason) =>
        new($"converter of {converter.From.Dataset} from {converter.From.Version} to {converter.To.Version}: {reason}");
}
