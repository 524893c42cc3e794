using System.Text;

namespace CityOps.Schemas.Mapping.Steps;

internal sealed class Trim : Step
{
    public override Cell Of(string text) => text.Trim() is { Length: > 0 } rest ? new Cell(rest) : Cell.Nothing;
}

/// <summary>White space and control characters between words become one space: tables carry line breaks, records do not.</summary>
internal sealed class Squeeze : Step
{
    public override Cell Of(string text)
    {
        var built = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (!char.IsWhiteSpace(c) && !char.IsControl(c))
            {
                built.Append(c);
            }
            else if (built.Length > 0 && built[^1] != ' ')
            {
                built.Append(' ');
            }
        }

        var squeezed = built.ToString().TrimEnd();
        return squeezed.Length > 0 ? new Cell(squeezed) : Cell.Nothing;
    }
}

internal sealed class Default(string value) : Step
{
    public override Cell OfNothing() => new(value);

    public override Cell Of(string text) => new(text);
}

/// <summary>A value must be there, although the schema alone would let it be absent.</summary>
internal sealed class Need(string why) : Step
{
    public override Cell OfNothing() => Cell.Bad("need", "E3001", $"缺少取值：{why}", $"no value: {why}");

    public override Cell Of(string text) => new(text);
}

internal sealed class Prefix(string before) : Step
{
    public override Cell Of(string text) => new(before + text);
}

internal sealed class Suffix(string behind) : Step
{
    public override Cell Of(string text) => new(text + behind);
}

internal sealed class PadLeft(int width, char with) : Step
{
    public override Cell Of(string text) => new(text.PadLeft(width, with));
}

/// <summary>One part of a text; negative numbers count from the end. A part that is not there is nothing.</summary>
internal sealed class Split(string by, int take) : Step
{
    public override Cell Of(string text)
    {
        var parts = text.Split(by);
        var at = take < 0 ? parts.Length + take : take;
        return at >= 0 && at < parts.Length && parts[at].Length > 0 ? new Cell(parts[at]) : Cell.Nothing;
    }
}

/// <summary>Some characters of a text; a negative start counts from the end. A text too short is a fault: half a code is none.</summary>
internal sealed class Substring(int start, int? length) : Step
{
    public override Cell Of(string text)
    {
        var from = start < 0 ? text.Length + start : start;
        var count = length ?? text.Length - from;
        return from >= 0 && count > 0 && from + count <= text.Length
            ? new Cell(text.Substring(from, count))
            : Cell.Bad("substring", "E3003", $"{Cell.Show(text)} 太短，取不到所需字符", $"{Cell.Show(text)} is too short for the characters wanted");
    }
}

internal sealed class Replace(string from, string to) : Step
{
    public override Cell Of(string text) => text.Replace(from, to, StringComparison.Ordinal) is { Length: > 0 } rest ? new Cell(rest) : Cell.Nothing;
}
