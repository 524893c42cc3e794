using System.Text.Json;

namespace CityOps.Tests.Schemas.Reference;

/// <summary>
/// JSON Schema 2020-12 as the specification tells it, keyword by keyword over a parsed document: slow, and plain enough to be
/// right by reading. Formats are remarks.
/// </summary>
internal sealed class ReferenceEvaluator
{
    private readonly ReferenceLibrary library;

    public ReferenceEvaluator(JsonElement root, params IEnumerable<(string Uri, JsonElement Document)> others) =>
        library = new ReferenceLibrary(root, others);

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

    public bool IsValid(JsonElement value) => Judge(library.Root, value).Fits;

    private Verdict Judge(ReferencePlace place, JsonElement value)
    {
        var verdict = new Verdict();
        if (place.Schema.ValueKind != JsonValueKind.Object)
        {
            verdict.Fits = place.Schema.ValueKind == JsonValueKind.True;
            return verdict;
        }

        InPlace(place, value, verdict);
        verdict.Fits &= !library.Asserts(place) || Assertions.Hold(place.Schema, value);
        if (value.ValueKind == JsonValueKind.Array)
        {
            Items(place, value, verdict);
        }

        if (value.ValueKind == JsonValueKind.Object)
        {
            Members(place, value, verdict);
        }

        Unevaluated(place, value, verdict);
        return verdict;
    }

    private void InPlace(ReferencePlace place, JsonElement value, Verdict verdict)
    {
        if (place.Schema.TryGetProperty("$ref", out var reference))
        {
            Need(Judge(library.Find(place, reference.GetString()!), value), verdict);
        }

        if (place.Schema.TryGetProperty("$dynamicRef", out var dynamicReference))
        {
            Need(Judge(library.FindDynamic(place, dynamicReference.GetString()!), value), verdict);
        }

        foreach (var each in place.List("allOf"))
        {
            Need(Judge(each, value), verdict);
        }

        Count(place.List("anyOf").Select(each => Judge(each, value)), place.Has("anyOf"), fitting => fitting > 0, verdict);
        Count(place.List("oneOf").Select(each => Judge(each, value)), place.Has("oneOf"), fitting => fitting == 1, verdict);
        if (place.Has("not"))
        {
            verdict.Fits &= !Judge(place.Inner("not"), value).Fits;
        }

        if (place.Has("if"))
        {
            var test = Judge(place.Inner("if"), value);
            if (test.Fits)
            {
                verdict.Take(test);
            }

            var branch = test.Fits ? "then" : "else";
            if (place.Has(branch))
            {
                Need(Judge(place.Inner(branch), value), verdict);
            }
        }

        foreach (var (name, dependent) in place.Map("dependentSchemas"))
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

    private void Items(ReferencePlace place, JsonElement value, Verdict verdict)
    {
        var prefix = place.List("prefixItems").ToList();
        var length = value.GetArrayLength();
        for (var i = 0; i < length; i++)
        {
            if (i < prefix.Count || place.Has("items"))
            {
                verdict.Fits &= Judge(i < prefix.Count ? prefix[i] : place.Inner("items"), value[i]).Fits;
                verdict.Items.Add(i);
            }
        }

        if (place.Has("contains"))
        {
            var found = Enumerable.Range(0, length).Where(i => Judge(place.Inner("contains"), value[i]).Fits).ToList();
            verdict.Items.UnionWith(found);
            verdict.Fits &= found.Count >= Assertions.Number(place.Schema, "minContains", 1) && found.Count <= Assertions.Number(place.Schema, "maxContains", int.MaxValue);
        }
    }

    private void Members(ReferencePlace place, JsonElement value, Verdict verdict)
    {
        var properties = place.Map("properties").ToDictionary(p => p.Name, p => p.Place, StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
        {
            var schemas = place.Map("patternProperties").Where(p => Assertions.Matches(p.Name, member.Name)).Select(p => p.Place).ToList();
            if (properties.TryGetValue(member.Name, out var own))
            {
                schemas.Add(own);
            }

            if (schemas.Count == 0 && place.Has("additionalProperties"))
            {
                schemas.Add(place.Inner("additionalProperties"));
            }

            if (schemas.Count > 0)
            {
                verdict.Members.Add(member.Name);
            }

            verdict.Fits &= schemas.TrueForAll(each => Judge(each, member.Value).Fits);
            if (place.Has("propertyNames"))
            {
                verdict.Fits &= Judge(place.Inner("propertyNames"), JsonSerializer.SerializeToElement(member.Name)).Fits;
            }
        }
    }

    private void Unevaluated(ReferencePlace place, JsonElement value, Verdict verdict)
    {
        if (value.ValueKind == JsonValueKind.Array && place.Has("unevaluatedItems"))
        {
            for (var i = 0; i < value.GetArrayLength(); i++)
            {
                verdict.Fits &= !verdict.Items.Add(i) || Judge(place.Inner("unevaluatedItems"), value[i]).Fits;
            }
        }

        if (value.ValueKind == JsonValueKind.Object && place.Has("unevaluatedProperties"))
        {
            foreach (var member in value.EnumerateObject())
            {
                verdict.Fits &= !verdict.Members.Add(member.Name) || Judge(place.Inner("unevaluatedProperties"), member.Value).Fits;
            }
        }
    }
}
