using System.Text.Json;
using System.Text.Json.Serialization;
using CityOps.Hub.Subscriptions;

namespace CityOps.Hub.Exchange;

/// <summary>What became of the records of one batch, by number. offered = accepted + duplicate + stale + rejected.</summary>
public sealed record ReceiptCounts(int Accepted, int Duplicate, int Stale, int Rejected)
{
    [JsonIgnore]
    public int Offered => Accepted + Duplicate + Stale + Rejected;
}

/// <summary>One problem of one record of a batch. <paramref name="Index"/> counts the records of the batch from 0.</summary>
public sealed record ReceiptProblem(int Index, string? RecordId, string Pointer, string Keyword, string Code, string Message, string MessageEn);

/// <summary>回执: given only after the records are on disk (I1). Wire shape of design.md section 11; unsigned for now.</summary>
/// <param name="FirstPosition">Position of the first record accepted; null when none was.</param>
/// <param name="Digest">Hex SHA-256 over the record digests of all records not rejected, in batch order.</param>
public sealed record Receipt(
    string BatchId,
    string Interface,
    string Sender,
    string ReceivedAt,
    long? FirstPosition,
    long? LastPosition,
    ReceiptCounts Counts,
    IReadOnlyList<ReceiptProblem> Problems,
    string Digest)
{
    /// <summary>Records that were taken and flagged by a rule of level W; absent when there is none. A thousand are told at most.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ReceiptProblem>? Warnings { get; init; }

    /// <summary>True when nothing was kept: a test batch. Absent otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Test { get; init; }

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, HubJson.Default.Receipt);

    /// <summary>The stored receipt word for word, with one member <c>stages</c> behind it.</summary>
    public static byte[] WithStages(byte[] receipt, Stages stages)
    {
        var tail = JsonSerializer.SerializeToUtf8Bytes(stages, HubJson.Default.Stages);
        return [.. receipt.AsSpan(0, receipt.Length - 1), .. ",\"stages\":"u8, .. tail, (byte)'}'];
    }

    public static Receipt FromJson(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, HubJson.Default.Receipt)!;
}

/// <summary>The hub's wire shapes; member names in camel case, Chinese left readable.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, AllowDuplicateProperties = false, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Receipt))]
[JsonSerializable(typeof(Stages))]
[JsonSerializable(typeof(PositionMove))]
[JsonSerializable(typeof(RefusalList))]
[JsonSerializable(typeof(ReleaseList))]
[JsonSerializable(typeof(IReadOnlyList<ReceiptProblem>))]
internal sealed partial class HubJson : JsonSerializerContext
{
    static HubJson() => Default = new HubJson(new JsonSerializerOptions(Default.GeneratedSerializerOptions!) { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}

/// <summary>Body of <c>PUT …/position</c>: everything up to <c>position</c> is applied, and so are the released ones named.</summary>
public sealed record PositionMove(string Log, long Position, IReadOnlyList<long>? Released = null);

/// <summary>Body of <c>POST …/refusals</c>: records the subscriber cannot take.</summary>
public sealed record RefusalList(string Log, IReadOnlyList<RefusedRecord> Records);

/// <summary>One record a subscriber cannot take, and why, in its own words (at most 500 characters are kept).</summary>
public sealed record RefusedRecord(long Position, string RecordId, string Reason);

/// <summary>Body of <c>POST …/releases</c>: parked records the subscriber wants offered again; absent means all.</summary>
public sealed record ReleaseList(IReadOnlyList<long>? Positions = null);
