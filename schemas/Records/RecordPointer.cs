using System.Globalization;
using System.Text;

namespace CityOps.Schemas.Records;

/// <summary>Where in a text a fault is. Runs on faults only, over text that is well-formed up to there, so it may be slow.</summary>
internal static class RecordPointer
{
    /// <summary>
    /// The JSON pointer of the value or member that <paramref name="before"/> leads to. A name that starts at the fault
    /// itself (a duplicate) is read from <paramref name="from"/>.
    /// </summary>
    public static string At(ReadOnlySpan<byte> before, ReadOnlySpan<byte> from)
    {
        var steps = new List<Step>();
        var at = 0;
        while (at < before.Length)
        {
            switch (before[at])
            {
                case (byte)'{' or (byte)'[':
                    steps.Add(new Step(before[at] == '{'));
                    break;
                case (byte)'}' or (byte)']' when steps.Count > 0:
                    steps.RemoveAt(steps.Count - 1);
                    break;
                case (byte)',' when steps.Count > 0:
                    steps[^1] = steps[^1].Next();
                    break;
                case (byte)'"':
                    var length = StringLength(before[at..]);
                    TakeName(steps, before.Slice(at, length));
                    at += length;
                    continue;
            }

            at++;
        }

        if (from.StartsWith("\""u8))
        {
            TakeName(steps, from[..StringLength(from)]);
        }

        return string.Concat(steps.Select(step => step.Text));
    }

    // The first string in an object's member is its name; later ones belong to the value.
    private static void TakeName(List<Step> steps, ReadOnlySpan<byte> quoted)
    {
        if (steps.Count > 0 && steps[^1] is { IsObject: true, Name: null } step && quoted.Length > 1 && quoted[^1] == '"')
        {
            steps[^1] = step with { Name = JsonEscapes.ToText(quoted[1..^1]) };
        }
    }

    private static int StringLength(ReadOnlySpan<byte> text)
    {
        var at = 1;
        while (at < text.Length && text[at] != '"')
        {
            at += text[at] == '\\' ? 2 : 1;
        }

        return Math.Min(at + 1, text.Length);
    }

    private readonly record struct Step(bool IsObject, int Index = 0, string? Name = null)
    {
        public string Text => IsObject
            ? Name is null ? "" : new StringBuilder("/").Append(Name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)).ToString()
            : "/" + Index.ToString(CultureInfo.InvariantCulture);

        public Step Next() => this with { Index = Index + 1, Name = null };
    }
}
