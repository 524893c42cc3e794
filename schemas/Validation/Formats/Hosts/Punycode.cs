using System.Text;

namespace CityOps.Schemas.Validation.Formats.Hosts;

/// <summary>RFC 3492, with the parameters of section 5, without the prefix of an A-label.</summary>
internal static class Punycode
{
    private const int Base = 36;
    private const int Least = 1;
    private const int Most = 26;
    private const string Digits = "abcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>Null where it is no Punycode; the text must be lower-case ASCII.</summary>
    public static int[]? Decode(string text)
    {
        var dash = text.LastIndexOf('-');
        var meant = new List<int>(text[..Math.Max(0, dash)].Select(c => (int)c));
        int next = 0x80, bias = 72, place = 0;
        for (var at = dash + 1; at < text.Length;)
        {
            var before = place;
            if (!TryReadDelta(text, ref at, bias, ref place))
            {
                return null;
            }

            bias = Adapt(place - before, meant.Count + 1, before == 0);
            next += place / (meant.Count + 1);
            place %= meant.Count + 1;
            if (!Rune.IsValid(next))
            {
                return null;
            }

            meant.Insert(place++, next);
        }

        return [.. meant];
    }

    /// <summary>Null where the numbers leave the range a host name could need.</summary>
    public static string? Encode(int[] codePoints)
    {
        var text = new StringBuilder(string.Concat(codePoints.Where(c => c < 0x80).Select(c => (char)c)));
        int handled = text.Length, next = 0x80, bias = 72;
        long delta = 0;
        var plain = handled;
        text.Append(plain > 0 ? "-" : "");
        while (handled < codePoints.Length)
        {
            var smallest = codePoints.Where(c => c >= next).Min();
            delta += (long)(smallest - next) * (handled + 1);
            next = smallest;
            if (delta > int.MaxValue / 2)
            {
                return null;
            }

            foreach (var codePoint in codePoints)
            {
                delta += codePoint < next ? 1 : 0;
                if (codePoint == next)
                {
                    WriteDelta(text, (int)delta, bias);
                    bias = Adapt((int)delta, handled + 1, handled == plain);
                    delta = 0;
                    handled++;
                }
            }

            delta++;
            next++;
        }

        return text.ToString();
    }

    private static bool TryReadDelta(string text, ref int at, int bias, ref int place)
    {
        long weight = 1, sum = place;
        for (var k = Base; ; k += Base)
        {
            var digit = at < text.Length ? Digits.IndexOf(text[at++], StringComparison.Ordinal) : -1;
            sum += digit * weight;
            if (digit < 0 || sum > int.MaxValue)
            {
                return false;
            }

            var threshold = Threshold(k, bias);
            if (digit < threshold)
            {
                place = (int)sum;
                return true;
            }

            weight *= Base - threshold;
        }
    }

    private static void WriteDelta(StringBuilder text, int delta, int bias)
    {
        for (var k = Base; ; k += Base)
        {
            var threshold = Threshold(k, bias);
            if (delta < threshold)
            {
                text.Append(Digits[delta]);
                return;
            }

            text.Append(Digits[threshold + ((delta - threshold) % (Base - threshold))]);
            delta = (delta - threshold) / (Base - threshold);
        }
    }

    private static int Threshold(int k, int bias) => Math.Clamp(k - bias, Least, Most);

    private static int Adapt(int delta, int points, bool first)
    {
        delta = first ? delta / 700 : delta / 2;
        delta += delta / points;
        var k = 0;
        for (; delta > (Base - Least) * Most / 2; k += Base)
        {
            delta /= Base - Least;
        }

        return k + ((Base - Least + 1) * delta / (delta + 38));
    }
}
