using System.CommandLine;
using System.Text.Json.Nodes;

namespace CityOps.Node.Verbs.Administering;

/// <summary><c>cityops admin delegation</c>.</summary>
internal static class DelegationVerbs
{
    public static Command Make()
    {
        var id = new Argument<string>("ID") { Description = "授权标识 id of the delegation" };
        return new Command("delegation", "账号授权 delegated accounts")
        {
            Give(), Account(),
            AdminVerb.Verb("list", "列表 list", _ => AdminRequest.Get("delegations"), ["id", "parent", "grantee", "quota", "used", "roles", "region", "expiresAt", "withdrawnAt"]),
            AdminVerb.Verb("withdraw", "收回，其下账号立即失效 withdraw; every account under it ends at once", parsed => AdminRequest.Post($"delegations/{AdminRequest.In(parsed.GetValue(id))}/withdraw"), [], id),
            AdminVerb.Verb("accounts", "其下账号 accounts under it", parsed => AdminRequest.Get($"delegations/{AdminRequest.In(parsed.GetValue(id))}/accounts"), ["id", "login", "name", "state"], id),
        };
    }

    private static Command Give()
    {
        var grantee = new Argument<string>("GRANTEE") { Description = "受权平台代码 platform code of the grantee" };
        var quota = new Option<int>("--quota") { Description = "名额 number of accounts", Required = true };
        var role = new Option<string[]>("--role") { Description = "可授予的角色 roles they may hold", Required = true };
        var region = new Option<string>("--region") { Description = "区域 region", Required = true };
        var parent = new Option<string?>("--parent") { Description = "从哪个授权中转授 delegation to take it out of" };
        var expires = new Option<DateTimeOffset?>("--expires") { Description = "到期时间 when it ends" };
        return AdminVerb.Verb(
            "give", "授予名额 give a quota", parsed => AdminRequest.Post("delegations", new JsonObject
            {
                ["grantee"] = parsed.GetValue(grantee),
                ["quota"] = parsed.GetValue(quota),
                ["roles"] = AdminRequest.Array(parsed.GetValue(role)),
                ["region"] = parsed.GetValue(region),
                ["parent"] = parsed.GetValue(parent),
                ["expiresAt"] = parsed.GetValue(expires),
            }),
            [], grantee, quota, role, region, parent, expires);
    }

    private static Command Account()
    {
        var id = new Argument<string>("ID") { Description = "授权标识 id of the delegation" };
        var login = new Argument<string>("LOGIN") { Description = "登录名 login" };
        var name = new Argument<string>("NAME") { Description = "姓名 name" };
        var role = new Option<string[]>("--role") { Description = "角色 roles", Required = true };
        var issuer = new Option<string?>("--issuer") { Description = "其本级签发者 issuer the person signs in at" };
        var subject = new Option<string?>("--subject") { Description = "其在该处的用户标识 subject there" };
        return AdminVerb.Verb(
            "add-account", "开通账号 make an account under it",
            parsed => AdminRequest.Post($"delegations/{AdminRequest.In(parsed.GetValue(id))}/accounts", new JsonObject
            {
                ["login"] = parsed.GetValue(login),
                ["name"] = parsed.GetValue(name),
                ["roles"] = AdminRequest.Array(parsed.GetValue(role)),
                ["link"] = parsed.GetValue(issuer) is { } from ? new JsonObject { ["issuer"] = from, ["subject"] = parsed.GetValue(subject) ?? "" } : null,
            }),
            [], id, login, name, role, issuer, subject);
    }
}
