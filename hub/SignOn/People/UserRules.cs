using CityOps.Schemas;

namespace CityOps.Hub.SignOn.People;

/// <summary>What a user's own data may be. Pure.</summary>
internal static class UserRules
{
    /// <summary>A login in its compared form: lower case letters, digits, . - _ beginning with a letter or digit; null for what can be none.</summary>
    public static string? Login(string text)
    {
        var login = text.ToLowerInvariant();
        return login.Length is >= 2 and <= 64 && char.IsAsciiLetterOrDigit(login[0]) && login.All(letter => letter is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '.' or '-' or '_')
            ? login
            : null;
    }

    public static bool IsName(string text) => text.Trim().Length is >= 1 and <= 64 && text.Trim().Length == text.Length && !text.Any(char.IsControl);

    /// <summary>Every fault at once.</summary>
    public static Refusal? Judge(User user)
    {
        var faults = new List<FieldError>();
        Check(Login(user.Login) == user.Login, "/login", "2–64 个小写字母、数字、. - _ / 2 to 64 lower case letters, digits, . - _");
        Check(IsName(user.Name), "/name", "1–64 个字，无控制字符 / 1 to 64 characters without control characters");
        Check(user.Post is null || IsName(user.Post), "/post", "1–64 个字，无控制字符 / 1 to 64 characters without control characters");
        Check(user.Phone is null || IsPhone(user.Phone), "/phone", "5–20 位数字，可带 + 和 - / 5 to 20 digits, + and - allowed");
        Check(user.Email is null || IsEmail(user.Email), "/email", "不是邮箱地址 / no e-mail address");
        return faults.Count > 0 ? PeopleRefusals.BadUser with { Fields = faults } : null;

        void Check(bool holds, string at, string message)
        {
            if (!holds)
            {
                faults.Add(new FieldError(at, message));
            }
        }
    }

    private static bool IsPhone(string text) =>
        text.Length is >= 5 and <= 20 && text.Count(char.IsAsciiDigit) >= 5 && text.Select((letter, at) => char.IsAsciiDigit(letter) || letter == '-' || (letter == '+' && at == 0)).All(good => good);

    // Shown and sent to, never compared: accounts are linked by issuer and subject only.
    private static bool IsEmail(string text) =>
        text.Length <= 254 && text.Split('@') is [{ Length: > 0 } local, { Length: > 0 } domain]
        && (local + domain).All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_' or '+')
        && domain.Contains('.', StringComparison.Ordinal);
}
