using System.Globalization;
using System.Text.Json;

namespace CityOps.Tests.Schemas.Reference;

/// <summary>
/// JSON Schema 2020-12 as the specification tells it, keyword by keyword over a parsed document: slow, and plain enough to be
/// right by reading. It knows references within one document (pointers, anchors, dynamic anchors) and no formats.
/// </summary>
public sealed class ReferenceEvaluator(JsonElement root)
{
    /// <summary>What a schema says of a value: whether it fits, and which members and items it has looked at.</summary>
    private sealed class Verdict
    {
        public bool Fits { get; set; } = true;

        public HashSet<string> Members { get; } = [];

        public HashSet<int> Items { get; } = [];

        public void Take(Verdict other)
        {
            Members.UnionWith(other.Members);
            Items.UnionWith(other.Items);
        }
    }

    public bool IsValid(JsonElement value) => Judge(root, value).Fits;

    private Verdict Judge(JsonElement schema, JsonElement value)
    {
        var verdict = new Verdict();
        if (schema.ValueKind != JsonValueKind.Object)
        {
            verdict.Fits = schema.ValueKind == JsonValueKind.True;
            return verdict;
        }

        InPlace(schema, value, verdict);
        verdict.Fits &= Assertions.Hold(schema, value);
        if (value.ValueKind == JsonValueKind.Array)
        {
            Items(schema, value, verdict);
        }

        if (value.ValueKind == JsonValueKind.Object)
        {
            Members(schema, value, verdict);
        }

        Unevaluated(schema, value, verdict);
        return verdict;
    }

