using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using CityOps.Schemas;
using CityOps.Schemas.Records;

namespace CityOps.Node.Contracts;

/// <summary>
/// Bodies of module calls, read as strictly as records are: encoding, double members, depth and numbers are checked, and
/// unknown or missing members are refused, never dropped or defaulted.
/// </summary>
internal static class StrictBody
{
    public static readonly Refusal Unreadable = new("bad-body", "E2001", RefusalKind.Invalid, "请求内容无法读取", "The body cannot be read");

    public static readonly Refusal TooLarge = new("body-too-large", "E2004", RefusalKind.TooLarge, "请求内容过大", "The body is too large");

    private static readonly RecordLimits Door = new(MaxBytes: 8 << 20, MaxDepth: 16);

    /// <summary>What a module's serializer context is made with.</summary>
    public static JsonSerializerOptions Options() => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = 16,
    };

    public static Outcome<T> Read<T>(ReadOnlySpan<byte> body, JsonTypeInfo<T> type)
    {
        var compact = new ArrayBufferWriter<byte>(Math.Max(body.Length, 1));
        if (RecordText.Compact(body, compact, Door) is { } fault)
        {
            return Unreadable with
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
                : Unreadable.Because("内容为 null", "the body is null");
        }
        catch (JsonException wrong)
        {
            var at = wrong.Path ?? "$";
            return Unreadable with
            {
                Detail = $"{at} 处的内容缺失、多余或类型不符：{wrong.Message}",
                DetailEn = $"missing, unknown or mistyped member at {at}: {wrong.Message}",
                Fields = [new FieldError(at, "缺失、多余或类型不符 missing, unknown or mistyped")],
            };
        }
    }
}
