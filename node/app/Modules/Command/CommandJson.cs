using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using CityOps.Node.Modules.Command.Flow;
using CityOps.Schemas;
using CityOps.Schemas.Records;

namespace CityOps.Node.Modules.Command;

/// <summary>How cases are stored and bodies are read: unknown, double and null members are refused, never dropped.</summary>
[JsonSerializable(typeof(Case))]
[JsonSerializable(typeof(CaseReport))]
[JsonSerializable(typeof(CaseMove))]
[JsonSerializable(typeof(FlowRow))]
[JsonSerializable(typeof(BatchItem[]))]
internal sealed partial class CommandJson : JsonSerializerContext
{
    private static readonly RecordLimits Door = new(MaxBytes: 8 << 20, MaxDepth: 16);

    /// <summary>The one instance to use: the generated default knows none of our options.</summary>
    public static CommandJson Strict { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = 16,
    });

    public static byte[] Bytes<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(value, type);

    /// <summary>What this module wrote itself.</summary>
    public static T Stored<T>(byte[] bytes, JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(bytes, type) ?? throw new InvalidDataException("a stored case reads as null");

    /// <summary>A body from outside; strict as records are (encoding, double members, depth, numbers).</summary>
    public static Outcome<T> Read<T>(ReadOnlySpan<byte> body, JsonTypeInfo<T> type)
    {
        var compact = new ArrayBufferWriter<byte>(Math.Max(body.Length, 1));
        if (RecordText.Compact(body, compact, Door) is { } fault)
        {
            return CommandRefusals.BadBody with
            {
                Detail = fault.Message,
                DetailEn = fault.MessageEn,
                Fields = [new FieldError(fault.Pointer, fault.Name)],
            };
        }

        try
        {
            return JsonSerializer.Deserialize(compact.WrittenSpan, type) is { } value
                ? value
                : CommandRefusals.BadBody.Because("内容为 null", "the body is null");
        }
        catch (JsonException wrong)
        {
            return CommandRefusals.BadBody with
            {
                Detail = $"{wrong.Path ?? "$"} 处的内容缺失、多余或类型不符：{wrong.Message}",
                DetailEn = $"missing, unknown or mistyped member at {wrong.Path ?? "$"}: {wrong.Message}",
                Fields = [new FieldError(wrong.Path ?? "$", "缺失、多余或类型不符 missing, unknown or mistyped")],
            };
        }
    }
}

/// <summary>One item of <c>POST /api/command/moves</c>.</summary>
internal sealed record BatchItem(string CaseNo, CaseMove Move);
