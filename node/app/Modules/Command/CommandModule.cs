using CityOps.Node.Contracts;
using CityOps.Node.Modules.Command.Statistics;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CityOps.Node.Modules.Command;

/// <summary>指挥协调: takes a reported problem from acceptance to closure. Publishes MG-01, MG-02, MG-03 and the day sums CR-02.</summary>
internal sealed class CommandModule : IModule
{
    public string Name => "command";

    public void AddServices(IServiceCollection services) => services
        .AddSingleton<CaseTable>()
        .AddSingleton<CaseDesk>()
        .AddSingleton<CaseAccess>()
        .AddSingleton<CaseCalls>()
        .AddHostedService<HangSweep>()
        .AddSingleton<DayTable>()
        .AddSingleton<DayDesk>()
        .AddHostedService<DaySweep>();

    public void MapEndpoints(IEndpointRouteBuilder routes)
    {
        CaseEndpoints.Map(routes);
        DayEndpoints.Map(routes);
    }
}
