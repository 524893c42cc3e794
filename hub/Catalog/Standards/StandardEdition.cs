using CityOps.Schemas.Calendars;
using CityOps.Schemas.Catalogue;
using CityOps.Schemas.Codes;

namespace CityOps.Hub.Catalog.Standards;

/// <summary>The data standard as it is in force: schemas, code lists and calendar. Immutable; replaced as a whole.</summary>
public sealed record StandardEdition(SchemaSet Schemas, CodeLists Codes, WorkCalendar Calendar)
{
    /// <summary>The build's own standard.</summary>
    public static StandardEdition Built(SchemaSet schemas) => new(schemas, CodeLists.Standard, WorkCalendar.Standard);

    /// <summary>
    /// A base with every item in force on a day laid over it: of a dataset's major version the newest version stands, of a
    /// code list and a year the newest edition.
    /// </summary>
    public static StandardEdition On(DateOnly day, StandardEdition built, IReadOnlyList<StandardDocument> documents)
    {
        var inForce = documents.Where(document => document.Item.Effective <= day).ToLookup(document => document.Item.Kind);
        var codes = inForce[StandardItem.CodeList].GroupBy(document => document.Item.Name)
            .Select(editions => CodeListDocument.Read(editions.MaxBy(document => document.Item.Version, StringComparer.Ordinal)!.Body)).ToList();
        var days = inForce[StandardItem.Calendar].SelectMany(document => CalendarDocument.Read(document.Body)).ToList();
        var schemas = inForce[StandardItem.Schema].ToList();
        var lists = codes.Count == 0 ? built.Codes : built.Codes.With(codes);
        return new StandardEdition(
            schemas.Count == 0 && codes.Count == 0 ? built.Schemas : SchemaSet.Compile(Newest(built.Schemas, schemas), lists),
            lists,
            days.Count == 0 ? built.Calendar : built.Calendar.With(days));
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Newest(SchemaSet built, IEnumerable<StandardDocument> schemas) =>
        built.All.Select(version => (version.Dataset, Version: Version.Parse(version.Version), Bytes: version.SchemaBytes))
            .Concat(schemas.Select(document => (Dataset: document.Item.Name, Version: Version.Parse(document.Item.Version), Bytes: (ReadOnlyMemory<byte>)document.Body)))
            .GroupBy(schema => (schema.Dataset, schema.Version.Major))
            .Select(versions => versions.MaxBy(schema => schema.Version).Bytes);
}
