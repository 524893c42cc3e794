using CityOps.Portal.Asking;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityOps.Portal.Bulletins;

/// <summary>月度通报: all platforms of a month, and one of them to be printed.</summary>
internal static class BulletinPages
{
    private const string Read = "status.read";
    private const int Rows = 100;

    public static void Map(IEndpointRouteBuilder routes, PageGuard guard)
    {
        guard(routes.MapGet("/bulletins", Task<IResult> (HttpContext http) => Shows.PageAsync<BulletinsPage, MonthRows>(http, "status/v1/bulletins" + Shows.Query(http, Rows, "month", "after"), Refresh.Never)), Read);
        guard(routes.MapGet("/bulletins/{platform}/{month}", Task<IResult> (HttpContext http, string platform, string month) =>
            Shows.PageAsync<BulletinPage, BulletinFacts>(http, $"status/v1/bulletins/{Uri.EscapeDataString(platform)}/{Uri.EscapeDataString(month)}", Refresh.Never)), Read);
    }
}
