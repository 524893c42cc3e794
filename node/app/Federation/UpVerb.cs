using System.Globalization;
using CityOps.Node.Hosting;
using CityOps.Store;

namespace CityOps.Node.Federation;

/// <summary><c>cityops up --once</c> and its lasting sister.</summary>
internal static class UpVerb
{
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
