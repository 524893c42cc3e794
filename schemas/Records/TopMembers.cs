using System.Buffers;
using System.Runtime.CompilerServices;

namespace CityOps.Schemas.Records;

/// <summary>
/// The top-level members of one record that somebody wants to see: where each value's text lies. Meant for text that
/// <see cref="RecordText.Compact"/> has let through; on any other it finds less, but never leaves the text.
/// </summary>
internal ref struct TopMembers
{
    public const int HeaderCount = 10;
    private const int Most = 16;

    private readonly ReadOnlySpan<byte> json;
    private Parts parts;

    /// <summary>Finds the header members and, in slots <see cref="HeaderCount"/> and up, the further names wanted (six at most).</summary>
    public TopMembers(ReadOnlySpan<byte> compact, ReadOnlySpan<byte[]> wanted)
    {
        json = compact;
        var missing = HeaderCount + wanted.Length;
        var walk = new MemberWalk(json);
        while (missing > 0 && walk.Next(out var name, out var start, out var end))
        {
            missing -= Take(name, wanted, new Part(start, end - start));
        }
    }

    /// <summary>The text of a member's value as it stands, empty when the record has no such member.</summary>
    public readonly ReadOnlySpan<byte> this[int slot] => json.Slice(parts[slot].Start, parts[slot].Length);

    private static int HeaderSlot(ReadOnlySpan<byte> name) => name.Length switch
    {
        2 when name.SequenceEqual("op"u8) => HeaderSlots.Op,
        3 when name.SequenceEqual("rev"u8) => HeaderSlots.Rev,
        7 when name.SequenceEqual("dataset"u8) => HeaderSlots.Dataset,
        8 when name.SequenceEqual("recordId"u8) => HeaderSlots.RecordId,
        8 when name.SequenceEqual("dataTime"u8) => HeaderSlots.DataTime,
        9 when name.SequenceEqual("dataLevel"u8) => HeaderSlots.DataLevel,
        10 when name.SequenceEqual("regionCode"u8) => HeaderSlots.RegionCode,
        10 when name.SequenceEqual("updateTime"u8) => HeaderSlots.UpdateTime,
        13 when name.SequenceEqual("schemaVersion"u8) => HeaderSlots.SchemaVersion,
        14 when name.SequenceEqual("sourcePlatform"u8) => HeaderSlots.SourcePlatform,
        _ => -1,
    };

    // How many of the names looked for this member answers: a header member may also be a key.
    private int Take(ReadOnlySpan<byte> name, ReadOnlySpan<byte[]> wanted, Part part)
    {
        if (name.Contains((byte)'\\'))
        {
            return TakeEscaped(name, wanted, part);
        }

        var taken = 0;
        if (HeaderSlot(name) is >= 0 and var slot)
        {
            parts[slot] = part;
            taken++;
        }

        for (var i = 0; i < wanted.Length; i++)
        {
            if (name.SequenceEqual(wanted[i]))
            {
                parts[HeaderCount + i] = part;
                taken++;
            }
        }

        return taken;
    }

    private int TakeEscaped(ReadOnlySpan<byte> name, ReadOnlySpan<byte[]> wanted, Part part)
    {
        var plain = new byte[name.Length];
        var length = JsonEscapes.Resolve(name, plain);
        return plain.AsSpan(0, length).Contains((byte)'\\') ? 0 : Take(plain.AsSpan(0, length), wanted, part);
    }

    private readonly record struct Part(int Start, int Length);

    [InlineArray(Most)]
    private struct Parts
    {
        private Part first;
    }
}

/// <summary>Goes through the top-level members of one record in stored form; on any other text it finds less, but never leaves it.</summary>
internal ref struct MemberWalk(ReadOnlySpan<byte> compact)
{
    private static readonly SearchValues<byte> StringStops = SearchValues.Create("\"\\"u8);
    private static readonly SearchValues<byte> Brackets = SearchValues.Create("\"{}[]"u8);
    private static readonly SearchValues<byte> ScalarStops = SearchValues.Create(",}]"u8);

    private readonly ReadOnlySpan<byte> json = compact;
    private int at = 1;

    /// <summary>The next member: its name as it stands, without quotes, and where its value starts and ends.</summary>
    public bool Next(out ReadOnlySpan<byte> name, out int start, out int end)
    {
        name = default;
        start = end = 0;
        if (at >= json.Length || json[at] != '"')
        {
            return false;
        }

        var nameEnd = StringEnd(at);
        start = nameEnd + 1;
        if (start >= json.Length)
        {
            return false;
        }

        name = json[(at + 1)..(nameEnd - 1)];
        end = ValueEnd(start);
        at = end + 1;
        return true;
    }

    private readonly int StringEnd(int start)
    {
        var at = start + 1;
        while (at < json.Length)
        {
            var stop = json[at..].IndexOfAny(StringStops);
            if (stop < 0)
            {
                return json.Length;
            }

            at += stop;
            if (json[at] == '"')
            {
                return at + 1;
            }

            at += 2;
        }

        return json.Length;
    }

    private readonly int ValueEnd(int start)
    {
        switch (json[start])
        {
            case (byte)'"':
                return StringEnd(start);
            case (byte)'{' or (byte)'[':
                return ContainerEnd(start);
            default:
                var stop = json[start..].IndexOfAny(ScalarStops);
                return stop < 0 ? json.Length : start + stop;
        }
    }

    private readonly int ContainerEnd(int start)
    {
        var depth = 0;
        var at = start;
        while (at < json.Length)
        {
            var stop = json[at..].IndexOfAny(Brackets);
            if (stop < 0)
            {
                return json.Length;
            }

            at += stop;
            if (json[at] == '"')
            {
                at = StringEnd(at);
                continue;
            }

            depth += json[at] is (byte)'{' or (byte)'[' ? 1 : -1;
            at++;
            if (depth == 0)
            {
                return at;
            }
        }

        return json.Length;
    }
}

/// <summary>Where the header's members stand among <see cref="TopMembers"/>.</summary>
internal static class HeaderSlots
{
    public const int Dataset = 0;
    public const int SchemaVersion = 1;
    public const int RecordId = 2;
    public const int SourcePlatform = 3;
    public const int RegionCode = 4;
    public const int DataTime = 5;
    public const int UpdateTime = 6;
    public const int Op = 7;
    public const int Rev = 8;
    public const int DataLevel = 9;

    public static readonly string[] Names =
        ["dataset", "schemaVersion", "recordId", "sourcePlatform", "regionCode", "dataTime", "updateTime", "op", "rev", "dataLevel"];
}
