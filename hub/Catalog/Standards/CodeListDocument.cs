using System.Globalization;
using System.Text.Json;
using CityOps.Schemas.Codes;

namespace CityOps.Hub.Catalog.Standards;

/// <summary>
/// A code list on the wire: <c>{"list","title","edition","localFrom"?,"source","codes":[{"code","name","validFrom"?,"validTo"?,
/// "successor"?,"note"?}]}</c>; days are <c>yyyy-MM-dd</c>.
/// </summary>
internal static class CodeListDocument
{
    private const int MostCodes = 10_000;

    public static byte[] Write(CodeList list) => JsonSerializer.SerializeToUtf8Bytes(
        new
        {
            list = list.Name,
            title = list.Title,
            edition = list.Edition,
            localFrom = list.LocalFrom,
            source = list.Source,
            codes = list.Codes.Select(code => new { code = code.Code, name = code.Name, validFrom = Text(code.ValidFrom), validTo = Text(code.ValidTo), successor = code.Successor, note = code.Note }),
        },
        CatalogJson.Plain);

    /// <exception cref="FormatException">Not such a document: which member, and why.</exception>
    public static CodeList Read(ReadOnlyMemory<byte> json)
    {
        using var document = CatalogJson.Parse(json);
        var root = document.RootElement;
        var codes = CatalogJson.List(root, "codes");
        if (codes.Count is 0 or > MostCodes)
        {
            throw new FormatException($"codes must hold 1 to {MostCodes} entries");
        }

        var entries = codes.Select(code => new CodeEntry(
            CatalogJson.Text(code, "code"), CatalogJson.Text(code, "name"), Day(code, "validFrom"), Day(code, "validTo"), CatalogJson.MaybeText(code, "successor"), CatalogJson.MaybeText(code, "note"))).ToArray();
        if (entries.GroupBy(entry => entry.Code).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new FormatException($"code {twice.Key} stands twice");
        }

        int? localFrom = root.TryGetProperty("localFrom", out var from) && from.ValueKind == JsonValueKind.Number ? from.GetInt32() : null;
        return CodeList.Of(CatalogJson.Text(root, "list"), CatalogJson.Text(root, "title"), CatalogJson.Text(root, "edition"), localFrom, CatalogJson.MaybeText(root, "source") ?? "", entries);
    }

    private static DateOnly? Day(JsonElement code, string name) => CatalogJson.MaybeText(code, name) is { } text ? CatalogJson.Day(text) : null;

    private static string? Text(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
