namespace CityOps.Schemas.Rules.Expressions;

/// <summary>Splits a rule into words.</summary>
internal static class Lexer
{
    private static readonly string[] Signs = ["=>", "!=", "<=", ">=", "=", "<", ">", "+", "-", "*", "/", "(", ")", ","];

    /// <exception cref="FormatException">A character no rule has, or a text without end.</exception>
    public static List<Lexeme> Read(string rule)
    {
        var lexemes = new List<Lexeme>();
        for (var at = 0; at < rule.Length;)
        {
            if (char.IsWhiteSpace(rule[at]))
            {
                at++;
                continue;
            }

            var lexeme = ReadOne(rule, at);
            lexemes.Add(lexeme);
            at += lexeme.Text.Length + (lexeme.Kind == LexemeKind.Text ? 2 : 0);
        }

        lexemes.Add(new Lexeme(LexemeKind.End, "", rule.Length));
        return lexemes;
    }

    private static Lexeme ReadOne(string rule, int at)
    {
        if (rule[at] == '"')
        {
            var end = rule.IndexOf('"', at + 1);
            return end > 0
                ? new Lexeme(LexemeKind.Text, rule[(at + 1)..end], at)
                : throw new FormatException($"the text at {at} has no end");
        }

        if (char.IsAsciiLetter(rule[at]))
        {
            return Take(rule, at, LexemeKind.Name, char.IsAsciiLetterOrDigit);
        }

        if (char.IsAsciiDigit(rule[at]))
        {
            return Take(rule, at, LexemeKind.Number, c => char.IsAsciiLetterOrDigit(c) || c == '.');
        }

        return Array.Find(Signs, sign => string.CompareOrdinal(rule, at, sign, 0, sign.Length) == 0) is { } sign
            ? new Lexeme(LexemeKind.Sign, sign, at)
            : throw new FormatException($"'{rule[at]}' at {at} belongs to no rule");
    }

    private static Lexeme Take(string rule, int at, LexemeKind kind, Predicate<char> belongs)
    {
        var end = at + 1;
        while (end < rule.Length && belongs(rule[end]))
        {
            end++;
        }

        return new Lexeme(kind, rule[at..end], at);
    }
}
