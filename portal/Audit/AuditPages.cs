using System.Globalization;
using CityOps.Portal.Asking;
using CityOps.Portal.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CityOps.Portal.Audit;

/// <summary>审计: the log of who did what, for auditors.</summary>
internal static class AuditPages
{
    private const string Read = "audit.read";
    private const int Rows = 100;
    private const int ExportRows = 500;
    private const int MostExported = 10_000;
    private const string Entries = "audit/v1/entries";

    public static void Map(IEndpointRouteBuilder routes, PageGuard guard)
    {
        guard(routes.MapGet("/audit", Task<IResult> (HttpContext http) => Shows.PageAsync<AuditPage, AuditRows>(http, Entries + QueryOf(http, Rows, http.Request.Query["before"]), Refresh.Never)), Read);
        guard(routes.MapGet("/audit.csv", Task<IResult> (HttpContext http) => ExportAsync(http)), Read);
        guard(routes.MapGet("/audit/{seq}", Task<IResult> (HttpContext http, string seq) => Shows.PageAsync<EntryPage, AuditFacts>(http, $"{Entries}/{Uri.EscapeDataString(seq)}", Refresh.Never)), Read);
    }

    // Page after page of what the list shows; where it is cut, the last line says so.
    private static async Task<IResult> ExportAsync(HttpContext http)
    {
        var words = new AuditWords(http.Request.Query["lang"] == "en" ? Language.English : Language.Chinese);
        var rows = new List<IReadOnlyList<object?>>();
        for (string? before = ""; before is not null;)
        {
            var answer = await http.RequestServices.GetRequiredService<HubClient>().GetAsync<AuditRows>(http, Entries + QueryOf(http, ExportRows, before));
            if (answer.Value is not { } page)
            {
                return await Shows.ProblemAsync(http, answer.Problem!);
            }

            rows.AddRange(page.Entries.Select(one => (IReadOnlyList<object?>)[
                one.Seq, Shown.Time(one.At), page.Names.GetValueOrDefault(one.Actor)?.Login ?? one.Actor, one.Action, one.Subject, one.Result, one.Code, one.Source, one.Correlation,
                string.Join("; ", one.Facts.Select(fact => $"{fact.Key}={fact.Value}"))]));
            before = page.Next?.ToString(CultureInfo.InvariantCulture);
            if (before is not null && rows.Count >= MostExported)
            {
                rows.Add([words.Cut(MostExported)]);
                break;
            }
        }

        return CsvAnswer.Of("audit", [words.Number, words.At, words.Actor, words.Action, words.Subject, words.Result, words.Code, words.Source, words.Correlation, words.Facts], rows);
    }

    // What a browser gives as local time is meant as China time.
    private static string QueryOf(HttpContext http, int limit, string? before)
    {
        var parts = new QueryBuilder { { "limit", limit.ToString(CultureInfo.InvariantCulture) } };
        foreach (var name in (string[])["actor", "action", "subject", "from", "until"])
        {
            if (http.Request.Query[name].ToString().Trim() is { Length: > 0 } text)
            {
                parts.Add(name, name is "from" or "until" && text.Length == 16 ? text + ":00+08:00" : text);
            }
        }

        if (before is { Length: > 0 })
        {
            parts.Add("before", before);
        }

        return parts.ToString();
    }
}
