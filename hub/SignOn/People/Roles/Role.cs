using System.Collections.Frozen;
using System.Reflection;
using CityOps.Schemas.Codes;

namespace CityOps.Hub.SignOn.People.Roles;

/// <summary>三员: which of the three administrators a role is; the three never meet in one account.</summary>
public enum Office
{
    None,
    System,
    Security,
    Audit,
}

/// <summary>角色: a named set of actions (domain.md 5.1). <paramref name="Second"/>: no work without a second factor.</summary>
public sealed record Role(string Code, string Name, string NameEn, IReadOnlySet<Tier> Tiers, ScopeKind Scope, Office Office, bool Second, IReadOnlySet<string> Actions);

/// <summary>The roles of this build, read from <c>roles.csv</c>.</summary>
public static class RoleBook
{
    private static readonly FrozenDictionary<string, Role> Roles = Load().ToFrozenDictionary(role => role.Code, StringComparer.Ordinal);

    public static IReadOnlyCollection<Role> All => Roles.Values;

    /// <summary>Every action any role holds.</summary>
    public static IReadOnlySet<string> Actions { get; } = Roles.Values.SelectMany(role => role.Actions).ToFrozenSet(StringComparer.Ordinal);

    public static Role? Find(string code) => Roles.GetValueOrDefault(code);

    private static IEnumerable<Role> Load()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("people/roles.csv")
            ?? throw new InvalidDataException("the roles are not part of this build");
        using var reader = new StreamReader(stream);
        reader.ReadLine(); // code,zh,en,tiers,scope,apart,second,actions
        while (reader.ReadLine() is { Length: > 0 } line)
        {
            var cells = line.Split(',');
            yield return new Role(
                cells[0], cells[1], cells[2],
                cells[3].Split('|').Select(TierOf).ToFrozenSet(),
                Enum.Parse<ScopeKind>(cells[4], ignoreCase: true),
                cells[5].Length == 0 ? Office.None : Enum.Parse<Office>(cells[5], ignoreCase: true),
                cells[6] == "yes",
                cells[7].Split('|').ToFrozenSet(StringComparer.Ordinal));
        }
    }

    private static Tier TierOf(string letter) =>
        TierLetter.TryRead(letter[0], out var tier) ? tier : throw new InvalidDataException($"roles.csv: no tier {letter}");
}
