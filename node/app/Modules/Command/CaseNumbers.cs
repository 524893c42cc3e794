using System.Text.RegularExpressions;

namespace CityOps.Node.Modules.Command;

/// <summary>案件编号、任务号: what may be asked for at all, so that no odd text reaches the store.</summary>
internal static partial class CaseNumbers
{
    public static bool IsWellFormed(string text) => Form().IsMatch(text);

    [GeneratedRegex(@"\A[0-9A-Za-z._-]{1,24}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
