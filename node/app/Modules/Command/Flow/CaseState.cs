using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CityOps.Node.Modules.Command.Flow;

/// <summary>案件状态: the sixteen states of a case; the number is the code of list caseState.</summary>
[JsonConverter(typeof(CaseStateConverter))]
internal enum CaseState
{
    Reported = 10,
    Verifying = 11,
    NotAccepted = 12,
    ToBeFiled = 20,
    NotFiled = 21,
    ToBeDispatched = 30,
    AwaitingSign = 40,
    InHandling = 41,
    Suspended = 42,
    Handled = 50,
    ToBeChecked = 60,
    Checking = 61,
    ToBeClosed = 70,
    Closed = 80,
    ForceClosed = 81,
    Void = 90,
}

internal static class CaseStates
{
    private static readonly Dictionary<CaseState, string> Codes =
        Enum.GetValues<CaseState>().ToDictionary(s => s, s => ((int)s).ToString(CultureInfo.InvariantCulture));

    private static readonly Dictionary<string, CaseState> ByCode = Codes.ToDictionary(p => p.Value, p => p.Key);

    /// <summary>The two digits of list caseState.</summary>
    public static string Code(this CaseState state) => Codes[state];

    public static CaseState? Parse(string? code) =>
        code is not null && ByCode.TryGetValue(code, out var state) ? state : null;

    /// <summary>No move leads out of an end; it is reopened by a correction record only.</summary>
    public static bool IsEnd(this CaseState state) =>
        state is CaseState.NotAccepted or CaseState.NotFiled or CaseState.Closed or CaseState.ForceClosed or CaseState.Void;
}

/// <summary>States travel as their two digits in stored cases and in answers.</summary>
internal sealed class CaseStateConverter : JsonConverter<CaseState>
{
    public override CaseState Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        CaseStates.Parse(reader.GetString()) ?? throw new JsonException("unknown case state");

    public override void Write(Utf8JsonWriter writer, CaseState value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Code());
}
