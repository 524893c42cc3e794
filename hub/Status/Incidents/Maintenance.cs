namespace CityOps.Hub.Status.Incidents;

/// <summary>维护窗口: planned, with its reason; null covers every platform or every interface.</summary>
public sealed record Maintenance(string Id, string? Platform, string? Interface, DateTimeOffset Starts, DateTimeOffset Ends, string Reason, string PlannedBy)
{
    public bool Covers(string? platform, string? service, DateTimeOffset at) =>
        at >= Starts && at < Ends && (Platform is null || Platform == platform) && (Interface is null || Interface == service);
}
