using CityOps.Schemas.Evolution.Proof;

namespace CityOps.Schemas.Evolution.Witnesses;

/// <summary>Objects of a schema: with what must be there, with all that may be there, and with one thing or another changed.</summary>
internal sealed class ObjectSpecimens(Specimens specimens)
{
    private const int MostSingles = 12;

    public IEnumerable<string> Of(Conjunction all)
    {
        var names = Facts.Names(all);
        var required = Facts.Required(all);
        var values = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            values[name] = Liked(all, name) is { } liked ? [liked] : specimens.Of(Members.Of(all, name));
        }

        var there = names.Where(name => values[name].Count > 0).ToList();
        if (!required.All(there.Contains))
        {
            yield break;
        }

        var smallest = new ObjectText(there.Where(required.Contains).Select(name => KeyValuePair.Create(name, values[name][0])));
        var full = new ObjectText(there.Select(name => KeyValuePair.Create(name, values[name][0])));
        smallest = Filled(all, smallest, full);
        yield return smallest.ToString();
        yield return Shortened(all, full, required).ToString();
        foreach (var name in there.Except(required).Take(MostSingles))
        {
            yield return smallest.With(name, values[name][0]).ToString();
        }

        foreach (var name in there)
        {
            foreach (var value in values[name].Skip(1).Take(2))
            {
                yield return smallest.With(name, value).ToString();
            }
        }

        foreach (var (name, value) in Unnamed(all, names))
        {
            yield return smallest.With(name, value).ToString();
        }
    }

    /// <summary>A member that no schema names, where one may stand.</summary>
    public IEnumerable<(string Name, string Value)> Unnamed(Conjunction all, IReadOnlyList<string> names)
    {
        var patterns = Members.Patterns(all.Places);
        var classes = patterns.Select(pattern => new[] { pattern }).Prepend([]);
        foreach (var matched in classes)
        {
            var member = Members.OfClass(all, matched);
            if (!member.IsNever && Members.Unnamed(all, names, matched, patterns).Texts is [var name, ..] && specimens.Of(member) is [var value, ..])
            {
                yield return (name, value);
            }
        }
    }

    // The header says which dataset and version it is; a specimen says so too.
    private static string? Liked(Conjunction all, string name)
    {
        var mark = name switch
        {
            "dataset" => "x-dataset",
            "schemaVersion" => "x-version",
            _ => null,
        };
        var value = mark is null ? null : all.Places.Select(place => place.Text(mark)).FirstOrDefault(text => text is not null);
        return value is not null && Members.Of(all, name).Takes(ObjectText.Quote(value)) ? ObjectText.Quote(value) : null;
    }

    private ObjectText Filled(Conjunction all, ObjectText smallest, ObjectText full)
    {
        var least = all.Places.Max(place => place.Count("minProperties")) ?? 0;
        foreach (var (name, value) in full.Members.TakeWhile(_ => smallest.Members.Count < least))
        {
            smallest = smallest.With(name, value);
        }

        return smallest.Members.Count < least && Unnamed(all, Facts.Names(all)).ToList() is [var (extra, text), ..]
            ? Enumerable.Range(0, Math.Min(least - smallest.Members.Count, 50)).Aggregate(smallest, (made, i) => made.With(i == 0 ? extra : extra + i, text))
            : smallest;
    }

    private static ObjectText Shortened(Conjunction all, ObjectText full, IReadOnlyList<string> required)
    {
        var most = all.Places.Min(place => place.Count("maxProperties")) ?? int.MaxValue;
        foreach (var (name, _) in full.Members.Reverse())
        {
            full = full.Members.Count > most && !required.Contains(name) ? full.Without(name) : full;
        }

        return full;
    }
}
