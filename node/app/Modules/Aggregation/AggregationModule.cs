using CityOps.Node.Contracts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CityOps.Node.Modules.Aggregation;

/// <summary>数据汇聚: owns the comprehensive database, what arrives from own modules, lower tiers and departments.</summary>
internal sealed class AggregationModule : IModule
{
    public string Name => "aggregation";

    public void AddServices(IServiceCollection services) => services.AddSingleton<RecordTable>().AddSingleton<IArrivals, Arrivals>();

    public void MapEndpoints(IEndpointRouteBuilder routes) => AggregationEndpoints.Map(routes);
}

/// <summary>Keeps what arrives; the one piece of this room that sync calls.</summary>
internal sealed class Arrivals(RecordTable table, TimeProvider clock) : IArrivals
{
    public Task KeepAsync(Store.WriteScope scope, IReadOnlyList<Schemas.Records.Record> records, CancellationToken ct) =>
        table.KeepAsync(scope, records, clock.GetUtcNow(), ct);
}
