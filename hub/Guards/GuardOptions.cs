using System.Text.Json.Serialization;

namespace CityOps.Hub.Guards;

/// <summary>Section <c>Guards</c> of the configuration: whom this deployment may call, and how often it may be called.</summary>
public sealed record GuardOptions
{
    /// <summary>Addresses that may be called although they are not public: <c>10.1.2.0/24:443</c>, <c>127.0.0.0/8:*</c>, <c>[fd00::/8]:443</c>.</summary>
    public IReadOnlyList<string> Allow { get => field ?? []; init; } = [];

    /// <summary>Exact origins that other sections of the configuration name, whatever their addresses are.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Origins { get; init; } = [];

    /// <summary>Ports that may be called at public addresses.</summary>
    public IReadOnlyList<int> Ports { get => field ?? [443, 8443]; init; } = [443, 8443];

    /// <summary>Further names this deployment answers to, each as it stands in the Host header.</summary>
    public IReadOnlyList<string> Hosts { get => field ?? []; init; } = [];

    /// <summary>Addresses or ranges of the proxies in front, whose word on the caller's address is taken; without them it is not.</summary>
    public IReadOnlyList<string> Proxies { get => field ?? []; init; } = [];

    public RateOptions Rates { get => field ?? new(); init; } = new();

    /// <summary>Everything wrong with the settings, each with its key.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        faults.AddRange(Allow.Where(text => !Allowance.TryParse(text, out _)).Select(text => $"Guards:Allow: '{text}' is not RANGE:PORT such as 10.1.2.0/24:443 or [fd00::/8]:*"));
        faults.AddRange(Ports.Where(port => port is < 1 or > 65535).Select(port => $"Guards:Ports: {port} is not a port"));
        faults.AddRange(Proxies.Where(text => !System.Net.IPNetwork.TryParse(text, out _) && !System.Net.IPAddress.TryParse(text, out _)).Select(text => $"Guards:Proxies: '{text}' is not an address or range"));
        faults.AddRange(new[] { Rates.Calls, Rates.Tokens, Rates.Logins, Rates.Strangers }.Where(rate => rate.PerSecond <= 0 || rate.Burst < 1).Select(_ => "Guards:Rates: PerSecond must be above 0 and Burst at least 1"));
        return faults;
    }
}

/// <summary>How often one identity may call; in this process, so several processes over one store give so many times as much.</summary>
public sealed record RateOptions
{
    /// <summary>Calls with a token, each platform or person for itself.</summary>
    public Rate Calls { get => field ?? new(500, 2_000); init; } = new(500, 2_000);

    /// <summary>The token endpoint and its neighbours, each address for itself.</summary>
    public Rate Tokens { get => field ?? new(50, 500); init; } = new(50, 500);

    /// <summary>Pages of sign-on, each address for itself.</summary>
    public Rate Logins { get => field ?? new(20, 200); init; } = new(20, 200);

    /// <summary>All calls of one address together, before anybody knows who it is.</summary>
    public Rate Strangers { get => field ?? new(2_000, 8_000); init; } = new(2_000, 8_000);
}

/// <summary>A bucket that holds <paramref name="Burst"/> calls and refills at so many a second.</summary>
public sealed record Rate(double PerSecond, int Burst);
