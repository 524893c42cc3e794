using System.Text;

namespace CityOps.Schemas.Mapping.Suggesting;

/// <summary>How alike two names are, 0 to 1: letters and digits only, capitals and spelling of gaps apart.</summary>
internal static class Likeness
{
    public static double Of(string left, string right)
    {
        var (a, b) = (Plain(left), Plain(right));
        if (a.Length == 0 || b.Length == 0)
        {
            return 0;
        }

        if (a == b)
        {
            return 1;
        }

        var (shorter, longer) = a.Length < b.Length ? (a, b) : (b, a);
        var inside = shorter.Length >= 2 && longer.Contains(shorter, StringComparison.Ordinal) ? 0.5 + (0.45 * shorter.Length / longer.Length) : 0;
        return Math.Max(inside, 0.9 * Dice(a, b));
    }

    /// <summary>Lower-case letters and digits; <c>case_enquiry_id</c>, <c>caseEnquiryId</c> and <c>Case Enquiry ID</c> are one.</summary>
    public static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.Normalize(NormalizationForm.FormKC).EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune))
            {
                plain.Append(Rune.ToLowerInvariant(rune).ToString());
            }
        }

        return plain.ToString();
    }

    // Shared pairs of neighbouring characters.
    private static double Dice(string a, string b)
    {
        if (a.Length < 2 || b.Length < 2)
        {
            return 0;
        }

        var pairs = Enumerable.Range(0, a.Length - 1).Select(i => a.Substring(i, 2)).ToList();
        var all = pairs.Count + b.Length - 1;
        var shared = Enumerable.Range(0, b.Length - 1).Count(i => pairs.Remove(b.Substring(i, 2)));
        return 2.0 * shared / all;
    }
}
