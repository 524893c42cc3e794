using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using CityOps.Hub;
using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.Clients;
using CityOps.Hub.SignOn.Upstream;
using CityOps.Node.Hosting;
using CityOps.Schemas.Codes;

namespace CityOps.Node.Federation;

/// <summary>How the federation on one machine is laid out: nation, province 安徽, and its first cities.</summary>
internal sealed record FederationPlan(IReadOnlyList<Member> Members)
{
    private const string Nation = "N-100000";
    private const string Province = "P-340000";
    private static readonly string[] DepartmentPublishes = ["MG-01.v1.up", "MG-02.v1.up", "MG-03.v1.up", "SV-01.v1.up", "OP-05.v1.up"];
    private static readonly string[] DepartmentSubscribes = ["MG-01.v1.up", "MG-02.v1.up", "MG-03.v1.up", "SI-01.v1.down", "SI-02.v1.up", "SI-03.v1.up", "CR-02.v1.up", "SV-01.v1.up", "OP-05.v1.up"];


    // A demo is watched for minutes: what its departments send every 2 s is late after 10.
    private static readonly Dictionary<string, int> DemoFresh = new[] { "EX-02.v1.up", "EX-07.v1.up", "OP-05.v1.up", "SV-01.v1.up", "MG-01.v1.up" }.ToDictionary(name => name, _ => 10);

    public IReadOnlyList<Member> Cities => [.. Members.Where(m => m.Tier == Tier.City)];

    public Member Top => Members.Single(m => m.Tier == Tier.Nation);

    public Member Of(string code) => Members.Single(m => m.Code == code);

    public Member? Above(Member member) => member.Options.Hub.Upper is { } upper ? Of(upper.Code) : null;

    /// <summary>
    /// Lays the plan into a folder, or takes up the one that is there: codes, secrets and stores stay, ports are kept
    /// where they are still free.
    /// </summary>
    /// <param name="store"><c>sqlite</c>, or <c>postgres:CONNECTION STRING</c>: then each deployment gets a schema of its own.</param>
    /// <param name="rates">How often one may call; the usual where absent.</param>
    public static FederationPlan Lay(string folder, string store, int cities, string schemaPrefix, RateOptions? rates = null)
    {
        Directory.CreateDirectory(folder);
        var codes = new List<string> { Nation, Province };
        codes.AddRange(CityCodes(cities));
        var ports = FreePorts(folder, codes);
        var secrets = codes.ToDictionary(c => c, c => Secret(folder, c), StringComparer.Ordinal);
        var members = codes.Select(code => Lay(folder, code, store, schemaPrefix, ports, secrets, rates)).ToList();
        foreach (var member in members)
        {
            OptionsFile.Write(member.ConfigFile, member.Options);
        }

        return new FederationPlan(members);
    }

    private static IEnumerable<string> CityCodes(int count)
    {
        var cities = RegionTree.Standard.Children(RegionCode.Parse("340000")).Where(r => !RegionTree.Standard.IsHeading(r)).Take(count).ToList();
        return cities.Count == count
            ? cities.Select(r => $"C-{r}")
            : throw new OptionsException($"--cities: 安徽 has {cities.Count} cities, not {count}.");
    }

    private static Member Lay(string root, string code, string store, string schemaPrefix, Dictionary<string, int> ports, Dictionary<string, string> secrets, RateOptions? rates)
    {
        var folder = Path.Combine(root, code);
        Directory.CreateDirectory(folder);
        var department = DepartmentOf(code, Secret(root, code + "-department"));
        var children = secrets.Keys.Where(c => UpperOf(c) == code)
            .Select(c => new PlatformOptions { Code = c, Name = NameOf(c), Secret = "plain:" + secrets[c] });
        var own = new PlatformOptions
        {
            Code = department.Code, Name = department.Name, Secret = "plain:" + department.Secret, Region = PlatformCode.Parse(code).Region.ToString(),
            Publishes = DepartmentPublishes, Subscribes = DepartmentSubscribes,
        };
        var upper = UpperOf(code);
        var others = secrets.Keys.Where(other => other != code && (IsBelow(other, code) || IsBelow(code, other))).ToList();
        var options = new DeploymentOptions
        {
            Code = code,
            Name = NameOf(code),
            Listen = $"http://127.0.0.1:{ports[code]}",
            Store = StoreOf(folder, code, store, schemaPrefix),
            Guards = new GuardOptions { Allow = ["127.0.0.0/8:*", "[::1/128]:*"], Rates = rates ?? new RateOptions() }, // one machine: its deployments call each other here
            SignOn = new SignOnSettings
            {
                Authorities = [.. others.Select(other => AuthorityOf(other, code, $"http://127.0.0.1:{ports[other]}"))],
                Visits = [.. others.Select(other => new VisitSettings { Id = VisitorId(other), Name = NameOf(other), Origin = $"http://127.0.0.1:{ports[other]}" })],
            },
            Hub = new HubOptions
            {
                OwnSecret = "plain:" + Secret(root, code + "-own"),
                Platforms = [.. children, own],
                HeartbeatSeconds = 10,
                Provider = rates is null ? null : new ProviderOptions { Code = ProviderOf(code) }, // a run that is judged by its numbers carries no catalogue
                FreshSeconds = DemoFresh,
                Upper = upper is null ? null : new UpperOptions { Code = upper, Url = $"http://127.0.0.1:{ports[upper]}", Secret = secrets[code] },
            },
        };
        return new Member(options, folder, department);
    }

