using System.Globalization;
using System.Text;

namespace CityOps.Schemas.Rules.Expressions;

/// <summary>
/// Reads one rule. Loosest first: <c>=></c>, <c>or</c>, <c>and</c>, <c>not</c>, comparison or <c>in (…)</c>,
/// <c>+ -</c>, <c>* /</c>; then members, texts, numbers, lengths of time (<c>1s 10min 4h 400d</c>), functions, brackets.
/// </summary>
internal sealed class ExpressionParser
{
    private static readonly string[] Comparisons = ["=", "!=", "<", "<=", ">", ">="];
    private readonly Func<string, Member?> members;
    private readonly List<Lexeme> lexemes;
    private int at;

    private ExpressionParser(string rule, Func<string, Member?> members) => (lexemes, this.members) = (Lexer.Read(rule), members);

    /// <exception cref="FormatException">The rule makes no sense: which word, and why.</exception>
    public static Term Read(string rule, Func<string, Member?> members)
    {
        var parser = new ExpressionParser(rule, members);
        var term = parser.Implication();
        parser.Must(LexemeKind.End, "");
        return term.Kind == Kind.Truth ? term : throw new FormatException($"a rule is true or false; this is a {term.Kind}");
    }

    /// <summary>The names of members a rule may speak of, without knowing the dataset.</summary>
    public static IEnumerable<string> NamesIn(string rule)
    {
        var lexemes = Lexer.Read(rule);
        return lexemes.Where((lexeme, i) => lexeme.Kind == LexemeKind.Name && lexemes[i + 1].Text != "(").Select(lexeme => lexeme.Text);
    }

    private Term Implication()
    {
        var left = Alternatives();
        return Try("=>") ? new Or(new Not(Truth(left)), Truth(Implication())) : left;
    }

    private Term Alternatives()
    {
        var left = Conjunction();
        while (Try("or"))
        {
            left = new Or(Truth(left), Truth(Conjunction()));
        }

        return left;
    }

    private Term Conjunction()
    {
        var left = Negation();
        while (Try("and"))
        {
            left = new And(Truth(left), Truth(Negation()));
        }

        return left;
    }

    private Term Negation() => Try("not") ? new Not(Truth(Negation())) : Compared();

    private Term Compared()
    {
        var left = Sum();
        if (Try("in"))
        {
            return new Among(left, List(left.Kind));
        }

        var sign = lexemes[at];
        if (sign.Kind != LexemeKind.Sign || Array.IndexOf(Comparisons, sign.Text) < 0)
        {
            return left;
        }

        at++;
        var right = Sum();
        return left.Kind == right.Kind && left.Kind is not (Kind.List or Kind.Object)
            ? new Comparison(sign.Text, left, right)
            : throw new FormatException($"at {sign.At}: a {left.Kind} cannot be compared with a {right.Kind}");
    }

    private Term Sum()
    {
        var left = Product();
        while (lexemes[at] is { Kind: LexemeKind.Sign, Text: "+" or "-" } sign)
        {
            at++;
            var right = Product();
            var kind = (left.Kind, right.Kind, sign.Text) switch
            {
                (Kind.Number, Kind.Number, _) => Kind.Number,
                (Kind.Time, Kind.Span, _) => Kind.Time,
                (Kind.Span, Kind.Span, _) or (Kind.Time, Kind.Time, "-") => Kind.Span,
                _ => throw new FormatException($"at {sign.At}: {left.Kind} {sign.Text} {right.Kind} makes no sense"),
            };
            left = new Arithmetic(sign.Text[0], kind, left, right);
        }

        return left;
    }

    private Term Product()
    {
        var left = Atom();
        while (lexemes[at] is { Kind: LexemeKind.Sign, Text: "*" or "/" } sign)
        {
            at++;
            var right = Atom();
            left = (left.Kind, right.Kind) == (Kind.Number, Kind.Number)
                ? new Arithmetic(sign.Text[0], Kind.Number, left, right)
                : throw new FormatException($"at {sign.At}: only numbers are multiplied and divided");
        }

        return left;
    }

