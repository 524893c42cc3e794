using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using CityOps.Node.Contracts;
using CityOps.Node.Modules.Command.Flow;

namespace CityOps.Node.Modules.Command;

/// <summary>How cases are stored and bodies are read.</summary>
[JsonSerializable(typeof(Case))]
[JsonSerializable(typeof(CaseReport))]
[JsonSerializable(typeof(CaseMove))]
[JsonSerializable(typeof(FlowRow))]
[JsonSerializable(typeof(BatchItem[]))]
internal sealed partial class CommandJson : JsonSerializerContext
{
    /// <summary>The one instance to use: the generated default knows none of our options.</summary>
    public static CommandJson Strict { get; } = new(StrictBody.Options());

    public static byte[] Bytes<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(value, type);

    /// <summary>What this module wrote itself.</summary>
    public static T Stored<T>(byte[] bytes, JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(bytes, type) ?? throw new InvalidDataException("a stored case reads as null");
}

/// <summary>One item of <c>POST /api/command/moves</c>.</summary>
internal sealed record BatchItem(string CaseNo, CaseMove Move);
