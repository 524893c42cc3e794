using System.CommandLine;

namespace CityOps.Node.Verbs.Auditing;

/// <summary><c>cityops audit</c>: take an audit log away, and verify it anywhere.</summary>
internal static class AuditVerb
{
    public static Command Make() => new("audit", "审计日志 the audit log") { Verify(), Export() };

    private static Command Verify()
    {
        var checkpoints = new Option<string[]>("--checkpoints") { Description = "见证方持有的检查点 checkpoints that witnesses hold, one file each", AllowMultipleArgumentsPerToken = true };
        var keys = new Option<string?>("--jwks") { Description = "可信公钥 keys to trust (JWKS); without it only slips are found, no forger" };
        var file = new Argument<string>("FILE") { Description = "导出的审计日志 exported log (NDJSON)" };
        var verify = new Command("verify", "离线核验 verify a log: 0 it holds, 1 it does not, 2 it could not be tried") { checkpoints, keys, file };
        verify.SetAction(parsed => VerbEdge.Run(() => AuditVerifyRun.Run(parsed.GetValue(file)!, parsed.GetValue(checkpoints) ?? [], parsed.GetValue(keys), Console.Out)));
        return verify;
    }

    private static Command Export()
    {
        var config = new Option<string>("--config") { Description = "部署配置文件 configuration of the deployment", Required = true };
        var peer = new Option<string?>("--witnessed") { Description = "改为导出本级为该平台保存的检查点 take the checkpoints kept here for this platform instead" };
        var to = new Option<string>("--out") { Description = "写到文件 where to write", Required = true };
        var export = new Command("export", "导出审计日志 take the log, or witnessed checkpoints, out of a deployment's store") { config, peer, to };
        export.SetAction((parsed, ct) => VerbEdge.RunAsync(() => AuditExportRun.RunAsync(
            parsed.GetValue(config)!, parsed.GetValue(peer), parsed.GetValue(to)!, Console.Out, ct)));
        return export;
    }
}
