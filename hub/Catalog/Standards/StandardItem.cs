using System.Security.Cryptography;

namespace CityOps.Hub.Catalog.Standards;

/// <summary>
/// 标准条目: a dataset's schema, a code list or a year's calendar in one version, in force from a day on. What one hub
/// published under a name and version never changes.
/// </summary>
/// <param name="Kind"><c>schema</c>, <c>codelist</c> or <c>calendar</c>.</param>
/// <param name="Name">The dataset, the list, or the calendar's name.</param>
/// <param name="Version">SemVer of a schema, edition of a list, year of a calendar.</param>
/// <param name="Origin">The platform that published it.</param>
/// <param name="Effective">The first day it is in force, Beijing.</param>
/// <param name="Digest">Hex SHA-256 of the body.</param>
public sealed record StandardItem(string Kind, string Name, string Version, string Origin, DateOnly Effective, string Digest)
{
    public const string Schema = "schema";
    public const string CodeList = "codelist";
    public const string Calendar = "calendar";

    public static string DigestOf(ReadOnlySpan<byte> body) => Convert.ToHexStringLower(SHA256.HashData(body));
}

/// <summary>An item with its JSON text.</summary>
public sealed record StandardDocument(StandardItem Item, byte[] Body);
