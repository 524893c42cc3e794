using System.CommandLine;
using CityOps.Node.Federation;
using CityOps.Node.Federation.Departments;
using CityOps.Node.Federation.Live;
using CityOps.Node.Hosting;
using CityOps.Node.Joining;
using CityOps.Node.Verbs;
using CityOps.Node.Verbs.Administering;
using CityOps.Node.Verbs.Auditing;

// The composition root: verbs only. What each does lives in its room.
var root = new RootCommand("CityOps 城市运行管理服务平台：三级数据交换 · the exchange of China's three tiers of urban operation platforms");
root.Subcommands.Add(Serve());
root.Subcommands.Add(Up());
root.Subcommands.Add(FaultVerb.Make());
root.Subcommands.Add(JoinVerb.Make());
root.Subcommands.Add(ValidateVerb.Make());
root.Subcommands.Add(ImportVerb.Make());
root.Subcommands.Add(MapVerb.Make());
root.Subcommands.Add(SchemaVerb.Make());
root.Subcommands.Add(AuditVerb.Make());
root.Subcommands.Add(AdminVerb.Make());
// Stopping takes as long as the slowest deployment needs to drain.
var parsed = root.Parse(args);
var exit = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(60) });
return parsed.Errors.Count > 0 ? 2 : exit; // 2: what was asked cannot be run

static Command Serve()
{
    var config = new Option<string?>("--config") { Description = "部署配置文件 configuration of one deployment; without it a city on SQLite in ./data" };
    var parent = new Option<int?>("--parent") { Description = "随该进程结束 end when this process ends", Hidden = true };
    var disarmed = new Option<bool>("--disarmed") { Description = "ignore fail points", Hidden = true };
    var serve = new Command("serve", "运行一个部署 run one deployment") { config, parent, disarmed };
    serve.SetAction((parsed, ct) => ServeVerb.RunAsync(parsed.GetValue(config), parsed.GetValue(parent), parsed.GetValue(disarmed), ct));
    return serve;
}

static Command Up()
{
    var once = new Option<bool>("--once") { Description = "跑完、核对、退出 one whole run: drive, converge, judge, exit" };
    var cases = new Option<int>("--cases") { Description = "每市案件数 cases per city (--once)", DefaultValueFactory = _ => 200 };
    var seed = new Option<int>("--seed") { Description = "随机种子 seed of the generated lives (--once)", DefaultValueFactory = _ => 1 };
    var json = new Option<string?>("--json") { Description = "台账文件 where to write the ledger (--once)" };
    var info = new Option<string?>("--info") { Description = "地址、进程、凭据 file with URLs, process ids and credentials, for scripts" };
    var store = new Option<string>("--store") { Description = "sqlite 或 postgres:连接串 or postgres:CONNECTION STRING", DefaultValueFactory = _ => "sqlite" };
    var cities = new Option<int>("--cities") { Description = "城市数 number of cities of 安徽", DefaultValueFactory = _ => 2 };
    var hold = new Option<bool>("--hold") { Description = "核对后继续运行 stay up after the verdict until Ctrl-C (--once)" };
    var fail = new Option<string[]>("--fail") { Description = "PLATFORM=point:count:action, for kill rounds (--once)", AllowMultipleArgumentsPerToken = true };
    var rate = new Option<double>("--rate") { Description = "每秒新案件数 new cases a second over all cities", DefaultValueFactory = _ => 2 };
    var reset = new Option<bool>("--reset") { Description = "清空重来 begin afresh" };
    var folder = new Option<string>("--folder") { Description = "数据目录 where the demo keeps its data", DefaultValueFactory = _ => Path.Combine(".run", "up") };
    var fault = new Option<string[]>("--fault") { Description = "让演示部门出现故障 make demo departments ill; names: cityops fault list", AllowMultipleArgumentsPerToken = true };
    var up = new Command("up", "在本机运行三级联邦 run a whole federation on this machine") { once, cases, seed, json, info, store, cities, hold, fail, rate, reset, folder, fault };
    up.SetAction((parsed, ct) =>
    {
        if (!parsed.GetValue(once))
        {
            return UpVerb.LiveAsync(
                Path.GetFullPath(parsed.GetValue(folder)!), parsed.GetValue(store)!, parsed.GetValue(cities), parsed.GetValue(reset) ? Fresh.Yes : Fresh.No,
                new LiveOptions(parsed.GetValue(rate), parsed.GetValue(info), Path.GetFullPath(parsed.GetValue(folder)!), FaultNames(parsed.GetValue(fault))), TimeProvider.System, ct);
        }

        var plans = (parsed.GetValue(fail) ?? []).Select(f => f.Split('=', 2)).ToLookup(f => f[0], f => f[1], StringComparer.Ordinal);
        var options = new OnceOptions(
            parsed.GetValue(cases), parsed.GetValue(seed), parsed.GetValue(store)!, parsed.GetValue(cities), parsed.GetValue(json), parsed.GetValue(info),
            plans.ToDictionary(p => p.Key, p => string.Join(',', p), StringComparer.Ordinal))
        { Hold = parsed.GetValue(hold) };
        return UpVerb.OnceAsync(options, TimeProvider.System, ct);
    });
    return up;
}

static string[] FaultNames(string[]? given) => [.. (given ?? []).SelectMany(one => one.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
