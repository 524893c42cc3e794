using System.Buffers;

namespace CityOps.Schemas.Validation.Formats;

/// <summary>RFC 5321 mailbox in its simple form: a dot-atom, an at sign, and a domain of labels.</summary>
internal sealed class EmailFormat() : TextFormat("email")
{
    private static readonly SearchValues<byte> AtomBytes =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-/=?^_`{|}~."u8);

    private static readonly SearchValues<byte> LabelBytes =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-."u8);

    public override bool IsMatch(ReadOnlySpan<byte> utf8)
    {
        var at = utf8.IndexOf((byte)'@');
        return at is >= 1 and <= 64 && IsDotted(utf8[..at], AtomBytes) && IsDomain(utf8[(at + 1)..]);
    }

    private static bool IsDomain(ReadOnlySpan<byte> domain) =>
        domain.Length is > 0 and <= 255 && IsDotted(domain, LabelBytes)
        && domain[0] != (byte)'-' && domain[^1] != (byte)'-' && domain.IndexOf("-."u8) < 0 && domain.IndexOf(".-"u8) < 0;

    private static bool IsDotted(ReadOnlySpan<byte> text, SearchValues<byte> allowed) =>
        !text.ContainsAnyExcept(allowed) && text[0] != (byte)'.' && text[^1] != (byte)'.' && text.IndexOf(".."u8) < 0;
}
