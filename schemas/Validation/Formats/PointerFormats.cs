namespace CityOps.Schemas.Validation.Formats;

/// <summary>RFC 6901 in its string form.</summary>
internal sealed class PointerFormat() : TextFormat("json-pointer")
{
    public override bool IsMatch(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > 0 && utf8[0] != (byte)'/')
        {
            return false;
        }

        for (var tilde = utf8.IndexOf((byte)'~'); tilde >= 0; tilde = utf8.IndexOf((byte)'~'))
        {
            if (tilde + 1 >= utf8.Length || utf8[tilde + 1] is not ((byte)'0' or (byte)'1'))
            {
                return false;
            }

            utf8 = utf8[(tilde + 2)..];
        }

        return true;
    }
}

/// <summary>Relative JSON pointer (draft-bhutton-relative-json-pointer-00): levels up, a shift of the index, then a pointer or a hash sign.</summary>
internal sealed class RelativePointerFormat() : TextFormat("relative-json-pointer")
{
    private static readonly PointerFormat Pointer = new();

    public override bool IsMatch(ReadOnlySpan<byte> utf8)
    {
        if (!TakeNumber(ref utf8))
        {
            return false;
        }

        if (utf8.Length > 0 && utf8[0] is (byte)'+' or (byte)'-')
        {
            utf8 = utf8[1..];
            if (utf8.StartsWith("0"u8) || !TakeNumber(ref utf8))
            {
                return false;
            }
        }

        return utf8.SequenceEqual("#"u8) || Pointer.IsMatch(utf8);
    }

    private static bool TakeNumber(ref ReadOnlySpan<byte> text)
    {
        var end = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        end = end < 0 ? text.Length : end;
        var fits = end == 1 || (end > 1 && text[0] != (byte)'0');
        text = text[end..];
        return fits;
    }
}
