using CityOps.Portal.Asking;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityOps.Portal.Catalogue;

/// <summary>联合目录: what the providers of all tiers offer.</summary>
internal static class DirectoryPages
{
    private static readonly string[] Rights = ["status.read", "record.read", "catalog.publish"];
    private const int Rows = 50;

    public static void Map(IEndpointRouteBuilder routes, PageGuard guard)
    {
        guard(routes.MapGet("/directory", Task<IResult> (HttpContext http) => Shows.PageAsync<DirectoryPage, DirectoryCards>(http, "catalog/v1/directory" + Shows.Query(http, Rows, "q", "tier", "platform", "share", "class", "state", "after"), Refresh.Never)), Rights);
        guard(routes.MapGet("/directory/{section}/{number}/{provider}", Task<IResult> (HttpContext http, string section, string number, string provider) =>
            Shows.PageAsync<DirectoryEntryPage, DirectoryEntry>(http, $"catalog/v1/directory/{Uri.EscapeDataString(section)}/{Uri.EscapeDataString(number)}/{Uri.EscapeDataString(provider)}", Refresh.Never)), Rights);
    }
}
