using System.Buffers.Text;
using CityOps.Schemas.Codes;
using CityOps.Schemas.Records;

namespace CityOps.Schemas.Catalogue;

/// <summary>The header as far as it can be read; what cannot be read is null, and then the schema has said so.</summary>
internal readonly ref struct HeaderText
{
    public HeaderText(in TopMembers members)
    {
        RecordId = ReadText(members[HeaderSlots.RecordId]);
        SourcePlatform = ReadText(members[HeaderSlots.SourcePlatform]);
        DataTime = ReadTime(members[HeaderSlots.DataTime]);
        UpdateTime = ReadTime(members[HeaderSlots.UpdateTime]);
    }

    public string? RecordId { get; }

    public string? SourcePlatform { get; }

    public DateTimeOffset? DataTime { get; }

    public DateTimeOffset? UpdateTime { get; }

    /// <summary>The bytes a string member stands for; empty when it is missing or no string. Allocates for escapes only.</summary>
    public static ReadOnlySpan<byte> Plain(ReadOnlySpan<byte> value)
    {
        if (value.Length < 2 || value[0] != '"')
        {
            return default;
        }

        var inner = value[1..^1];
        if (!inner.Contains((byte)'\\'))
        {
            return inner;
        }

        var plain = new byte[inner.Length];
        return plain.AsSpan(0, JsonEscapes.Resolve(inner, plain));
    }

    /// <summary>Only for a record that keeps every rule: then each member is there and in form.</summary>
    public RecordHeader ToHeader(DatasetVersion dataset, in TopMembers members)
    {
        var version = Plain(members[HeaderSlots.SchemaVersion]);
        _ = RegionCode.TryParse(Plain(members[HeaderSlots.RegionCode]), out var region);
        _ = Utf8Parser.TryParse(members[HeaderSlots.Rev], out long rev, out _);
        return new RecordHeader(
            dataset.Dataset,
            System.Text.Ascii.Equals(version, dataset.Version) ? dataset.Version : JsonEscapes.ToText(version),
            RecordId!,
            SourcePlatform!,
            region,
            DataTime!.Value,
            UpdateTime!.Value,
            (char)Plain(members[HeaderSlots.Op])[0],
            rev,
            (char)Plain(members[HeaderSlots.DataLevel])[0]);
    }

    private static string? ReadText(ReadOnlySpan<byte> value) =>
        value.Length >= 2 && value[0] == '"' ? JsonEscapes.ToText(value[1..^1]) : null;

    private static DateTimeOffset? ReadTime(ReadOnlySpan<byte> value) =>
        ChinaTime.TryParse(Plain(value), out var utc) ? utc : null;
}
