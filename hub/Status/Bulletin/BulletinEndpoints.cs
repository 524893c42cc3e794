using CityOps.Hub.Administration;
using CityOps.Hub.Catalog;
using CityOps.Hub.SignOn.Policy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityOps.Hub.Status.Bulletin;

/// <summary>月度通报: all platforms for those who may see them; a platform its own, without the others.</summary>
internal static class BulletinEndpoints
{
    private const string Read = "status.read";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/status/v1/bulletins").WithTags("接口状态 Status");
        group.MapGet("", ListAsync).Needs(Read).WithSummary("月度通报 · Every platform's month; month=2026-11, this one when absent");
        group.MapGet("/{platform}/{month}", OneAsync).WithSummary("一个平台的月度通报 · One platform's month; a platform reads its own");
    }

    private static async Task<IResult> ListAsync(HttpContext http, BulletinShow show, CancellationToken ct)
    {
        if (!AdminEndpoints.PageOf(http.Request).TryGet(out var page, out var refusal))
        {
            return refusal.ToResult(http);
        }

        if (show.MonthOf(http.Request.Query("month")) is not { } month)
        {
            return AdminBody.Unknown.Because("month 形如 2026-11，不晚于本月", "month is such as 2026-11, not ahead of this one").ToResult(http);
        }

        var (items, next) = await show.ListAsync(month, page.After, page.Most, ct);
        return AdminEndpoints.Json(new { month = month.ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture), items, next });
    }

    private static async Task<IResult> OneAsync(HttpContext http, BulletinShow show, string platform, string month, CancellationToken ct)
    {
        if (!(await PolicyRoutes.AdmitAsync(http, new Need(Read) { Systems = Systems.All })).TryGet(out var caller, out var refusal))
        {
            return refusal.ToResult(http);
        }

        var other = caller is { Platform: { } own, IsTool: false } && own != platform; // what is not theirs is not there for them
        if (other || show.MonthOf(month) is not { } first || await show.OneAsync(platform, first, ranked: caller.IsTool || caller.Platform is null, ct) is not { } found)
        {
            return CatalogRefusals.Unknown.ToResult(http);
        }

        return AdminEndpoints.Json(found);
    }
}
