using System.Text.Json;
using System.Text.Json.Serialization;
using CityOps.Schemas;

namespace CityOps.Hub.Audit.Witness;

/// <summary>Body of <c>POST /audit/v1/witnessed</c>. <paramref name="Leaves"/>: the hashes of the entries from <paramref name="From"/> on, in base64.</summary>
internal sealed record WitnessMessage(string Checkpoint, JsonElement Jwk, long From, long Head, byte[] Leaves)
{
    public const int MostBytes = 256 << 10;

    public Outcome<WitnessCall> Read() =>
        Checkpoint is { Length: > 0 } text && Leaves is not null && Jwk.ValueKind == JsonValueKind.Object && Audit.Checkpoint.Read(text) is { Size: > 0 } read
            ? new WitnessCall(read, Jwk.GetRawText(), From, Leaves, Head)
            : AuditRefusals.BadCheckpoint;
}

/// <summary>Answer of that call, and of <c>GET /audit/v1/witnessed/mine</c>.</summary>
internal sealed record WitnessState(long Size);

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectRequiredConstructorParameters = true, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(WitnessMessage))]
[JsonSerializable(typeof(WitnessState))]
internal sealed partial class WitnessJson : JsonSerializerContext;
