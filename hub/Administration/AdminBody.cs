using System.Text.Json;
using System.Text.Json.Serialization;
using CityOps.Schemas;

namespace CityOps.Hub.Administration;

/// <summary>Bodies of the administration: every member known, none missing, none twice; what is not asked for is refused, never dropped.</summary>
internal static class AdminBody
{
    public const int MostBytes = 64 << 10;

    public static readonly Refusal Unknown = new(
        "schema-invalid", "E3003", RefusalKind.Unprocessable, "请求内容不合要求", "The body is not what this call takes");

    private static readonly Refusal Malformed = new(
        "malformed-json", "E2001", RefusalKind.Invalid, "请求体不是合规的 JSON", "The body is not well-formed JSON");

    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        PropertyNameCaseInsensitive = false,
        NumberHandling = JsonNumberHandling.Strict,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        MaxDepth = 8,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    public static Outcome<T> Read<T>(byte[] body)
        where T : class
    {
        try
        {
            using (JsonDocument.Parse(body, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 8 }))
            {
            }
        }
        catch (JsonException)
        {
            return Malformed;
        }

        try
        {
            return JsonSerializer.Deserialize<T>(body, Strict) is { } value ? value : Unknown;
        }
        catch (JsonException fault)
        {
            return Unknown with { Fields = [new FieldError(fault.Path ?? "$", "缺失、多余或类型不符 / missing, unknown or mistyped")] };
        }
    }
}