    private void InPlace(JsonElement schema, JsonElement value, Verdict verdict)
    {
        foreach (var keyword in (string[])["$ref", "$dynamicRef"])
        {
            if (schema.TryGetProperty(keyword, out var reference))
            {
                Need(Judge(Find(reference.GetString()!), value), verdict);
            }
        }

        foreach (var each in List(schema, "allOf"))
        {
            Need(Judge(each, value), verdict);
        }

        Count(List(schema, "anyOf").Select(each => Judge(each, value)), schema.TryGetProperty("anyOf", out _), fitting => fitting > 0, verdict);
        Count(List(schema, "oneOf").Select(each => Judge(each, value)), schema.TryGetProperty("oneOf", out _), fitting => fitting == 1, verdict);
        if (schema.TryGetProperty("not", out var not))
        {
            verdict.Fits &= !Judge(not, value).Fits;
        }

        if (schema.TryGetProperty("if", out var condition))
        {
            var test = Judge(condition, value);
            if (test.Fits)
            {
                verdict.Take(test);
            }

            if (schema.TryGetProperty(test.Fits ? "then" : "else", out var branch))
            {
                Need(Judge(branch, value), verdict);
            }
        }

        foreach (var (name, dependent) in Map(schema, "dependentSchemas"))
        {
            if (value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out _))
            {
                Need(Judge(dependent, value), verdict);
            }
        }
    }

    private static void Need(Verdict part, Verdict whole)
    {
        whole.Fits &= part.Fits;
        if (part.Fits)
        {
            whole.Take(part);
        }
    }

    private static void Count(IEnumerable<Verdict> parts, bool asked, Predicate<int> enough, Verdict whole)
    {
        var fitting = parts.Where(part => part.Fits).ToList();
        whole.Fits &= !asked || enough(fitting.Count);
        fitting.ForEach(whole.Take);
    }

    private void Items(JsonElement schema, JsonElement value, Verdict verdict)
    {
        var prefix = List(schema, "prefixItems").ToList();
        var length = value.GetArrayLength();
        for (var i = 0; i < length; i++)
        {
            if (i < prefix.Count || schema.TryGetProperty("items", out _))
            {
                verdict.Fits &= Judge(i < prefix.Count ? prefix[i] : schema.GetProperty("items"), value[i]).Fits;
                verdict.Items.Add(i);
            }
        }

        if (schema.TryGetProperty("contains", out var contains))
        {
            var found = Enumerable.Range(0, length).Where(i => Judge(contains, value[i]).Fits).ToList();
            verdict.Items.UnionWith(found);
            verdict.Fits &= found.Count >= Assertions.Number(schema, "minContains", 1) && found.Count <= Assertions.Number(schema, "maxContains", int.MaxValue);
        }
    }

    private void Members(JsonElement schema, JsonElement value, Verdict verdict)
    {
        var properties = Map(schema, "properties").ToDictionary(p => p.Name, p => p.Schema, StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
        {
            var schemas = Map(schema, "patternProperties").Where(p => Assertions.Matches(p.Name, member.Name)).Select(p => p.Schema).ToList();
            if (properties.TryGetValue(member.Name, out var own))
            {
                schemas.Add(own);
            }

            if (schemas.Count == 0 && schema.TryGetProperty("additionalProperties", out var additional))
            {
                schemas.Add(additional);
            }

            if (schemas.Count > 0)
            {
                verdict.Members.Add(member.Name);
            }

            verdict.Fits &= schemas.TrueForAll(each => Judge(each, member.Value).Fits);
            if (schema.TryGetProperty("propertyNames", out var names))
            {
                verdict.Fits &= Judge(names, JsonSerializer.SerializeToElement(member.Name)).Fits;
            }
        }
    }

    private void Unevaluated(JsonElement schema, JsonElement value, Verdict verdict)
    {
        if (value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("unevaluatedItems", out var items))
        {
            for (var i = 0; i < value.GetArrayLength(); i++)
            {
                verdict.Fits &= !verdict.Items.Add(i) || Judge(items, value[i]).Fits;
            }
        }

        if (value.ValueKind == JsonValueKind.Object && schema.TryGetProperty("unevaluatedProperties", out var members))
        {
            foreach (var member in value.EnumerateObject())
            {
                verdict.Fits &= !verdict.Members.Add(member.Name) || Judge(members, member.Value).Fits;
            }
        }
    }

    /// <summary>In one resource without others a dynamic reference means the one anchor of its name.</summary>
    private JsonElement Find(string reference)
    {
        var fragment = Uri.UnescapeDataString(reference.TrimStart('#'));
        return fragment.Length == 0 ? root
            : fragment[0] == '/' ? Walk(fragment)
            : FindAnchor(root, fragment) ?? throw new InvalidOperationException($"no anchor {fragment}");
    }

    private JsonElement Walk(string pointer)
    {
        var at = root;
        foreach (var raw in pointer.Split('/').Skip(1))
        {
            var name = raw.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            at = at.ValueKind == JsonValueKind.Array ? at[int.Parse(name, CultureInfo.InvariantCulture)] : at.GetProperty(name);
        }

        return at;
    }

    private static JsonElement? FindAnchor(JsonElement at, string name) => at.ValueKind switch
    {
        JsonValueKind.Array => at.EnumerateArray().Select(item => FindAnchor(item, name)).FirstOrDefault(found => found is not null),
        JsonValueKind.Object when IsNamed(at, "$anchor", name) || IsNamed(at, "$dynamicAnchor", name) => at,
        JsonValueKind.Object => at.EnumerateObject().Where(m => m.Name is not ("enum" or "const")).Select(m => FindAnchor(m.Value, name)).FirstOrDefault(found => found is not null),
        _ => null,
    };

    private static bool IsNamed(JsonElement at, string keyword, string name) =>
        at.TryGetProperty(keyword, out var anchor) && anchor.ValueKind == JsonValueKind.String && anchor.GetString() == name;

    private static IEnumerable<JsonElement> List(JsonElement schema, string keyword) =>
        schema.TryGetProperty(keyword, out var list) ? list.EnumerateArray() : [];

    private static IEnumerable<(string Name, JsonElement Schema)> Map(JsonElement schema, string keyword) =>
        schema.TryGetProperty(keyword, out var map) ? map.EnumerateObject().Select(member => (member.Name, member.Value)) : [];
}
