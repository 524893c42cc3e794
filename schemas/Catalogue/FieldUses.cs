using System.Text;
using System.Text.Json;
using CityOps.Schemas.Codes;

namespace CityOps.Schemas.Catalogue;

/// <summary>
/// What a dataset's fields use besides JSON Schema: code lists by name, and check characters. Read once from the schema's
/// x- members; <see cref="Looks"/> is empty for most datasets, and then their records pay nothing.
/// </summary>
internal sealed class FieldUses
{
    // As many names as one look over a record takes.
    private const int Together = 6;

    private readonly Dictionary<string, CodeList> lists = new(StringComparer.Ordinal);

    /// <param name="schema">The dataset's schema.</param>
    /// <param name="codes">The lists that its x-codelist members may name; others are left alone.</param>
    public FieldUses(JsonElement schema, CodeLists codes)
    {
        var fields = new List<CheckedField>();
        foreach (var property in schema.GetProperty("properties").EnumerateObject())
        {
            Walk("/" + property.Name, property.Value, codes);
            var credit = property.Value.TryGetProperty("x-check", out var check) && check.ValueEquals("credit"u8);
            var dated = lists.GetValueOrDefault("/" + property.Name) is { IsDated: true } list ? list : null;
            if (credit || dated is not null)
            {
                fields.Add(new CheckedField(Encoding.UTF8.GetBytes(property.Name), credit, dated));
            }
        }

        Looks = [.. fields.Chunk(Together).Select(some => (some, some.Select(field => field.Name).ToArray()))];
    }

    /// <summary>The top-level fields whose values a schema cannot judge, with their names, look by look.</summary>
    public (CheckedField[] Fields, byte[][] Names)[] Looks { get; }

    /// <summary>The list of codes a value at this place is taken from, if any.</summary>
    public CodeList? ListAt(string pointer) =>
        lists.Count == 0 ? null : lists.GetValueOrDefault(string.Join('/', pointer.Split('/').Select(step => step.Length > 0 && step.All(char.IsAsciiDigit) ? "*" : step)));

    private void Walk(string at, JsonElement schema, CodeLists codes)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        if (schema.TryGetProperty("x-codelist", out var named) && codes.Find(named.GetString() ?? "") is { } list)
        {
            lists[at] = list;
        }

        if (schema.TryGetProperty("items", out var items))
        {
            Walk(at + "/*", items, codes);
        }

        if (schema.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in properties.EnumerateObject())
            {
                Walk($"{at}/{property.Name}", property.Value, codes);
            }
        }
    }
}

/// <summary>A field to be looked at after the schema.</summary>
internal sealed record CheckedField(byte[] Name, bool Credit, CodeList? Dated);
