using System.Globalization;

namespace CityOps.Schemas.Validation.Patterns;

/// <summary>General categories by the names a property escape may use.</summary>
internal static class CategoryNames
{
    private static readonly (string Short, string Long, UnicodeCategory Category)[] Names =
    [
        ("Lu", "Uppercase_Letter", UnicodeCategory.UppercaseLetter),
        ("Ll", "Lowercase_Letter", UnicodeCategory.LowercaseLetter),
        ("Lt", "Titlecase_Letter", UnicodeCategory.TitlecaseLetter),
        ("Lm", "Modifier_Letter", UnicodeCategory.ModifierLetter),
        ("Lo", "Other_Letter", UnicodeCategory.OtherLetter),
        ("Mn", "Nonspacing_Mark", UnicodeCategory.NonSpacingMark),
        ("Mc", "Spacing_Mark", UnicodeCategory.SpacingCombiningMark),
        ("Me", "Enclosing_Mark", UnicodeCategory.EnclosingMark),
        ("Nd", "Decimal_Number", UnicodeCategory.DecimalDigitNumber),
        ("Nl", "Letter_Number", UnicodeCategory.LetterNumber),
        ("No", "Other_Number", UnicodeCategory.OtherNumber),
        ("Pc", "Connector_Punctuation", UnicodeCategory.ConnectorPunctuation),
        ("Pd", "Dash_Punctuation", UnicodeCategory.DashPunctuation),
        ("Ps", "Open_Punctuation", UnicodeCategory.OpenPunctuation),
        ("Pe", "Close_Punctuation", UnicodeCategory.ClosePunctuation),
        ("Pi", "Initial_Punctuation", UnicodeCategory.InitialQuotePunctuation),
        ("Pf", "Final_Punctuation", UnicodeCategory.FinalQuotePunctuation),
        ("Po", "Other_Punctuation", UnicodeCategory.OtherPunctuation),
        ("Sm", "Math_Symbol", UnicodeCategory.MathSymbol),
        ("Sc", "Currency_Symbol", UnicodeCategory.CurrencySymbol),
        ("Sk", "Modifier_Symbol", UnicodeCategory.ModifierSymbol),
        ("So", "Other_Symbol", UnicodeCategory.OtherSymbol),
        ("Zs", "Space_Separator", UnicodeCategory.SpaceSeparator),
        ("Zl", "Line_Separator", UnicodeCategory.LineSeparator),
        ("Zp", "Paragraph_Separator", UnicodeCategory.ParagraphSeparator),
        ("Cc", "Control", UnicodeCategory.Control),
        ("Cf", "Format", UnicodeCategory.Format),
        ("Cs", "Surrogate", UnicodeCategory.Surrogate),
        ("Co", "Private_Use", UnicodeCategory.PrivateUse),
        ("Cn", "Unassigned", UnicodeCategory.OtherNotAssigned),
    ];

    private static readonly Dictionary<string, string> Groups = new(StringComparer.Ordinal)
    {
        ["L"] = "L", ["Letter"] = "L", ["M"] = "M", ["Mark"] = "M", ["N"] = "N", ["Number"] = "N",
        ["P"] = "P", ["Punctuation"] = "P", ["S"] = "S", ["Symbol"] = "S", ["Z"] = "Z", ["Separator"] = "Z",
        ["C"] = "C", ["Other"] = "C", ["digit"] = "Nd", ["punct"] = "P", ["cntrl"] = "Cc", ["Combining_Mark"] = "M",
    };

    /// <summary>Uppercase, lowercase and titlecase letters together; no prefix tells them.</summary>
    private static readonly HashSet<UnicodeCategory> CasedLetters = [UnicodeCategory.UppercaseLetter, UnicodeCategory.LowercaseLetter, UnicodeCategory.TitlecaseLetter];

    public static IReadOnlySet<UnicodeCategory> Find(string name) =>
        name is "LC" or "Cased_Letter" ? CasedLetters :
        Groups.TryGetValue(name, out var prefix)
            ? Names.Where(n => n.Short.StartsWith(prefix, StringComparison.Ordinal)).Select(n => n.Category).ToHashSet()
            : Names.Where(n => n.Short == name || n.Long == name).Select(n => n.Category).ToHashSet();
}
