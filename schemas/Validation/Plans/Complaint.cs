using System.Text;
using CityOps.Schemas.Records;

namespace CityOps.Schemas.Validation.Plans;

/// <summary>What is wrong, without the place. <see cref="Value"/> and <see cref="Hint"/> are told only where nothing is sensitive.</summary>
internal readonly record struct Complaint(string Keyword, string Code, string Message, string MessageEn)
{
    public const string Between = ", ";
    private const string Stars = "***";

    /// <summary>What was found, shortened; it ends the message.</summary>
    public string Value { get; init; } = "";

    /// <summary>Values that were perhaps meant.</summary>
    public string Hint { get; init; } = "";

    public RecordProblem At(string pointer, bool conceal, Func<string, string, string?>? nameOf)
    {
        var value = conceal ? Mask(Value) : Value;
        var named = nameOf is null ? Hint : string.Join(Between, Hint.Split(Between).Select(hint => nameOf(pointer, hint) ?? hint));
        var (hint, hintEn) = conceal || Hint.Length == 0 ? ("", "") : ($"；最接近：{named}", $"; nearest: {Hint}");
        return new(pointer, Keyword, Code, Message + value + hint, MessageEn + value + hintEn);
    }

    /// <summary>The first character of a text or number; nothing of anything else.</summary>
    private static string Mask(string value)
    {
        if (value.Length == 0)
        {
            return "";
        }

        var from = value[0] == '"' ? 1 : 0;
        var isPlain = value[0] is '"' or '-' || char.IsAsciiDigit(value[0]);
        return isPlain && value.Length > from + 1 && value[from] != '\\' && Rune.TryGetRuneAt(value, from, out var first)
            ? $"{value[..from]}{first}{Stars}{value[..from]}"
            : Stars;
    }
}
