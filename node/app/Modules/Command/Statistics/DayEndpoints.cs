using CityOps.Hub.SignOn.Policy;
using CityOps.Node.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityOps.Node.Modules.Command.Statistics;

/// <summary>统计: counts now what the sweep would count within a minute.</summary>
internal static class DayEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/command/statistics/count", CountAsync).Needs("command.read");

    private static async Task<IResult> CountAsync(DayDesk desk, CancellationToken ct)
    {
        var tally = await desk.CountAsync(ct);
        return BodyEndpoints.Answer(StatusCodes.Status200OK, w =>
        {
            w.WriteNumber("days", tally.Days);
            w.WriteNumber("rows", tally.Rows);
        });
    }
}
