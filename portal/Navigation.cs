using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CityOps.Portal;

/// <summary>One way in the navigation.</summary>
/// <param name="Group">Neighbours of one group stand together.</param>
/// <param name="Rights">Any one of these opens it; none means anybody may see it.</param>
internal sealed record NavigationEntry(string Path, int Group, Func<Words, string> Text, params string[] Rights)
{
    /// <summary>Also for the pages below it.</summary>
    public bool Holds(string path) => path == Path || (Path != "/" && path.StartsWith(Path + "/", StringComparison.Ordinal));
}

/// <summary>The entries of every page's navigation: those whose page is there and whose right the visitor has.</summary>
internal static class Navigation
{
    private static readonly NavigationEntry[] All =
    [
        new("/", 0, w => w.NavOverview),
        new("/interfaces", 0, w => w.NavInterfaces, "status.read"),
        new("/platforms", 0, w => w.NavPlatforms, "status.read"),
        new("/incidents", 0, w => w.NavIncidents, "status.read"),
        new("/bulletins", 0, w => w.NavBulletins, "status.read"),
        new("/links", 0, w => w.NavLinks, "status.read"),
        new("/catalogue", 1, w => w.NavCatalogue, "status.read", "record.read", "catalog.publish"),
        new("/subscriptions", 1, w => w.NavSubscriptions, "status.read", "subscription.decide"),
        new("/quarantine", 2, w => w.NavQuarantine, "status.read"),
        new("/records", 2, w => w.NavRecords, "record.read"),
        new("/corrections", 2, w => w.NavCorrections, "record.correct", "status.read"),
        new("/data", 2, w => w.NavData, "record.read", "decision.read"),
        new("/onboarding", 3, w => w.NavOnboarding, "platform.manage"),
        new("/guidance", 3, w => w.NavGuidance, "guidance.read"),
        new("/wall", 3, w => w.NavWall, "status.read"),
        new("/users", 4, w => w.NavUsers, "user.read"),
        new("/organisations", 4, w => w.NavOrganisations, "user.read"),
        new("/delegations", 4, w => w.NavDelegations, "grant.manage"),
        new("/clients", 4, w => w.NavClients, "client.manage"),
        new("/audit", 4, w => w.NavAudit, "audit.read"),
        new("/start", 5, w => w.NavStart, "status.read"),
    ];

    /// <summary>A page that is not mapped is not offered: no entry leads nowhere.</summary>
    public static IReadOnlySet<string> Mapped(IServiceProvider services)
    {
        var routes = services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().Select(one => "/" + one.RoutePattern.RawText?.Trim('/'));
        return All.Select(entry => entry.Path).Intersect(routes, StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal);
    }

    public static IEnumerable<NavigationEntry> For(PageView view) =>
        All.Where(entry => view.Pages.Contains(entry.Path) && (entry.Rights.Length == 0 || (view.Visitor is { } visitor && entry.Rights.Any(visitor.May))));
}
