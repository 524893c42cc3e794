using System.Globalization;

namespace CityOps.Schemas.Records;

internal enum RecordFault
{
    None,
    Malformed,
    Duplicate,
    Depth,
    Encoding,
    Surrogate,
    ByteOrderMark,
    Range,
}

/// <summary>What is said about each fault, in both languages.</summary>
internal static class RecordFaults
{
    public static CompactFault TooLarge(int length, RecordLimits limits) => new(
        "payload-too-large",
        limits.MaxBytes,
        "",
        Text($"记录有 {length} 字节，上限为 {limits.MaxBytes} 字节"),
        Text($"the record has {length} bytes, {limits.MaxBytes} are allowed"));

    public static CompactFault At(ReadOnlySpan<byte> json, RecordFault fault, int offset, RecordLimits limits)
    {
        var (name, chinese, english) = fault switch
        {
            RecordFault.Duplicate => ("duplicate-key", "同一对象中成员重复", "the object has this member already"),
            RecordFault.Depth => ("too-deep", Text($"嵌套超过 {limits.MaxDepth} 层"), Text($"nested deeper than {limits.MaxDepth} levels")),
            RecordFault.Encoding => ("invalid-encoding", "不是有效的 UTF-8", "not valid UTF-8"),
            RecordFault.Surrogate => ("invalid-encoding", "转义的代理项不成对", "an escaped surrogate without its other half"),
            RecordFault.ByteOrderMark => ("invalid-encoding", "不得以字节顺序标记 (BOM) 开头", "a byte order mark must not stand first"),
            RecordFault.Range => (
                "number-out-of-range",
                Text($"数字最多 {limits.MaxDigits} 位，指数不超过 ±{limits.MaxExponent}"),
                Text($"a number has at most {limits.MaxDigits} digits and an exponent within ±{limits.MaxExponent}")),
            _ => ("malformed-json", "不是有效的 JSON", "not well-formed JSON"),
        };
        var pointer = RecordPointer.At(json[..Math.Min(offset, json.Length)], json[offset..]);
        return new CompactFault(
            name,
            offset,
            pointer,
            Text($"{chinese}（第 {offset} 字节）"),
            Text($"{english} (at byte {offset})"));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
