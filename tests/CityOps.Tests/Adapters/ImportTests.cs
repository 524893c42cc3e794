using System.Text;
using CityOps.Node.Verbs;
using CityOps.Node.Verbs.Importing;
using CityOps.Node.Verbs.Reporting;
using CityOps.Tests.Hub;
using CityOps.Tests.Shared;
using CityOps.Tests.Stores;
using Xunit;

namespace CityOps.Tests.Adapters;

/// <summary>A table goes to a running hub, as a department would send it.</summary>
public sealed class ImportTests : HubContract
{
    private static readonly string Samples = Path.Combine(Repository.Root, "adapters", "Csv", "samples");
    private readonly StringWriter output = new();

    [Fact]
    public async Task Good_rows_are_taken_and_an_import_repeated_changes_nothing()
    {
        var first = await RunAsync(await ReadyAsync());
        var kept = await Hub.AllAsync();
        var second = await RunAsync(await ReadyAsync());

        Assert.Equal((1, 1), (first, second));
        Assert.Equal(3, kept.Count);
        Assert.Equal(kept, await Hub.AllAsync());
        Assert.Contains("sent 3 in 1 batches = accepted 3 + duplicate 0 + stale 0 + rejected 0", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_hub_refuses_is_told_with_row_and_column()
    {
        var report = Path.GetTempFileName();

        var exit = await RunAsync(await ReadyAsync() with { Set = ["region=340202", "grid=340202999999001"], ReportFile = report });

        Assert.Equal(1, exit);
        Assert.Empty(await Hub.AllAsync());
        Assert.Equal(3, File.ReadLines(report).Count(line => line.Contains("\"code\":\"E4002\"", StringComparison.Ordinal) && line.Contains("\"row\":", StringComparison.Ordinal)));
        Assert.Contains("0 valid, 15 not", output.ToString(), StringComparison.Ordinal);
        File.Delete(report);
    }

    [Fact]
    public async Task A_dry_run_sends_nothing()
    {
        await RunAsync(await ReadyAsync() with { Dry = true });

        Assert.Empty(await Hub.AllAsync());
    }

    [Fact]
    public async Task Without_a_hub_good_rows_go_to_a_file_that_validates()
    {
        var file = Path.ChangeExtension(Path.GetTempFileName(), ".ndjson");

        await RunAsync(Options() with { OutFile = file });
        var exit = new ValidateRun(new ValidateOptions("MG-01", null, null, null, Language.English, 10, file), output, TimeProvider.System).Run(CancellationToken.None);

        Assert.Equal(0, exit);
        Assert.Contains("3 records: 3 valid, 0 not", output.ToString(), StringComparison.Ordinal);
        File.Delete(file);
    }

    [Fact]
    public async Task An_import_that_does_not_say_where_to_cannot_run() => await Assert.ThrowsAsync<VerbException>(() => RunAsync(Options()));

    [Fact]
    public async Task A_mapping_for_another_dataset_cannot_run() =>
        await Assert.ThrowsAsync<VerbException>(() => RunAsync(Options() with { Dataset = "MG-02", Dry = true }));

    private protected override Task<string> NewStoreAsync() => TestStores.SqliteAsync();

    private static ImportOptions Options() =>
        new("MG-01", Path.Combine(Samples, "boston311.map.json"), [], Path.Combine(Samples, "boston311-sample.csv")) { Language = Language.English };

    private async Task<ImportOptions> ReadyAsync()
    {
        var secret = Path.GetTempFileName();
        await File.WriteAllTextAsync(secret, "secret\n", Encoding.UTF8);
        return Options() with { Address = new HubAddress(Hub.Client.BaseAddress!.ToString(), HubHost.Department, secret, null, null) };
    }

    private Task<int> RunAsync(ImportOptions options) => new ImportRun(options, output, TimeProvider.System).RunAsync(CancellationToken.None);
}
