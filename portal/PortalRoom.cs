using System.Net;
using CityOps.Portal.Guidance;
using CityOps.Portal.Overview;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CityOps.Portal;

/// <summary>Where the deployment whose pages these are answers: the portal speaks HTTP to it like any outsider.</summary>
public sealed record PortalOptions(string Self);

/// <summary>运行门户: the pages of one deployment. <c>GET /</c> is its overview, true at the time it names.</summary>
public static class PortalRoom
{
    public static IServiceCollection AddPortal(this IServiceCollection services, PortalOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services.AddSingleton(options).AddSingleton<SummaryClient>();
    }

    public static void MapPortal(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", OverviewAsync).ExcludeFromDescription();
        routes.MapGet("/" + StyleSheet.File, StyleSheet.Answer).ExcludeFromDescription();
    }

    /// <summary>The page 业务指导 for somebody who may see it; the host has seen to that.</summary>
    public static IResult Guidance(HttpContext http, GuidanceFacts facts) =>
        new PageAnswer<GuidancePage>(
            StatusCodes.Status200OK,
            (nameof(GuidancePage.View), PageView.Of(http.Request.Query) with { Refresh = Refresh.Never }), (nameof(GuidancePage.Facts), facts));

    // The overview has no sign-on: what the deployment refuses an outsider, its pages refuse too.
    private static string? Outsider(HttpContext http)
    {
        var forwarded = http.Request.Headers["X-Forwarded-For"].ToString() + http.Request.Headers["Forwarded"];
        var from = http.Connection.RemoteIpAddress;
        return forwarded.Length > 0 ? forwarded : from is null || IPAddress.IsLoopback(from) ? null : from.ToString();
    }

    private static async Task<IResult> OverviewAsync(HttpContext http, SummaryClient client, TimeProvider clock, CancellationToken ct)
    {
        var view = PageView.Of(http.Request.Query);
        var reading = await client.ReadAsync(Outsider(http), ct);
        return reading.Summary is { } summary
            ? new PageAnswer<OverviewPage>(StatusCodes.Status200OK, (nameof(OverviewPage.View), view), (nameof(OverviewPage.Now), summary))
            : new PageAnswer<UnreadablePage>(
                StatusCodes.Status503ServiceUnavailable,
                (nameof(UnreadablePage.View), view), (nameof(UnreadablePage.Why), reading.Failure), (nameof(UnreadablePage.At), clock.GetUtcNow()));
    }
}
