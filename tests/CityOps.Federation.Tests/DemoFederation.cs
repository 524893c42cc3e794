using CityOps.Node.Federation.Departments;
using Xunit;

namespace CityOps.Federation.Tests;

/// <summary>What <c>up</c> starts, with an operator and an administrator of the city signed on; shared by the tests of one class.</summary>
public sealed class DemoFederation : IAsyncLifetime
{
    public const string City = "C-340100";
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Scratch scratch = new();

    internal RunningCityOps Run { get; private set; } = null!;

    internal PortalVisitor Operator { get; private set; } = null!;

    internal PortalVisitor Administrator { get; private set; } = null!;

    internal string Origin { get; private set; } = "";

    internal IReadOnlyList<Info.Deployment> Deployments { get; private set; } = [];

    internal string Folder => scratch.File("demo");

    internal string File(string name) => scratch.File(name);

    public async Task InitializeAsync()
    {
        Run = RunningCityOps.Start("up", "--folder", Folder, "--rate", "1", "--cities", "1", "--info", scratch.File("info.json"));
        var info = await Run.UntilAsync("the deployments", Patience, () => Task.FromResult(Info.Read(scratch.File("info.json")) is { Deployments.Count: 3 } ready && ready.Deployments.All(one => one.Pid is not null) ? ready : null));
        Deployments = info.Deployments;
        Origin = info.Deployments.Single(one => one.Platform == City).Url;
        await Run.UntilAsync("the demo departments", Patience, () => Task.FromResult<object?>(Trade.All.All(trade => System.IO.File.Exists(Path.Combine(Folder, ".secrets", $"department-{trade.Key}.json"))) ? Run : null));
        var config = Path.Combine(Folder, City, "deployment.json");
        Operator = await PortalVisitor.SignedOnAsync(Origin, config, "zhao.op", "exchange-operator", "data-steward");
        Administrator = await PortalVisitor.SignedOnAsync(Origin, config, "wang.sys", "sysadmin");
    }

    public async Task DisposeAsync()
    {
        await Operator.DisposeAsync();
        await Administrator.DisposeAsync();
        Run.Interrupt();
        await Run.ExitAsync(Patience);
        await Run.DisposeAsync();
        scratch.Dispose();
    }
}
