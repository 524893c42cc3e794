using System.Text.Json;
using System.Text.Json.Serialization;

namespace CityOps.Hub.SignOn.Grants;

/// <summary>Bindings as they are stored.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CodeBinding))]
internal sealed partial class GrantJson : JsonSerializerContext
{
    public static byte[] Write(CodeBinding binding) => JsonSerializer.SerializeToUtf8Bytes(binding, Default.CodeBinding);

    public static CodeBinding Read(byte[] stored) =>
        JsonSerializer.Deserialize(stored, Default.CodeBinding) ?? throw new JsonException("A stored binding is null");
}