    // People go up and down the line of tiers, not from city to city.
    private static bool IsBelow(string code, string above) => UpperOf(code) is { } upper && (upper == above || IsBelow(upper, above));

    private static string VisitorId(string code) => "platform-" + code;

    private static AuthoritySettings AuthorityOf(string other, string own, string origin) =>
        new() { Id = other, Issuer = origin, ClientId = VisitorId(own), PrivateAddress = origin, Name = NameOf(other) };

    private static string? UpperOf(string code) => code[0] switch
    {
        'N' => null,
        'P' => Nation,
        _ => Province,
    };

    private static string NameOf(string code) => code == Nation ? "国家平台" : RegionTree.Standard.Name(PlatformCode.Parse(code).Region!.Value)!;

    private static StoreOptions StoreOf(string folder, string code, string store, string schemaPrefix)
    {
        if (store == "sqlite")
        {
            return new StoreOptions { Hub = $"sqlite:{Path.Combine(folder, "hub.db")}", Node = $"sqlite:{Path.Combine(folder, "node.db")}" };
        }

        if (!store.StartsWith("postgres:", StringComparison.Ordinal))
        {
            throw new OptionsException($"--store: '{store}' is neither sqlite nor postgres:CONNECTION STRING.");
        }

        var schema = $"{schemaPrefix}_{code.Replace('-', '_')}".ToLowerInvariant();
        var address = $"{store.TrimEnd(';')};Search Path={schema};Maximum Pool Size=12";
        return new StoreOptions { Hub = address, Node = address };
    }

    private static DemoDepartment DepartmentOf(string code, string secret)
    {
        var region = PlatformCode.Parse(code).Region.ToString();
        return new DemoDepartment($"B-{WithCheck("11" + (region == "000000" ? "100000" : region) + "MB0A1B2C3")}", secret, NameOf(code) + "城管热线（演示部门）");
    }

    private static string ProviderOf(string code) => WithCheck($"11{code[2..]}MB1234567");

    private static string WithCheck(string first17) => first17 + CreditCode.CheckCharacter(first17);

    private static string Secret(string folder, string name)
    {
        var file = Path.Combine(folder, ".secrets", name);
        if (!File.Exists(file))
        {
            var kept = Directory.CreateDirectory(Path.GetDirectoryName(file)!).FullName;
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(kept, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            File.WriteAllText(file, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));
        }

        return File.ReadAllText(file);
    }

    private static Dictionary<string, int> FreePorts(string folder, List<string> codes)
    {
        var ports = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var code in codes)
        {
            var file = Path.Combine(folder, code, "deployment.json");
            var before = File.Exists(file) ? new Uri(OptionsFile.Read(file).Listen).Port : 0;
            ports[code] = IsFree(before) ? before : FreePort(ports.Values);
        }

        return ports;
    }

    private static bool IsFree(int port)
    {
        if (port == 0)
        {
            return false;
        }

        try
        {
            using var probe = new TcpListener(IPAddress.Loopback, port);
            probe.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort(IEnumerable<int> taken)
    {
        while (true)
        {
            using var probe = new TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            var port = ((IPEndPoint)probe.LocalEndpoint).Port;
            if (!taken.Contains(port))
            {
                return port;
            }
        }
    }
}
