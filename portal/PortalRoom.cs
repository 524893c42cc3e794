using System.Net;
using CityOps.Portal.Asking;
using CityOps.Portal.Audit;
using CityOps.Portal.Catalogue;
using CityOps.Portal.Corrections;
using CityOps.Portal.Data;
using CityOps.Portal.Clients;
using CityOps.Portal.Delegations;
using CityOps.Portal.Guidance;
using CityOps.Portal.Health;
using CityOps.Portal.Joining;
using CityOps.Portal.Kit.Style;
using CityOps.Portal.Links;
using CityOps.Portal.Missing;
using CityOps.Portal.Organisations;
using CityOps.Portal.Notices;
using CityOps.Portal.Bulletins;
using CityOps.Portal.Overview;
using CityOps.Portal.Records;
using CityOps.Portal.Start;
using CityOps.Portal.Subscriptions;
using CityOps.Portal.Users;
using CityOps.Portal.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CityOps.Portal;

/// <summary>Where the deployment whose pages these are answers: the portal speaks HTTP to it like any outsider.</summary>
public sealed record PortalOptions(string Self)
{
    /// <summary>Whose pages these are, as every page's header says.</summary>
    public Place? Place { get; init; }

    /// <summary>Asks the host who is signed on; without it nobody ever is.</summary>
    public Func<HttpContext, Task<Visitor?>>? VisitorOf { get; init; }

    /// <summary>The signed-on person's token for calls to the deployment; null while there is none.</summary>
    public Func<HttpContext, Task<string?>>? TokenOf { get; init; }

    /// <summary>The roles there are here, with what each may do.</summary>
    public IReadOnlyList<RoleText> Roles { get; init; } = [];

    /// <summary>For tests: a page with every part of the kit at <c>/kit</c>.</summary>
    public bool StylePage { get; init; }
}

/// <summary>How the host keeps a page for people who hold one of the rights.</summary>
public delegate RouteHandlerBuilder PageGuard(RouteHandlerBuilder route, params string[] rights);

/// <summary>运行门户: the pages of one deployment. <c>GET /</c> is its overview, true at the time it names.</summary>
public static class PortalRoom
{
    public static IServiceCollection AddPortal(this IServiceCollection services, PortalOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(System.Text.Encodings.Web.HtmlEncoder.Create(System.Text.Unicode.UnicodeRanges.All));
        return services.AddSingleton(options).AddSingleton<SelfHttp>().AddSingleton<SummaryClient>().AddSingleton<HubClient>();
    }

    public static void MapPortal(this IEndpointRouteBuilder routes, PageGuard guard)
    {
        HealthPages.Map(routes, guard);
        NoticePages.Map(routes, guard);
        BulletinPages.Map(routes, guard);
        LinkPages.Map(routes, guard);
        JoinPages.Map(routes, guard);
        CataloguePages.Map(routes, guard);
        DirectoryPages.Map(routes, guard);
        RequestPages.Map(routes, guard);
        RecordPages.Map(routes, guard);
        CorrectionPages.Map(routes, guard);
        DataPages.Map(routes, guard);
        UserPages.Map(routes, guard);
        OrganisationPages.Map(routes, guard);
        DelegationPages.Map(routes, guard);
        ClientPages.Map(routes, guard);
        AuditPages.Map(routes, guard);
        StartPages.Map(routes, guard);
        routes.MapGet("/", OverviewAsync).ExcludeFromDescription();
        routes.MapGet("/assets/{name}", AssetShelf.Answer).ExcludeFromDescription();
        if (routes.ServiceProvider.GetRequiredService<PortalOptions>().StylePage)
        {
            routes.MapGet("/kit", Task<IResult> (HttpContext http) => StyleAsync(http)).ExcludeFromDescription();
            routes.MapGet("/kit/chart", () => Results.Text(StyleChart.Option, "application/json")).ExcludeFromDescription();
        }
    }

    /// <summary>The page 业务指导 for somebody who may see it; the host has seen to that.</summary>
    public static async Task<IResult> GuidanceAsync(HttpContext http, GuidanceFacts facts) => new PageAnswer<GuidancePage>(
        StatusCodes.Status200OK, await PageView.OfAsync(http) with { Refresh = Refresh.Never }, (nameof(GuidancePage.Facts), facts));

    /// <summary>A page that says one thing in words, such as why there is nothing else to see.</summary>
    public static async Task<IResult> NoticeAsync(HttpContext http, int status, Notice notice) =>
        new PageAnswer<NoticePage>(status, await PageView.OfAsync(http) with { Refresh = Refresh.Never }, (nameof(NoticePage.What), notice));

    /// <summary>An address below which there is nothing.</summary>
    public static async Task<IResult> MissingAsync(HttpContext http) =>
        new PageAnswer<MissingPage>(StatusCodes.Status404NotFound, await PageView.OfAsync(http) with { Refresh = Refresh.Never });

    /// <summary>A page its reader may not see: which right opens it, which roles hold that, who gives them.</summary>
    /// <param name="actions">Any one of these opens it.</param>
    public static async Task<IResult> DeniedAsync(HttpContext http, IReadOnlyList<string> actions) =>
        new PageAnswer<DeniedPage>(StatusCodes.Status403Forbidden, await PageView.OfAsync(http) with { Refresh = Refresh.Never }, (nameof(DeniedPage.Actions), actions));

    private static async Task<IResult> StyleAsync(HttpContext http) =>
        new PageAnswer<StylePage>(StatusCodes.Status200OK, await PageView.OfAsync(http) with { Refresh = Refresh.Never });

    // The overview has no sign-on: what the deployment refuses an outsider, its pages refuse too.
    private static string? Outsider(HttpContext http)
    {
        var forwarded = http.Request.Headers["X-Forwarded-For"].ToString() + http.Request.Headers["Forwarded"];
        var from = http.Connection.RemoteIpAddress;
        return forwarded.Length > 0 ? forwarded : from is null || IPAddress.IsLoopback(from) ? null : from.ToString();
    }

    private static async Task<IResult> OverviewAsync(HttpContext http, SummaryClient client, TimeProvider clock, CancellationToken ct)
    {
        var view = await PageView.OfAsync(http);
        if (view.Visitor?.May("status.read") == true)
        {
            return await HealthPages.OverviewAsync<HealthPage>(http);
        }

        // A partner's person sees what that partner uses, and nothing of the others.
        if (view.Visitor is not null && await HealthPages.MineAsync(http) is { } mine)
        {
            return mine;
        }

        var reading = await client.ReadAsync(Outsider(http), ct);
        return reading.Summary is { } summary
            ? new PageAnswer<OverviewPage>(
                StatusCodes.Status200OK, view with { Place = view.Place ?? new Place(summary.Name, summary.Platform, summary.Tier) }, (nameof(OverviewPage.Now), summary))
            : new PageAnswer<UnreadablePage>(
                StatusCodes.Status503ServiceUnavailable, view, (nameof(UnreadablePage.Why), reading.Failure), (nameof(UnreadablePage.At), clock.GetUtcNow()));
    }
}
