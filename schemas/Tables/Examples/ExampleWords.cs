using System.Text.RegularExpressions;

namespace CityOps.Schemas.Tables.Examples;

/// <summary>Texts an invented city would write, by the name of the field; persons and telephones are masked, links lead nowhere.</summary>
internal static partial class ExampleWords
{
    private static readonly (Regex Name, string Text)[] Known =
    [
        (Phone(), "138****5678"),
        (Person(), "张*"),
        (Address(), "庐阳区示例路12号东侧"),
        (Organisation(), "示例市城市管理局"),
        (Link(), "https://media.example.org/m/0001"),
        (Area(), "示例街道示例社区"),
        (Clock(), "08:00-20:00"),
        (Release(), "1.0"),
        (Serial(), "皖示〔2026〕12号"),
        (Unit(), "件"),
    ];

    public static string For(Field field)
    {
        var known = Known.FirstOrDefault(entry => entry.Name.IsMatch(field.Name)).Text ?? $"示例{field.Title}";
        var most = Math.Max(field.Type.Item?.Length ?? field.Type.Length, 1);
        var fixedLength = (field.Type.Item ?? field.Type).Kind == FieldKind.Fixed;
        return known.Length > most ? known[..most] : fixedLength ? known.PadRight(most, '0') : known;
    }

    [GeneratedRegex("(?i)phone$")]
    private static partial Regex Phone();

    [GeneratedRegex("(?i)(user|person|reporter|inspector|leader|legalRep|contact|contactName|signer|steward|officers|handler|patroller|visitor|acceptor|assigner|uploader|foundBy|approvedBy|callerName)$")]
    private static partial Regex Person();

    [GeneratedRegex("(?i)(address|objPos|place)$")]
    private static partial Regex Address();

    [GeneratedRegex("(?i)(org|orgName|dept|deptName[0-9]?|unit|authority|manager|contractor|organizer|executor|assessor|receivers|guardian|centerName)$")]
    private static partial Regex Organisation();

    [GeneratedRegex("(?i)(url|endpoint|path|uri)$")]
    private static partial Regex Link();

    [GeneratedRegex("(?i)(streetName|communityName|scope)$")]
    private static partial Regex Area();

    [GeneratedRegex("(?i)(hours|window)$")]
    private static partial Regex Clock();

    [GeneratedRegex("(?i)version$")]
    private static partial Regex Release();

    [GeneratedRegex("(?i)(docNo|decisionNo|permitNo|standardNo|replacedNo|ruleDocs)$")]
    private static partial Regex Serial();

    [GeneratedRegex("^unit$")]
    private static partial Regex Unit();
}
