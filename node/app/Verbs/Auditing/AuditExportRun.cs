using System.IO.Pipelines;
using CityOps.Hub.Audit;
using CityOps.Hub.Audit.Verifying;
using CityOps.Hub.Audit.Witness;
using CityOps.Node.Hosting;
using CityOps.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace CityOps.Node.Verbs.Auditing;

/// <summary>
/// Takes the audit log out of a deployment's store, running or not, page by page: for whoever operates the machine. Over the
/// network only auditors read it. That it was taken is itself in the log.
/// </summary>
internal static class AuditExportRun
{
    private const int Page = 5_000;

    public static async Task<int> RunAsync(string config, string? peer, string to, TextWriter output, CancellationToken ct)
    {
        await using var engine = await OpenAsync(config, ct);
        await using (var log = new AuditLog(engine, TimeProvider.System, NullLogger<AuditLog>.Instance))
        {
            await new AuditDesk(new AuditTable(engine), log, TimeProvider.System).TellReadAsync("operator", peer is null ? "export" : $"export of {peer}", new AuditSource("local", ""), ct);
        }

        await using var file = Files.Create(to);
        var pages = PipeWriter.Create(file);
        var lines = peer is null ? await LogAsync(engine, pages, ct) : await WitnessedAsync(engine, pages, peer, ct);
        await pages.CompleteAsync();
        await output.WriteLineAsync($"{to}: {lines} 条 entries");
        return 0;
    }

    private static async Task<long> LogAsync(Engine engine, PipeWriter to, CancellationToken ct)
    {
        var (entries, checkpoints) = (new AuditTable(engine), new CheckpointTable(engine));
        var taken = 0L;
        int count;
        do
        {
            count = await AuditCopy.LogAsync(to, entries, checkpoints, (taken, Page), ct);
            taken += count;
            await to.FlushAsync(ct);
        }
        while (count == Page);
        return taken;
    }

    private static async Task<long> WitnessedAsync(Engine engine, PipeWriter to, string peer, CancellationToken ct)
    {
        var taken = await AuditCopy.WitnessedAsync(to, new WitnessTable(engine), peer, (0, int.MaxValue), ct)
            ?? throw new VerbException($"本级没有为 {peer} 保存检查点。", $"No checkpoints of {peer} are kept here.");
        await to.FlushAsync(ct);
        return taken;
    }

    private static async Task<Engine> OpenAsync(string config, CancellationToken ct)
    {
        try
        {
            return await StoreOpener.OpenAsync(OptionsFile.Read(config).Store.Hub, ct);
        }
        catch (OptionsException fault)
        {
            throw new VerbException("配置无法读取。", fault.Message);
        }
        catch (StoreException fault)
        {
            throw new VerbException("存储无法打开。", fault.Message);
        }
    }
}
