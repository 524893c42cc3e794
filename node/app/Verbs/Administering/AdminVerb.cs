using System.CommandLine;
using System.Text;
using CityOps.Node.Hosting;
using CityOps.Node.Verbs.Importing;

namespace CityOps.Node.Verbs.Administering;

/// <summary><c>cityops admin</c>: 0 done, 1 the hub refused, 2 it could not be tried.</summary>
internal static class AdminVerb
{
    private const string Plain = "plain:";

    private static readonly Option<string?> Url = new("--url") { Description = "数据枢纽地址 address of the hub", Recursive = true };
    private static readonly Option<string?> Client = new("--client") { Description = "客户端标识（平台代码） client id: the platform code", Recursive = true };
    private static readonly Option<string?> Secret = new("--secret-file") { Description = "密钥文件 file that holds the client's secret", Recursive = true };
    private static readonly Option<string?> Info = new("--info") { Description = "`up --info` 写出的文件 file written by `up --info`", Recursive = true };
    private static readonly Option<string?> As = new("--as") { Description = "以哪个平台调用（配合 --info） the platform to call as, with --info", Recursive = true };
    private static readonly Option<string?> Config = new("--config") { Description = "本部署的配置文件 configuration of the deployment", Recursive = true };
    private static readonly Option<bool> Json = new("--json") { Description = "原样输出 JSON the answer as JSON", Recursive = true };
    private static readonly Option<string?> Out = new("--out") { Description = "结果（含密码、密钥）写入仅本人可读的文件 write the answer with its secrets to a private file", Recursive = true };

    public static Command Make() => new("admin", "管理用户、机构、授权、平台与密钥 administer users, organisations, delegations, platforms and keys")
    {
        Url, Client, Secret, Info, As, Config, Json, Out,
        Verb("init", "建立三员账号，一次性密码只显示一次 make the three administrators; their one-time passwords are shown once", _ => AdminRequest.Post("first"),
            ["user.login", "user.name", "temporaryPassword", "temporaryUntil"]),
        UserVerbs.Make(), OrganisationVerbs.Make(), DelegationVerbs.Make(), PlatformVerbs.Make(), ClientVerbs.Make(), ClientVerbs.Keys(),
    };

    /// <summary>A verb that is one call.</summary>
    /// <param name="columns">What its list shows; empty when it answers one thing.</param>
    public static Command Verb(string name, string help, Func<ParseResult, AdminRequest> make, IReadOnlyList<string> columns, params Symbol[] symbols)
    {
        var command = new Command(name, help);
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument)
            {
                command.Arguments.Add(argument);
            }
            else
            {
                command.Options.Add((Option)symbol);
            }
        }

        command.SetAction((parsed, ct) => VerbEdge.RunAsync(() => RunAsync(parsed, make(parsed), columns, ct)));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, AdminRequest request, IReadOnlyList<string> columns, CancellationToken ct)
    {
        using var calls = new AdminCalls(Login(parsed), TimeProvider.System);
        var answer = columns.Count > 0 && request.Method == HttpMethod.Get ? await calls.AllAsync(request, ct) : await calls.CallAsync(request, ct);
        return AdminOutput.Show(answer, columns, parsed.GetValue(Json), parsed.GetValue(Out), Console.Out);
    }

    private static HubLogin Login(ParseResult parsed)
    {
        if (parsed.GetValue(Config) is not { } config)
        {
            return new HubAddress(parsed.GetValue(Url), parsed.GetValue(Client), parsed.GetValue(Secret), parsed.GetValue(Info), parsed.GetValue(As)).Read()
                ?? throw new VerbException("请指明部署：--config，或 --info 与 --as，或 --url、--client、--secret-file。", "Name the deployment: --config, or --info with --as, or --url, --client and --secret-file.");
        }

        try
        {
            var options = OptionsFile.Read(config);
            return new HubLogin(parsed.GetValue(Url) ?? options.Listen, options.Code, OwnSecret(options, parsed.GetValue(Secret)));
        }
        catch (OptionsException fault)
        {
            throw new VerbException($"配置有误：{fault.Message}", "The configuration is at fault.");
        }
    }

    // The configuration mostly holds a hash, from which nobody comes back to the secret.
    private static string OwnSecret(DeploymentOptions options, string? file) =>
        file is not null ? Encoding.UTF8.GetString(Files.ReadAll(file)).Trim('\uFEFF', ' ', '\t', '\r', '\n')
        : options.Hub.OwnSecret.StartsWith(Plain, StringComparison.Ordinal) ? options.Hub.OwnSecret[Plain.Length..]
        : throw new VerbException("配置只存密钥的散列，请另给 --secret-file。", "The configuration holds a hash of the secret: give --secret-file too.");
}
