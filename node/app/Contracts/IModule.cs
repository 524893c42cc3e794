using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CityOps.Node.Contracts;

/// <summary>系统模块: the door of one application system of the guide; doors are listed in Program, never scanned for.</summary>
internal interface IModule
{
    string Name { get; }

    void AddServices(IServiceCollection services);

    void MapEndpoints(IEndpointRouteBuilder routes);
}
