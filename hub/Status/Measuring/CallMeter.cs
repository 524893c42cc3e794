namespace CityOps.Hub.Status.Measuring;

/// <summary>
/// 接口调用计量: counts calls where they happen, in memory, and hands over what has gathered. Bounded: beyond so many
/// different pairs further ones are counted together, which a hub of the intended size never reaches.
/// </summary>
public sealed class CallMeter
{
    private const int MostKeys = 50_000;
    private static readonly CallKey Others = new(Road.In, "*", "*");

    private readonly Lock gate = new();
    private Dictionary<CallKey, CallStats> gathering = [];

    /// <param name="error">Name of the refusal or fault; null when it went well.</param>
    public void Add(Road road, string service, string platform, TimeSpan took, string? error, long records = 0, long rejected = 0)
    {
        var key = new CallKey(road, service, platform);
        lock (gate)
        {
            if (!gathering.TryGetValue(key, out var stats))
            {
                key = gathering.Count < MostKeys ? key : Others;
                gathering[key] = stats = gathering.GetValueOrDefault(key) ?? new CallStats();
            }

            stats.Add(took.TotalMilliseconds, error, records, rejected);
        }
    }

    public IReadOnlyDictionary<CallKey, CallStats> Take()
    {
        lock (gate)
        {
            var taken = gathering;
            gathering = [];
            return taken;
        }
    }
}
