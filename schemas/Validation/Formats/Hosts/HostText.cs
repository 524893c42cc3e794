using System.Text;

namespace CityOps.Schemas.Validation.Formats.Hosts;

/// <summary>Host names: at most 253 bytes in ASCII form, labels of 1 to 63.</summary>
internal static class HostText
{
    private const int MostBytes = 253;
    private const int MostLabel = 63;

    /// <summary>Dots between labels: the full stop and the three that IDNA takes for it (RFC 3490 section 3.1).</summary>
    private const string Dots = ".\u3002\uFF0E\uFF61";

    /// <summary>Letters, digits and inner hyphens only; what Punycode would mean is not asked.</summary>
    public static bool IsPlain(ReadOnlySpan<byte> name)
    {
        if (name.Length is 0 or > MostBytes)
        {
            return false;
        }

        foreach (var range in name.Split((byte)'.'))
        {
            if (!IsPlainLabel(name[range]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Every label that begins as an A-label is one, and where right-to-left letters occur all labels keep the bidirectional rule.</summary>
    public static bool AreValidLabels(ReadOnlySpan<byte> name) =>
        name.IndexOf("--"u8) < 0 || AreValid(Encoding.ASCII.GetString(name).Split('.'), Script.Ascii);

    public static bool IsInternational(ReadOnlySpan<byte> name) =>
        name.Length is > 0 and <= 4 * MostBytes && AreValid(Encoding.UTF8.GetString(name).Split(Dots.ToCharArray()), Script.Unicode);

    private static bool AreValid(string[] labels, Script script)
    {
        var length = labels.Length - 1;
        var meant = new List<int[]>();
        foreach (var label in labels)
        {
            if (Meaning(label, script, ref length) is not { } codePoints)
            {
                return false;
            }

            meant.Add(codePoints);
        }

        return length <= MostBytes && (!meant.Exists(BidiRule.IsRightToLeft) || meant.TrueForAll(BidiRule.IsKept));
    }

    /// <summary>The code points of a valid label, null for another; its length in ASCII is added.</summary>
    private static int[]? Meaning(string label, Script script, ref int length)
    {
        if (Ascii.IsValid(label))
        {
            length += label.Length;
            return IsPlainLabel(Encoding.ASCII.GetBytes(label)) ? PlainMeaning(label, script) : null;
        }

        int[] codePoints = [.. label.EnumerateRunes().Select(rune => rune.Value)];
        var encoded = codePoints.Length <= MostLabel ? Punycode.Encode(codePoints) : null;
        length += 4 + (encoded?.Length ?? 0);
        return encoded is { Length: <= MostLabel - 4 } && IdnLabel.IsValid(codePoints) ? codePoints : null;
    }

    private static int[]? PlainMeaning(string label, Script script)
    {
        var letters = label.ToLowerInvariant();
        if (!letters.StartsWith("xn--", StringComparison.Ordinal))
        {
            // Other labels with hyphens in third and fourth place are reserved, which RFC 1123 did not know.
            var reserved = script == Script.Unicode && letters.Length > 3 && letters[2] == '-' && letters[3] == '-';
            return reserved ? null : [.. letters.Select(c => (int)c)];
        }

        var meant = Punycode.Decode(letters[4..]);
        return meant is not null && meant.Any(c => c >= 0x80) && Punycode.Encode(meant) == letters[4..] && IdnLabel.IsValid(meant) ? meant : null;
    }

    private static bool IsPlainLabel(ReadOnlySpan<byte> label)
    {
        if (label.Length is 0 or > MostLabel || label[0] == (byte)'-' || label[^1] == (byte)'-')
        {
            return false;
        }

        foreach (var b in label)
        {
            if (!char.IsAsciiLetterOrDigit((char)b) && b != (byte)'-')
            {
                return false;
            }
        }

        return true;
    }
}
