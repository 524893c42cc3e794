using System.Collections.Frozen;
using System.Text.Json;
using CityOps.Schemas.Catalogue;

namespace CityOps.Schemas.Evolution.Conversion;

/// <summary>
/// All converters that the versions of a schema set declare, from any major version to any other that a chain of them
/// leads to. Immutable; read whole, so that a wrong declaration stops the start and not a delivery.
/// </summary>
public sealed class ConverterBook
{
    private readonly FrozenDictionary<(string Dataset, int From, int To), Converter> converters;

    private ConverterBook(IEnumerable<Converter> all) =>
        converters = all.ToFrozenDictionary(one => (one.From.Dataset, one.From.Major, one.To.Major));

    public IReadOnlyCollection<Converter> All => converters.Values;

    /// <summary>Reads and checks every declaration.</summary>
    /// <exception cref="InvalidDataException">A declaration is wrong: members or versions that do not exist, a touched key, an example it cannot convert.</exception>
    public static ConverterBook Read(SchemaSet schemas)
    {
        var judge = new RecordJudge(schemas);
        var declared = new Dictionary<(string, int, int), Converter>();
        foreach (var version in schemas.All)
        {
            foreach (var declaration in ConverterDeclaration.Read(version))
            {
                var converter = new Converter(
                    schemas.Find(version.Dataset, declaration.From) ?? throw Bad(version, $"there is no version {declaration.From}"),
                    schemas.Find(version.Dataset, declaration.To) ?? throw Bad(version, $"there is no version {declaration.To}"),
                    declaration.Steps,
                    judge);
                ConverterCheck.Members(converter);
                ConverterCheck.Examples(converter, Examples(converter.From));
                if (!declared.TryAdd((version.Dataset, declaration.From, declaration.To), converter))
                {
                    throw Bad(version, $"two converters from {declaration.From} to {declaration.To}");
                }
            }
        }

        return new ConverterBook(declared.Values.Concat(Chains(declared, judge)));
    }

    /// <summary>Null where the versions are not linked by declared converters.</summary>
    public Converter? Find(string dataset, int from, int to) => converters.GetValueOrDefault((dataset, from, to));

    // Shortest chains first; the steps of a chain are those of its links, one after the other.
    private static IEnumerable<Converter> Chains(Dictionary<(string Dataset, int From, int To), Converter> declared, RecordJudge judge)
    {
        var known = declared.ToDictionary();
        for (var longer = true; longer;)
        {
            var found = (from head in known.Values
                         from tail in declared.Values
                         where tail.From == head.To && tail.To.Major != head.From.Major && !known.ContainsKey((head.From.Dataset, head.From.Major, tail.To.Major))
                         select new Converter(head.From, tail.To, [.. head.Steps, .. tail.Steps], judge))
                .DistinctBy(one => (one.From.Dataset, one.From.Major, one.To.Major)).ToList();
            foreach (var one in found)
            {
                known.Add((one.From.Dataset, one.From.Major, one.To.Major), one);
            }

            longer = found.Count > 0;
        }

        return known.Where(one => !declared.ContainsKey(one.Key)).Select(one => one.Value);
    }

    private static IEnumerable<string> Examples(DatasetVersion version) =>
        JsonElement.Parse(version.SchemaBytes.Span).TryGetProperty("examples", out var examples) && examples.ValueKind == JsonValueKind.Array
            ? examples.EnumerateArray().Select(example => example.GetRawText())
            : [];

    private static InvalidDataException Bad(DatasetVersion version, string reason) => new($"x-converters of {version.Dataset} {version.Version}: {reason}");
}
