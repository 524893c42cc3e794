using System.Text.Json;
using CityOps.Node.Hosting;

namespace CityOps.Node.Federation;

/// <summary>The federation's processes under one supervisor, and clients that speak to each as its own node would.</summary>
internal sealed class RunningFederation : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private readonly TimeProvider clock;
    private readonly string? infoFile;
    private readonly Lock writing = new();
    private readonly Dictionary<string, ApiClient> own;
    private readonly Dictionary<string, ApiClient> departments;

    public RunningFederation(FederationPlan plan, string? infoFile, TimeProvider clock)
    {
        (Plan, this.infoFile, this.clock) = (plan, infoFile, clock);
        Children = [.. plan.Members.Select(m => new Child(m, clock) { Started = WriteInfo })];
        own = plan.Members.ToDictionary(m => m.Code, m => new ApiClient(m.Url, m.Code, m.OwnSecret, clock), StringComparer.Ordinal);
        departments = plan.Members.ToDictionary(m => m.Code, m => new ApiClient(m.Url, m.Department.Code, m.Department.Secret, clock), StringComparer.Ordinal);
    }

    public FederationPlan Plan { get; }

    public IReadOnlyList<Child> Children { get; }

    /// <summary>Speaks as the deployment itself.</summary>
    public ApiClient As(Member member) => own[member.Code];

    /// <summary>Speaks as the demo department beside a hub.</summary>
    public ApiClient AsDepartmentOf(Member member) => departments[member.Code];

    /// <summary>Starts all, upper tiers first, and waits until each answers.</summary>
    public async Task StartAsync(CancellationToken ct)
    {
        foreach (var child in Children)
        {
            child.Start();
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(StartPatience);
        foreach (var member in Plan.Members)
        {
            try
            {
                var answer = await As(member).GetAsync("status/v1/summary", patience.Token);
                if (!answer.Good)
                {
                    throw new FederationException($"{member.Code} answers {answer.Status}: {answer.Text}");
                }
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                throw new FederationException($"{member.Code} did not start within {StartPatience.TotalSeconds:0} s; its output: {Tail(member)}");
            }
        }
    }

    public void Measure()
    {
        foreach (var child in Children)
        {
            child.Measure();
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Lower tiers first, so that nobody complains of an upper one that is gone.
        foreach (var child in Children.Reverse())
        {
            await child.DisposeAsync();
        }

        foreach (var client in own.Values.Concat(departments.Values))
        {
            client.Dispose();
        }
    }

    private static string Tail(Member member) => File.Exists(member.LogFile) ? string.Join('\n', File.ReadLines(member.LogFile).TakeLast(5)) : "none";

    /// <summary>URLs, codes, process ids and credentials, for scripts; rewritten at each start of a child.</summary>
    private void WriteInfo()
    {
        if (infoFile is null)
        {
            return;
        }

        var info = new
        {
            supervisor = Environment.ProcessId,
            at = clock.GetUtcNow(),
            deployments = Children.Select(c => new
            {
                platform = c.Member.Code,
                name = c.Member.Options.Name,
                tier = c.Member.Tier.ToString(),
                url = c.Member.Url,
                pid = c.Pid,
                restarts = c.Restarts,
                clientId = c.Member.Code,
                clientSecret = c.Member.OwnSecret,
                department = new { clientId = c.Member.Department.Code, clientSecret = c.Member.Department.Secret, subscriptions = c.Member.Options.Hub.Platforms.Single(p => p.Code == c.Member.Department.Code).Subscribes },
            }),
        };
        lock (writing)
        {
            PrivateFile.Write(infoFile, JsonSerializer.SerializeToUtf8Bytes(info, LedgerJson.Options));
        }
    }
}
