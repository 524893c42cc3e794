using CityOps.Hub.SignOn.People;
using CityOps.Hub.SignOn.PortalSessions;
using CityOps.Portal;
using CityOps.Portal.Guidance;
using CityOps.Schemas.Codes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityOps.Node.Hosting;

/// <summary>业务指导: the nation's page for officers of every tier, who come with the account of their own platform.</summary>
internal static class GuidanceEndpoints
{
    private const string TwoFactors = "urn:cityops:acr:2";

    public static void Map(IEndpointRouteBuilder routes, Deployment deployment)
    {
        if (deployment.Tier == Tier.Nation)
        {
            routes.MapGet("/guidance", Task<IResult> (HttpContext http) => ShowAsync(http, deployment)).RequireAction(PortalRoom.DeniedAsync, "guidance.read").ExcludeFromDescription();
        }
    }

    private static string NameOf(HeldAction held) =>
        held.Scope == ScopeKind.Organisation || !RegionCode.TryParse(held.Value, out var region) ? held.Value
        : region == RegionCode.Nation ? "全国"
        : RegionTree.Standard.Name(region) ?? held.Value;

    private static Task<IResult> ShowAsync(HttpContext http, Deployment deployment)
    {
        var visitor = PageAccess.VisitorOf(http);
        return PortalRoom.GuidanceAsync(http, new GuidanceFacts(
            deployment.Name,
            visitor.User.Name,
            visitor.Home,
            visitor.Acr == TwoFactors,
            [.. visitor.Rights.Actions.Select(held => new GuidanceRight(held.Action, held.Scope.ToString(), NameOf(held)))]));
    }
}
