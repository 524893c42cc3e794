using CityOps.Node.Contracts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CityOps.Node.Modules.Command;

/// <summary>指挥协调: takes a reported problem from acceptance to closure. Publishes MG-01, MG-02 and MG-03.</summary>
internal sealed class CommandModule : IModule
{
    public string Name => "command";

    public void AddServices(IServiceCollection services) => services
        .AddSingleton<CaseTable>()
        .AddSingleton<CaseDesk>()
        .AddHostedService<HangSweep>();

    public void MapEndpoints(IEndpointRouteBuilder routes) => CaseEndpoints.Map(routes);
}
