using System.Globalization;
using System.Text.Json;
using CityOps.Schemas.Calendars;

namespace CityOps.Hub.Catalog.Standards;

/// <summary>A year's calendar on the wire: <c>{"calendar":"CN","year":2027,"days":[{"date","kind","name"}]}</c>, kind <c>holiday</c> or <c>workday</c>.</summary>
internal static class CalendarDocument
{
    private const int MostDays = 366;

    public static byte[] Write(string name, int year, IEnumerable<CalendarDay> days) => JsonSerializer.SerializeToUtf8Bytes(
        new
        {
            calendar = name,
            year,
            days = days.Where(day => day.Date.Year == year)
                .Select(day => new { date = day.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), kind = day.Kind == DayKind.Holiday ? "holiday" : "workday", name = day.Name }),
        },
        CatalogJson.Plain);

    /// <exception cref="FormatException">Not such a document: which member, and why.</exception>
    public static IReadOnlyList<CalendarDay> Read(ReadOnlyMemory<byte> json)
    {
        using var document = CatalogJson.Parse(json);
        var root = document.RootElement;
        var year = YearOf(root);
        var days = CatalogJson.List(root, "days").Select(day => new CalendarDay(
            CatalogJson.Day(CatalogJson.Text(day, "date")),
            CatalogJson.Text(day, "kind") switch
            {
                "holiday" => DayKind.Holiday,
                "workday" => DayKind.MakeupWorkday,
                var other => throw new FormatException($"kind '{other}' is neither holiday nor workday"),
            },
            CatalogJson.Text(day, "name"))).ToArray();
        if (days.Length > MostDays || days.Any(day => day.Date.Year != year) || days.DistinctBy(day => day.Date).Count() != days.Length)
        {
            throw new FormatException($"days must lie in {year}, each once");
        }

        return days;
    }

    public static int YearOf(JsonElement root) =>
        root.TryGetProperty("year", out var year) && year.ValueKind == JsonValueKind.Number && year.TryGetInt32(out var number) && number is >= 2000 and <= 2100
            ? number
            : throw new FormatException("year must be a year");
}
