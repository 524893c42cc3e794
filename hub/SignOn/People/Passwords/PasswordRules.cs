using System.Text;
using CityOps.Hub.Guards;
using CityOps.Schemas;

namespace CityOps.Hub.SignOn.People.Passwords;

/// <summary>
/// 密码要求: twelve characters, and enough of them that no list, name, date, row of keys or repetition explains. No rule asks
/// for kinds of characters: those only make people write 1! at the end. Pure.
/// </summary>
internal static class PasswordRules
{
    public const int Shortest = 12;

    /// <summary>Also bounds what one derivation is fed.</summary>
    public const int Longest = 128;

    /// <summary>How much must be left when everything guessable counts next to nothing.</summary>
    private const int LeastWorth = 7;

    private static readonly string[] Rows = ["0123456789", "9876543210", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn7ujm"];

    /// <summary>Null when it may be used, else every broken rule in words.</summary>
    public static Refusal? Judge(string password, string login, string name, GuardSwitch guards)
    {
        var faults = new List<FieldError>();
        var length = password.EnumerateRunes().Count();
        if (guards.IsOn("password.length") && length < Shortest)
        {
            faults.Add(new FieldError("/password", $"至少 {Shortest} 个字符 / at least {Shortest} characters"));
        }

        if (length > Longest || password.Any(char.IsControl))
        {
            faults.Add(new FieldError("/password", $"最多 {Longest} 个字符，无控制字符 / at most {Longest} characters without control characters"));
        }
        else if (guards.IsOn("password.common") && Worth(password, login, name) < LeastWorth)
        {
            faults.Add(new FieldError("/password", "过于常见或容易猜到（常用密码、登录名、日期、键盘或数字序列、重复） / too common or easy to guess (known passwords, the login, dates, rows of keys or digits, repetition)"));
        }

        return faults.Count > 0 ? PeopleRefusals.WeakPassword with { Fields = faults } : null;
    }

    /// <summary>The cheapest way to spell it: a character costs 1, a known word 2, a date, row or repetition 1.</summary>
    public static int Worth(string password, string login, string name)
    {
        var plain = Plain(password);
        var typed = password.ToLowerInvariant();
        var known = Own(login, name);
        var cost = new int[plain.Length + 1];
        for (var end = 1; end <= plain.Length; end++)
        {
            cost[end] = cost[end - 1] + 1;
            for (var start = 0; start <= end - 3; start++)
            {
                var priced = Price(typed[start..end], plain[start..end], known);
                cost[end] = Math.Min(cost[end], cost[start] + priced);
            }
        }

        return cost[^1];
    }

    private static int Price(string typed, string plain, HashSet<string> known)
    {
        if (IsRow(typed) || IsRepeated(typed) || IsDate(typed))
        {
            return 1;
        }

        return (typed.Length >= CommonPasswords.Shortest && (CommonPasswords.Has(typed) || CommonPasswords.Has(plain))) || known.Contains(typed) || known.Contains(plain)
            ? 2
            : typed.Length;
    }

    private static bool IsRow(string text) => Rows.Any(row => row.Contains(text, StringComparison.Ordinal));

    // aaa, abab, 123123: one unit again and again.
    private static bool IsRepeated(string text)
    {
        for (var unit = 1; unit <= text.Length / 2; unit++)
        {
            if (text.Length % unit == 0 && text.Length / unit >= (unit == 1 ? 3 : 2) && Enumerable.Range(unit, text.Length - unit).All(at => text[at] == text[at - unit]))
            {
                return true;
            }
        }

        return false;
    }

    // 1987, 198706, 19870612, 870612: years of living people.
    private static bool IsDate(string text)
    {
        if (!text.All(char.IsAsciiDigit) || text.Length is not (4 or 6 or 8))
        {
            return false;
        }

        var (full, rest) = text.Length == 6 && Ends(text[2..]) ? (true, "") : (text[..2] is "19" or "20", text[4..]);
        return full && (rest.Length == 0 || (rest.Length == 2 && Month(rest)) || Ends(rest));

        static bool Ends(string four) => four.Length == 4 && Month(four[..2]) && int.Parse(four[2..], System.Globalization.CultureInfo.InvariantCulture) is >= 1 and <= 31;
        static bool Month(string two) => int.Parse(two, System.Globalization.CultureInfo.InvariantCulture) is >= 1 and <= 12;
    }

    private static HashSet<string> Own(string login, string name) =>
        new(login.ToLowerInvariant().Split('.', '-', '_').Append(login.ToLowerInvariant()).Append(name.ToLowerInvariant()).Where(part => part.Length >= 2), StringComparer.Ordinal);

    // p@ssw0rd and password are one to a guesser.
    private static string Plain(string password)
    {
        var plain = new StringBuilder(password.ToLowerInvariant());
        foreach (var (from, to) in (ReadOnlySpan<(char, char)>)[('@', 'a'), ('4', 'a'), ('0', 'o'), ('1', 'l'), ('!', 'i'), ('3', 'e'), ('$', 's'), ('5', 's'), ('7', 't')])
        {
            plain.Replace(from, to);
        }

        return plain.ToString();
    }}
