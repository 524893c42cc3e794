using System.Text.Json;
using CityOps.Schemas;
using CityOps.Schemas.Catalogue;
using CityOps.Schemas.Codes;
using CityOps.Schemas.Evolution;
using CityOps.Schemas.Publication;
using CityOps.Schemas.Validation;

namespace CityOps.Hub.Catalog.Standards;

/// <summary>
/// Who may publish what, and whether it is fit. The standard's names belong to the nation; every tier may add datasets of
/// its own under codes that begin with L (地方扩展), which never travel above it. Pure.
/// </summary>
internal static class StandardRules
{
    private const char LocalMark = 'L';

    /// <summary>The item a document is, or why it is not published.</summary>
    /// <param name="own">Who publishes.</param>
    /// <param name="kind">What it is meant to be.</param>
    /// <param name="body">Its text.</param>
    /// <param name="when">From when on, and what day it is in Beijing.</param>
    /// <param name="known">Everything published or received so far, and what the build holds is in <paramref name="current"/>.</param>
    /// <param name="current">The edition in force.</param>
    public static Outcome<StandardItem> Examine(
        Deployment own, string kind, byte[] body, (DateOnly Effective, DateOnly Today) when, IReadOnlyList<StandardDocument> known, StandardEdition current)
    {
        try
        {
            if (!Identify(own, kind, body).TryGet(out var item, out var refusal))
            {
                return refusal;
            }

            item = item with { Effective = when.Effective };
            if (known.FirstOrDefault(document => (document.Item.Kind, document.Item.Name, document.Item.Version) == (kind, item.Name, item.Version)) is { } there)
            {
                return there.Item.Digest == item.Digest ? there.Item : CatalogRefusals.Taken.Because($"{item.Name} {item.Version}", $"{item.Name} {item.Version}");
            }

            if (when.Effective < when.Today)
            {
                return CatalogRefusals.TooSoon;
            }

            return (kind == StandardItem.Schema ? AgainstVersions(item, body, known, current) : null) is { } no ? no : item;
        }
        catch (FormatException fault)
        {
            return CatalogRefusals.BadDocument.Because(fault.Message, fault.Message);
        }
    }

    private static Outcome<StandardItem> Identify(Deployment own, string kind, byte[] body)
    {
        using var document = CatalogJson.Parse(body);
        var root = document.RootElement;
        var digest = StandardItem.DigestOf(body);
        switch (kind)
        {
            case StandardItem.Schema:
                return Schema(own, root, body, digest);
            case StandardItem.CodeList:
                var list = CodeListDocument.Read(body);
                return MayStandard(own, new StandardItem(kind, list.Name, list.Edition, own.Code.ToString(), default, digest));
            case StandardItem.Calendar:
                CalendarDocument.Read(body);
                return MayStandard(own, new StandardItem(kind, CatalogJson.Text(root, "calendar"), $"{CalendarDocument.YearOf(root)}", own.Code.ToString(), default, digest));
            default:
                throw new FormatException($"kind '{kind}' is none of schema, codelist, calendar");
        }
    }

    private static Outcome<StandardItem> Schema(Deployment own, JsonElement root, byte[] body, string digest)
    {
        if (SchemaGate.Examine(body, new SchemaRegistry(), _ => false) is { Count: > 0 } findings)
        {
            return CatalogRefusals.BadDocument with
            {
                Detail = findings[0].Text,
                DetailEn = findings[0].TextEn,
                Fields = [.. findings.Take(50).Select(finding => new FieldError(finding.Pointer, $"{finding.Name} {finding.Text}"))],
            };
        }

        var version = Compiled(body);
        var item = new StandardItem(StandardItem.Schema, version.Dataset, version.Version, own.Code.ToString(), default, digest);
        if (version.Dataset[0] != LocalMark)
        {
            return MayStandard(own, item);
        }

        return version.Reach < own.Tier
            ? CatalogRefusals.BadDocument.Because($"地方扩展 {version.Dataset} 的 x-reach 不得高于本级", $"x-reach of the local extension {version.Dataset} must not lie above its own tier")
            : item;
    }

    private static Outcome<StandardItem> MayStandard(Deployment own, StandardItem item) =>
        own.Tier == Tier.Nation ? item : CatalogRefusals.NotYours.Because(
            $"{item.Kind} {item.Name} 属于国家标准；地方数据集代码以 L 开头", $"{item.Kind} {item.Name} belongs to the national standard; codes of local datasets begin with L");

    private static DatasetVersion Compiled(byte[] body)
    {
        try
        {
            return SchemaSet.Compile([body]).All.Single();
        }
        catch (Exception fault) when (fault is InvalidDataException or SchemaException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            throw new FormatException(fault.Message, fault);
        }
    }

    private static Refusal? AgainstVersions(StandardItem item, byte[] body, IReadOnlyList<StandardDocument> known, StandardEdition current)
    {
        var version = Version.Parse(item.Version);
        var earlier = current.Schemas.All.Where(other => other.Dataset == item.Name).Select(other => (Version: Version.Parse(other.Version), Bytes: other.SchemaBytes))
            .Concat(known.Where(document => document.Item.Kind == StandardItem.Schema && document.Item.Name == item.Name).Select(document => (Version: Version.Parse(document.Item.Version), Bytes: (ReadOnlyMemory<byte>)document.Body)))
            .Where(other => other.Version.Major == version.Major).ToList();
        if (earlier.Count == 0)
        {
            return null;
        }

        var newest = earlier.MaxBy(other => other.Version);
        if (version <= newest.Version)
        {
            return CatalogRefusals.NotNewer.Because($"{item.Name} 现有 {newest.Version}", $"{item.Name} stands at {newest.Version}");
        }

        var verdict = Compatibility.Compare(newest.Bytes, body, Reading.Backward);
        return verdict.Answer == Answer.Compatible ? null : CatalogRefusals.Breaks with
        {
            Detail = verdict.Differences is [var first, ..] ? $"{first.Message} 反例：{first.Document}" : verdict.Open[0].Message,
            DetailEn = verdict.Differences is [var shown, ..] ? $"{shown.MessageEn} Counterexample: {shown.Document}" : verdict.Open[0].MessageEn,
            Fields = [.. verdict.Differences.Take(50).Select(difference => new FieldError(difference.Pointer, $"{difference.Keyword} {difference.Message}"))],
        };
    }
}
