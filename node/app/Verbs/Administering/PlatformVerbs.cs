using System.CommandLine;
using System.Text.Json.Nodes;

namespace CityOps.Node.Verbs.Administering;

/// <summary><c>cityops admin platform</c>.</summary>
internal static class PlatformVerbs
{
    public static Command Make() => new("platform", "接入平台 platforms")
    {
        AdminVerb.Verb("list", "列表 list", _ => AdminRequest.Get("platforms"), ["code", "name", "region", "standing", "suspended", "publishes", "subscribes"]),
        Add(),
        Change(),
        One("suspend", "暂停 suspend"),
        One("resume", "恢复 resume"),
        One("secret", "更换密钥，只显示一次 a new secret, shown once"),
    };

    private static Command One(string name, string help)
    {
        var code = new Argument<string>("CODE") { Description = "平台代码 platform code" };
        return AdminVerb.Verb(name, help, parsed => AdminRequest.Post($"platforms/{AdminRequest.In(parsed.GetValue(code))}/{name}"), [], code);
    }

    private static Command Add()
    {
        var code = new Argument<string>("CODE") { Description = "平台代码 platform code" };
        var name = new Argument<string>("NAME") { Description = "名称 name" };
        var region = new Option<string>("--region") { Description = "区划（部门须填） region, for departments", DefaultValueFactory = _ => "" };
        var (publishes, subscribes) = Interfaces();
        return AdminVerb.Verb(
            "add", "登记，密钥只显示一次 register; the secret is shown once", parsed => AdminRequest.Post("platforms", new JsonObject
            {
                ["code"] = parsed.GetValue(code),
                ["name"] = parsed.GetValue(name),
                ["region"] = parsed.GetValue(region),
                ["publishes"] = AdminRequest.Array(parsed.GetValue(publishes)),
                ["subscribes"] = AdminRequest.Array(parsed.GetValue(subscribes)),
            }),
            [], code, name, region, publishes, subscribes);
    }

    private static Command Change()
    {
        var code = new Argument<string>("CODE") { Description = "平台代码 platform code" };
        var name = new Argument<string>("NAME") { Description = "名称 name" };
        var (publishes, subscribes) = Interfaces();
        return AdminVerb.Verb(
            "grant", "设定名称与全部接口 set the name and all interfaces", parsed => AdminRequest.Put($"platforms/{AdminRequest.In(parsed.GetValue(code))}", new JsonObject
            {
                ["name"] = parsed.GetValue(name),
                ["publishes"] = AdminRequest.Array(parsed.GetValue(publishes)),
                ["subscribes"] = AdminRequest.Array(parsed.GetValue(subscribes)),
            }),
            [], code, name, publishes, subscribes);
    }

    private static (Option<string[]> Publishes, Option<string[]> Subscribes) Interfaces() => (
        new Option<string[]>("--publishes") { Description = "可上报的接口 interfaces it may publish to" },
        new Option<string[]>("--subscribes") { Description = "可订阅的接口 interfaces it may read" });
}
