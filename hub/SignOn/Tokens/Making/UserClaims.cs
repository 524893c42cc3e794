using CityOps.Hub.SignOn.People;

namespace CityOps.Hub.SignOn.Tokens.Making;

/// <summary>What may be told of a user, by scope or by name. What is not known is left out, asked for or not. Pure.</summary>
internal static class UserClaims
{
    public static readonly IReadOnlyList<string> Names =
        ["name", "preferred_username", "updated_at", "email", "email_verified", "phone_number", "phone_number_verified"];

    private static readonly Dictionary<string, string[]> ByScope = new(StringComparer.Ordinal)
    {
        ["profile"] = ["name", "preferred_username", "updated_at"],
        ["email"] = ["email", "email_verified"],
        ["phone"] = ["phone_number", "phone_number_verified"],
        ["address"] = [], // no address is kept of anybody
    };

    public static IEnumerable<KeyValuePair<string, object>> Scoped(User user, IEnumerable<string> scopes) =>
        Named(user, scopes.SelectMany(scope => ByScope.GetValueOrDefault(scope, [])));

    public static IEnumerable<KeyValuePair<string, object>> Named(User user, IEnumerable<string> names) =>
        from name in names.Distinct(StringComparer.Ordinal)
        let value = ValueOf(user, name)
        where value is not null
        select KeyValuePair.Create(name, value);

    private static object? ValueOf(User user, string name) => name switch
    {
        "name" => user.Name,
        "preferred_username" => user.Login,
        "updated_at" => user.ChangedAt == default ? null : user.ChangedAt.ToUnixTimeSeconds(),
        "email" => user.Email,
        "email_verified" => user.Email is null ? null : user.EmailVerified,
        "phone_number" => user.Phone,
        "phone_number_verified" => user.Phone is null ? null : false, // nobody has verified one yet
        _ => null,
    };
}
