using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace CityOps.Store.Migrating;

/// <summary>One numbered step of a room: the common text, then what only this engine needs.</summary>
internal sealed partial record MigrationFile(string Room, long Number, string Name, string Sql)
{
    /// <summary>Over the text with unix line ends, so that a checkout on another system is not an edit.</summary>
    public byte[] Hash { get; } = SHA256.HashData(Encoding.UTF8.GetBytes(Sql));

    /// <summary>A room's files in order; two with one number, or an extra without its common file, are refused.</summary>
    public static IReadOnlyList<MigrationFile> Of(Assembly assembly, string room, string extension)
    {
        var named = assembly.GetManifestResourceNames()
            .Select(resource => (Resource: resource, Match: Pattern().Match(resource)))
            .Where(found => found.Match.Success && found.Match.Groups["room"].Value == room)
            .Select(found => (found.Resource, Stem: found.Match.Groups["stem"].Value, Extra: found.Match.Groups["extra"].Value))
            .Where(found => found.Extra.Length == 0 || found.Extra == extension);
        var files = new List<MigrationFile>();
        foreach (var stem in named.GroupBy(found => found.Stem).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var number = long.Parse(stem.Key[..3], CultureInfo.InvariantCulture);
            if (files.Count > 0 && files[^1].Number == number)
            {
                throw new StoreException($"Migrations {files[^1].Name} and {stem.Key} have the same number.");
            }

            var parts = stem.OrderBy(found => found.Extra, StringComparer.Ordinal).ToArray();
            if (parts[0].Extra.Length > 0)
            {
                throw new StoreException($"Migration {parts[0].Resource} has no common file {stem.Key}.sql to follow.");
            }

            files.Add(new MigrationFile(room, number, stem.Key, string.Join('\n', parts.Select(part => Read(assembly, part.Resource)))));
        }

        return files;
    }

    private static string Read(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    [GeneratedRegex(@"\Amigrations/(?<stem>[0-9]{3}_(?<room>[a-z0-9]+)_[a-z0-9_]+)(\.(?<extra>[a-z]+))?\.sql\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
