using System.Text;
using System.Text.Json;
using CityOps.Schemas.Records;

namespace CityOps.Schemas.Mapping;

/// <summary>Writes a text as the JSON value its member asks for. What cannot be that is a fault, never a guess.</summary>
internal static class MemberText
{
    private static readonly RecordLimits Limits = RecordLimits.Standard;

    public static StepFault? Write(Utf8JsonWriter into, string name, MemberKind kind, string text)
    {
        switch (kind)
        {
            case MemberKind.Number when IsNumber(text):
            case MemberKind.Json when IsJson(text, out _):
                into.WritePropertyName(name);
                into.WriteRawValue(text, skipInputValidation: true);
                return null;
            case MemberKind.Truth when text is "true" or "false":
                into.WriteBoolean(name, text == "true");
                return null;
            case MemberKind.Text:
                into.WriteString(name, text);
                return null;
            case MemberKind.Number:
                return new StepFault("type", "E3002", $"{Cell.Show(text)} 不是数字", $"{Cell.Show(text)} is no number");
            case MemberKind.Truth:
                return new StepFault("type", "E3002", $"{Cell.Show(text)} 不是 true 或 false", $"{Cell.Show(text)} is neither true nor false");
            default:
                return new StepFault("type", "E3002", $"{Cell.Show(text)} 不是 JSON", $"{Cell.Show(text)} is no JSON");
        }
    }

    private static bool IsNumber(string text) => text.Length <= Limits.MaxDigits + 8 && IsJson(text, out var type) && type == JsonTokenType.Number;

    private static bool IsJson(string text, out JsonTokenType type)
    {
        type = default;
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text), new JsonReaderOptions { MaxDepth = Limits.MaxDepth });
        try
        {
            type = reader.Read() ? reader.TokenType : default;
            while (reader.Read())
            {
                // Only soundness is asked for.
            }

            return type != default && text.Trim().Length == text.Length;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
