using System.Text.Json;
using CityOps.Schemas.Records;
using CityOps.Schemas.Rules.Expressions;

namespace CityOps.Schemas.Rules;

/// <summary>The rules of one dataset version, compiled. Immutable; any number of threads may ask it.</summary>
public sealed class RuleSet
{
    private const int MostMembers = 128;
    private const int FirstSensitiveLevel = 3;
    private readonly RuleMembers members;
    private readonly Rule[] rules;

    private RuleSet(IReadOnlyList<RuleDraft> drafts, IReadOnlyList<KeyValuePair<string, Kind>> properties, IReadOnlySet<string> sensitive)
    {
        members = new RuleMembers(properties, drafts.SelectMany(draft => Sensible(draft, () => ExpressionParser.NamesIn(draft.Must).ToArray())).ToHashSet(StringComparer.Ordinal));
        if (members.Count > MostMembers)
        {
            throw new InvalidDataException($"the rules of one dataset name {MostMembers} members at most");
        }

        rules = [.. drafts.Select(draft => Sensible(draft, () => Compile(draft, sensitive)))];
    }

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<Rule> All => rules;

    /// <summary>Reads <c>x-rules</c> of a dataset's schema; a schema without has no rules.</summary>
    /// <exception cref="InvalidDataException">A rule that makes no sense: which, and why.</exception>
    public static RuleSet Read(JsonElement schema)
    {
        var properties = schema.GetProperty("properties").EnumerateObject().ToArray();
        var sensitive = properties.Where(property => Level(property.Value) >= FirstSensitiveLevel).Select(property => property.Name).ToHashSet(StringComparer.Ordinal);
        var drafts = schema.TryGetProperty("x-rules", out var list) ? list.EnumerateArray().Select(Draft).ToArray() : [];
        return new RuleSet(drafts, [.. properties.Select(property => KeyValuePair.Create(property.Name, KindOf(property.Value)))], sensitive);
    }

    /// <summary>Adds what the record breaks, errors and warnings apart. The record keeps its schema. Allocates nothing where it breaks nothing.</summary>
    public void Check(ReadOnlySpan<byte> compact, ref List<RecordProblem>? errors, ref List<RecordProblem>? warnings)
    {
        if (rules.Length == 0)
        {
            return;
        }

        Span<int> bounds = stackalloc int[MostMembers * 2];
        var record = new RuleInput(compact, members, bounds[..(members.Count * 2)]);
        foreach (var rule in rules)
        {
            if (rule.IsBroken(record))
            {
                var list = rule.Level == RuleLevel.Error ? errors ??= [] : warnings ??= [];
                list.Add(rule.Problem(record));
            }
        }
    }

    private Rule Compile(RuleDraft draft, IReadOnlySet<string> sensitive) =>
        draft.Level is "E" or "W" ? new Rule(draft, members, sensitive) : throw new FormatException($"the level is E or W, not {draft.Level}");

    private static T Sensible<T>(RuleDraft draft, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (FormatException fault)
        {
            throw new InvalidDataException($"rule {draft.Id} ({draft.Must}): {fault.Message}", fault);
        }
    }

    private static RuleDraft Draft(JsonElement rule)
    {
        string Text(string name) => rule.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : throw new InvalidDataException($"a rule of x-rules lacks {name}: {rule.GetRawText()}");

        return new RuleDraft(Text("id"), Text("level"), Text("code"), Text("at"), Text("must"), Text("message"), Text("messageEn"));
    }

    private static int Level(JsonElement property) =>
        property.ValueKind == JsonValueKind.Object && property.TryGetProperty("x-level", out var level) && level.TryGetInt32(out var number) ? number : 0;

    // Members without a type are lists of codes, which are texts.
    private static Kind KindOf(JsonElement property)
    {
        string? Text(string name) =>
            property.ValueKind == JsonValueKind.Object && property.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

        return (Text("type"), Text("format")) switch
        {
            (_, "date-time" or "date") => Kind.Time,
            ("integer" or "number", _) => Kind.Number,
            ("boolean", _) => Kind.Truth,
            ("array", _) => Kind.List,
            ("object", _) => Kind.Object,
            _ => Kind.Text,
        };
    }
}
