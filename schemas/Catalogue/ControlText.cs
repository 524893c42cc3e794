using CityOps.Schemas.Records;

namespace CityOps.Schemas.Catalogue;

/// <summary>Control characters hidden in escapes: PostgreSQL's text cannot hold NUL, and no terminal or form wants the others.</summary>
internal static class ControlText
{
    /// <summary>The JSON pointer of the first string with a control character (line feed excepted), null when there is none.</summary>
    public static string? Find(ReadOnlySpan<byte> compact)
    {
        for (var at = 0; at < compact.Length; at++)
        {
            if (compact[at] == 0x7F || (compact[at] == '\\' && IsControl(compact[at..])))
            {
                return RecordPointer.At(compact[..at], compact[at..]);
            }

            at += compact[at] == '\\' ? 1 : 0;
        }

        return null;
    }

    private static bool IsControl(ReadOnlySpan<byte> escape) =>
        JsonEscapes.TryReadUnit(escape, out var unit)
            ? char.IsControl(unit) && unit != '\n'
            : escape.Length > 1 && "bfrt"u8.Contains(escape[1]);
}
