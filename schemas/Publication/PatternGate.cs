using System.Text.Json;
using CityOps.Schemas.Validation.Patterns;

namespace CityOps.Schemas.Publication;

/// <summary>The patterns of one document: regular ones of bounded size, each and all together.</summary>
internal sealed class PatternGate
{
    private const int MostRepeats = 1000;
    private const int MostSteps = 2500;
    private const int MostStepsTogether = 20_000;

    private int together;

    public IEnumerable<GateFinding> Examine(Subschema place)
    {
        if (place.Keywords.ValueKind != JsonValueKind.Object)
        {
            yield break;
        }

        if (place.Keywords.TryGetProperty("pattern", out var pattern) && pattern.ValueKind == JsonValueKind.String
            && Judge(place.At("pattern"), pattern.GetString()!) is { } unsafePattern)
        {
            yield return unsafePattern;
        }

        if (place.Keywords.TryGetProperty("patternProperties", out var map) && map.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in map.EnumerateObject())
            {
                if (Judge(place.At("patternProperties") + "/" + Subschema.Escape(member.Name), member.Name) is { } finding)
                {
                    yield return finding;
                }
            }
        }
    }

    private GateFinding? Judge(string pointer, string source)
    {
        if (together > MostStepsTogether)
        {
            return null; // said already
        }

        var parser = new PatternParser(source);
        ChoicePart syntax;
        try
        {
            syntax = parser.Parse();
        }
        catch (PatternException fault)
        {
            return GateFindings.UnsafePattern(pointer, $"不符合 ECMA-262：{fault.Message}", $"not ECMA-262: {fault.Message}");
        }

        if (!parser.IsRegular)
        {
            return GateFindings.UnsafePattern(pointer, "含环视或反向引用", "look-around or a back-reference");
        }

        if (syntax.Choices.Any(choice => choice.Any(RepeatsTooOften)) || PatternProgram.TryWrite(syntax) is not { Size: <= MostSteps } program)
        {
            return GateFindings.UnsafePattern(pointer, "重复次数过多", "too many repeats");
        }

        together += program.Size;
        return together > MostStepsTogether ? GateFindings.TooLarge(pointer, $"patterns of more than {MostStepsTogether} steps together") : null;
    }

    private static bool RepeatsTooOften(PatternPart part) => part switch
    {
        RepeatPart repeat => repeat.Least > MostRepeats || repeat.Most > MostRepeats || RepeatsTooOften(repeat.Part),
        GroupPart group => RepeatsTooOften(group.Inner),
        ChoicePart choice => choice.Choices.Any(parts => parts.Any(RepeatsTooOften)),
        _ => false,
    };
}
