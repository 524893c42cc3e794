using CityOps.Schemas;
using CityOps.Schemas.Codes;

namespace CityOps.Hub.SignOn.People.Organisations;

/// <summary>机构: a node of the tree of organisations. <paramref name="Path"/> is the ids from the root, each after a slash.</summary>
public sealed record Organisation(string Id, string? Parent, string Path, string Name, string Kind, RegionCode Region, string? CreditCode)
{
    /// <summary>How many stand above one another at most.</summary>
    public const int MostDeep = 8;

    public OrganisationPlace Place => new(Path, Region);
}

/// <summary>What an organisation may be. Pure.</summary>
internal static class OrganisationRules
{
    private static readonly string[] Kinds = ["government", "department", "operator", "enterprise", "community", "other"];

    /// <summary>The organisation in its place, or every fault of it.</summary>
    public static Outcome<Organisation> Make(string id, Organisation? parent, string name, string kind, string region, string? creditCode, RegionCode within, RegionTree tree)
    {
        var faults = new List<FieldError>();
        if (id.Length is < 1 or > 32 || !id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'))
        {
            faults.Add(new FieldError("/id", "1–32 个字母、数字、- 或 _ / 1 to 32 letters, digits, - or _"));
        }

        if (!UserRules.IsName(name))
        {
            faults.Add(new FieldError("/name", "1–64 个字，无控制字符 / 1 to 64 characters without control characters"));
        }

        if (!Kinds.Contains(kind))
        {
            faults.Add(new FieldError("/kind", string.Join(' ', Kinds)));
        }

        if (creditCode is not null && !Schemas.Codes.CreditCode.IsValid(creditCode))
        {
            faults.Add(new FieldError("/creditCode", "统一社会信用代码不正确 / not a unified social credit code"));
        }

        if (!RegionCode.TryParse(region, out var code) || !tree.Contains(parent?.Region ?? within, code))
        {
            faults.Add(new FieldError("/region", $"不在 {parent?.Region ?? within} 之内 / does not lie in {parent?.Region ?? within}"));
        }

        var path = $"{parent?.Path}/{id}";
        if (path.Count(letter => letter == '/') > Organisation.MostDeep)
        {
            faults.Add(new FieldError("/parent", $"最多 {Organisation.MostDeep} 级 / at most {Organisation.MostDeep} levels"));
        }

        return faults.Count > 0 ? PeopleRefusals.BadOrganisation with { Fields = faults } : new Organisation(id, parent?.Id, path, name, kind, code, creditCode);
    }
}
