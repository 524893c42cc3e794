using System.Text.RegularExpressions;

namespace CityOps.Tests.Walls;

/// <summary>
/// One wall of the house: something that may be written only in some places. Exceptions carry their reason; one that is no
/// longer needed is a trespass too.
/// </summary>
internal sealed record Wall(string Name, Regex Guarded, Regex Allowed, IReadOnlyDictionary<string, string> Exceptions)
{
    public IEnumerable<string> Trespasses(IEnumerable<(string Path, string Text)> files)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (path, text) in files)
        {
            if (Allowed.IsMatch(path) || Guarded.Match(text) is not { Success: true } found)
            {
                continue;
            }

            if (Exceptions.ContainsKey(path))
            {
                used.Add(path);
                continue;
            }

            yield return $"{Name}: {path} has '{found.Value}'";
        }

        foreach (var unused in Exceptions.Keys.Where(e => !used.Contains(e)))
        {
            yield return $"{Name}: the exception for {unused} is not needed";
        }
    }

    public static IReadOnlyList<Wall> All { get; } =
    [
        new(
            "database drivers stay in the store",
            new Regex(@"\bNpgsql\b|Microsoft\.Data\.Sqlite"),
            new Regex("^node/store/"),
            new Dictionary<string, string>()),
        new(
            "broker clients stay in adapters",
            new Regex(@"RabbitMQ\.Client"),
            new Regex("^adapters/"),
            new Dictionary<string, string>()),
        new(
            "SQL stays in table files and the store",
            new Regex(@"""[^""\n]*\b(SELECT\s+[\w@(*]|INSERT INTO\s|DELETE FROM\s|UPDATE\s+\w+\s+SET\s|CREATE TABLE\s)|""""""\s*\n\s*(SELECT|INSERT|DELETE|UPDATE|WITH)\s"),
            new Regex("^node/store/|Table\\.cs$"),
            new Dictionary<string, string>()),
        new(
            "HTTP stops at the edges",
            new Regex(@"using Microsoft\.AspNetCore\.Http"),
            new Regex("Endpoints\\.cs$|^hub/Problems\\.cs$|^hub/SmallJson\\.cs$|^hub/SignOn/|^portal/|^node/app/Hosting/"),
            new Dictionary<string, string>()),
        new(
            "only the guarded clients speak HTTP outwards",
            new Regex(@"new HttpClient\(|HttpClient \w+ = new\(|new SocketsHttpHandler\b"),
            new Regex("^hub/Links/PeerClient\\.cs$|^hub/Guards/OutboundHttp\\.cs$|^portal/Asking/SelfHttp\\.cs$"),
            new Dictionary<string, string>()),
        new(
            "nothing is left for later",
            new Regex(@"\bTODO\b|\bFIXME\b|NotImplementedException|Thread\.Sleep|#pragma warning disable (?!CA2100)"),
            new Regex("^$"),
            new Dictionary<string, string>()),
    ];
}