    private Term Atom()
    {
        var lexeme = lexemes[at++];
        switch (lexeme.Kind)
        {
            case LexemeKind.Text:
                return Literal.Of(Encoding.UTF8.GetBytes(lexeme.Text));
            case LexemeKind.Number:
                return Number(lexeme);
            case LexemeKind.Name when lexeme.Text is "true" or "false":
                return Literal.Of(lexeme.Text == "true");
            case LexemeKind.Name when lexemes[at].Text == "(":
                return Call(lexeme);
            case LexemeKind.Name:
                return members(lexeme.Text) ?? throw new FormatException($"at {lexeme.At}: the dataset has no member {lexeme.Text}");
            case LexemeKind.Sign when lexeme.Text == "(":
                var inner = Implication();
                Must(LexemeKind.Sign, ")");
                return inner;
            default:
                throw new FormatException($"at {lexeme.At}: '{lexeme.Text}' is not expected here");
        }
    }

    private Term Call(Lexeme name)
    {
        at++;
        var arguments = new List<Term>();
        do
        {
            arguments.Add(Implication());
        }
        while (Try(","));
        Must(LexemeKind.Sign, ")");
        return name.Text switch
        {
            "has" when arguments is [Member member] => new Has(member),
            "ordered" when arguments.TrueForAll(argument => argument.Kind == Kind.Time) => new Ordered([.. arguments]),
            "has" or "ordered" => throw new FormatException($"at {name.At}: {name.Text} takes {(name.Text == "has" ? "a member" : "instants")}"),
            _ => Functions.Call(name.Text, arguments),
        };
    }

    private List<Literal> List(Kind kind)
    {
        var list = new List<Literal>();
        Must(LexemeKind.Sign, "(");
        do
        {
            var lexeme = lexemes[at];
            list.Add(Atom() is Literal literal && literal.Kind == kind && kind is Kind.Text or Kind.Number
                ? (Literal)literal
                : throw new FormatException($"at {lexeme.At}: a list holds texts or numbers, of the kind of what stands before it"));
        }
        while (Try(","));
        Must(LexemeKind.Sign, ")");
        return list;
    }

    private static Literal Number(Lexeme lexeme)
    {
        var digits = lexeme.Text.TrimEnd("abcdefghijklmnopqrstuvwxyz".ToCharArray());
        if (!decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            throw new FormatException($"at {lexeme.At}: '{lexeme.Text}' is no number");
        }

        return lexeme.Text[digits.Length..] switch
        {
            "" => Literal.Of(number),
            "s" => Literal.Of(TimeSpan.FromSeconds((double)number)),
            "min" => Literal.Of(TimeSpan.FromMinutes((double)number)),
            "h" => Literal.Of(TimeSpan.FromHours((double)number)),
            "d" => Literal.Of(TimeSpan.FromDays((double)number)),
            var unit => throw new FormatException($"at {lexeme.At}: '{unit}' is no unit; there are s, min, h, d"),
        };
    }

    private static Term Truth(Term term) =>
        term.Kind == Kind.Truth ? term : throw new FormatException($"only what is true or false can be joined; this is a {term.Kind}");

    private bool Try(string text)
    {
        var found = lexemes[at].Kind is LexemeKind.Sign or LexemeKind.Name && lexemes[at].Text == text;
        at += found ? 1 : 0;
        return found;
    }

    private void Must(LexemeKind kind, string text)
    {
        var lexeme = lexemes[at++];
        if (lexeme.Kind != kind || (kind != LexemeKind.End && lexeme.Text != text))
        {
            throw new FormatException($"at {lexeme.At}: expected {(kind == LexemeKind.End ? "the end" : text)}, found '{lexeme.Text}'");
        }
    }
}
