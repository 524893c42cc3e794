using System.Globalization;
using CityOps.Hub.Guards;
using CityOps.Node.Federation.Live;
using CityOps.Node.Hosting;
using CityOps.Store;

namespace CityOps.Node.Federation;

/// <summary>Whether to begin with nothing.</summary>
internal enum Fresh
{
    No,
    Yes,
}

/// <summary><c>cityops up</c> and <c>cityops up --once</c>.</summary>
internal static class UpVerb
{
    private const string SchemaPrefix = "up";

    /// <summary>Low enough that a demo department that calls without pause is turned away within seconds.</summary>
    private static readonly RateOptions LiveRates = new() { Calls = new Rate(200, 2_000) };

    /// <summary>Runs until told to stop; data stay in <paramref name="folder"/> and a second start goes on from there.</summary>
    public static async Task<int> LiveAsync(string folder, string store, int cities, Fresh fresh, LiveOptions options, TimeProvider clock, CancellationToken ct)
    {
        try
        {
            if (fresh == Fresh.Yes)
            {
                await ResetAsync(folder, store, cities, ct);
            }

            await new LiveRun(options, clock).RunAsync(FederationPlan.Lay(folder, store, cities, SchemaPrefix, LiveRates), ct);
            return 0;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception fault) when (fault is OptionsException or FederationException)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return fault is OptionsException ? 2 : 1;
        }
    }

    private static async Task ResetAsync(string folder, string store, int cities, CancellationToken ct)
    {
        if (store != "sqlite")
        {
            await Task.WhenAll(FederationPlan.Lay(folder, store, cities, SchemaPrefix).Members.Select(m => StoreOpener.DropAsync(m.Options.Store.Hub, ct)));
        }

        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>0 when nothing was lost, doubled or different; 1 when something was; 2 when it could not be tried.</summary>
    public static async Task<int> OnceAsync(OnceOptions options, TimeProvider clock, CancellationToken ct)
    {
        var folder = options.Folder ?? Directory.CreateTempSubdirectory("cityops-once-").FullName;
        var good = false;
        try
        {
            var schema = "once_" + clock.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
            var plan = FederationPlan.Lay(folder, options.Store, options.Cities, schema);
            foreach (var member in plan.Members)
            {
                OptionsFile.Write(member.ConfigFile, member.Options with { Fail = options.Fail.GetValueOrDefault(member.Code, "") });
            }

            good = await new OnceRun(options, clock, line => Console.WriteLine(line)).RunAsync(plan, ct);
            if (good && options.Store != "sqlite")
            {
                await Task.WhenAll(plan.Members.Select(m => StoreOpener.DropAsync(m.Options.Store.Hub, ct)));
            }

            return good ? 0 : 1;
        }
        catch (Exception fault) when (fault is OptionsException or FederationException)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return fault is OptionsException ? 2 : 1;
        }
        finally
        {
            if (good && options.Folder is null)
            {
                Directory.Delete(folder, recursive: true);
            }
            else
            {
                Console.WriteLine($"文件留在 files kept in {folder}");
            }
        }
    }
}
