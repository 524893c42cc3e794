using System.CommandLine;
using System.Text.Json;
using CityOps.Node.Hosting;

namespace CityOps.Node.Joining;

/// <summary><c>cityops join</c>: 0 joined, 1 refused, 2 it could not be tried.</summary>
internal static class JoinVerb
{
    public static Command Make()
    {
        var url = new Option<string>("--url") { Description = "数据枢纽地址 address of the hub", Required = true };
        var code = new Option<string>("--code") { Description = "平台代码 platform code: B- or E- and the credit code", Required = true };
        var name = new Option<string>("--name") { Description = "平台名称 name of the platform", Required = true };
        var invitation = new Option<string>("--invitation") { Description = "邀请码；没有则等待审核 invitation; without it the application waits for a review", DefaultValueFactory = _ => "" };
        var region = new Option<string>("--region") { Description = "行政区划代码（部门必填） region: six digits", DefaultValueFactory = _ => "" };
        var purpose = new Option<string>("--purpose") { Description = "接入用途 what the joining is for", Required = true };
        var publishes = new Option<string[]>("--publishes") { Description = "上报的接口 interfaces to send to", AllowMultipleArgumentsPerToken = true };
        var subscribes = new Option<string[]>("--subscribes") { Description = "订阅的接口 interfaces to read", AllowMultipleArgumentsPerToken = true };
        var contact = new Option<string>("--contact") { Description = "联系人 contact", DefaultValueFactory = _ => "" };
        var phone = new Option<string>("--phone") { Description = "联系电话 phone", DefaultValueFactory = _ => "" };
        var test = new Option<string[]>("--test") { Description = "INTERFACE=FILE：测试记录（NDJSON），默认用标准样例 records to try an interface with; the standard's example otherwise", AllowMultipleArgumentsPerToken = true };
        var to = new Option<string>("--out") { Description = "保存密钥与回执的文件（仅本人可读），可据此续办 file for key and receipt, readable by you only; a second run goes on from it", Required = true };
        var join = new Command("join", "按流程接入一个数据枢纽 join a hub: apply, key, handshake, probe, test batches, receipt") { url, code, name, invitation, region, purpose, publishes, subscribes, contact, phone, test, to };
        join.SetAction((parsed, ct) => RunAsync(
            new JoinPlan(parsed.GetValue(url)!, parsed.GetValue(code)!, parsed.GetValue(name)!, parsed.GetValue(purpose)!, parsed.GetValue(publishes) ?? [], parsed.GetValue(subscribes) ?? [])
            {
                Invitation = parsed.GetValue(invitation)!,
                Region = parsed.GetValue(region)!,
                Contact = parsed.GetValue(contact)!,
                Phone = parsed.GetValue(phone)!,
                TestLines = (service, token) => LinesAsync(service, parsed.GetValue(code)!, parsed.GetValue(region)!, parsed.GetValue(test) ?? [], token),
            },
            parsed.GetValue(to)!,
            ct));
        return join;
    }

    private static async Task<int> RunAsync(JoinPlan plan, string file, CancellationToken ct)
    {
        try
        {
            var before = File.Exists(file) ? JsonSerializer.Deserialize<JoinMemory>(await File.ReadAllBytesAsync(file, ct)) : null;
            using var client = new JoinClient(plan, TimeProvider.System);
            await client.RunAsync(before, memory => PrivateFile.Write(file, JsonSerializer.SerializeToUtf8Bytes(memory)), Console.WriteLine, ct);
            Console.WriteLine($"密钥与回执保存在 key and receipt are in {file}");
            return 0;
        }
        catch (JoinException refused)
        {
            await Console.Error.WriteLineAsync(refused.Message);
            return 1;
        }
        catch (Exception fault) when (fault is IOException or JsonException or UriFormatException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return 2;
        }
    }

    private static async Task<byte[]> LinesAsync(string service, string code, string region, string[] tests, CancellationToken ct) =>
        tests.Select(one => one.Split('=', 2)).FirstOrDefault(one => one.Length == 2 && one[0] == service) is { } given
            ? await File.ReadAllBytesAsync(given[1], ct)
            : ExampleLines.Of(service, code, region);
}
