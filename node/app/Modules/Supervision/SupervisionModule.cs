using CityOps.Node.Contracts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CityOps.Node.Modules.Supervision;

/// <summary>监督检查: tasks go down, signatures and feedback come up. Publishes SI-01 where it issues, SI-02 and SI-03 where it answers.</summary>
internal sealed class SupervisionModule : IModule
{
    public string Name => "supervision";

    public void AddServices(IServiceCollection services) => services
        .AddSingleton<SupervisionTable>()
        .AddSingleton<SupervisionDesk>()
        .AddSingleton<IRecordConsumer, SupervisionInbox>();

    public void MapEndpoints(IEndpointRouteBuilder routes) => SupervisionEndpoints.Map(routes);
}
