using System.CommandLine;
using System.Text.Json.Nodes;

namespace CityOps.Node.Verbs.Administering;

/// <summary><c>cityops admin user</c>.</summary>
internal static class UserVerbs
{
    private static readonly string[] Columns = ["id", "login", "name", "organisation", "state", "roles", "delegation"];

    public static Command Make() => new("user", "用户 users")
    {
        List(), Add(), Roles(), Link(),
        One("show", "查看 show one", "", HttpMethod.Get),
        One("disable", "停用并下线 disable and sign off", "/disable", HttpMethod.Post),
        One("enable", "启用 enable", "/enable", HttpMethod.Post),
        One("close", "注销 close for good", "/close", HttpMethod.Post),
        One("unlock", "解锁 unlock", "/unlock", HttpMethod.Post),
        One("reset-password", "重置密码，临时密码只显示一次 reset the password; the temporary one is shown once", "/reset-password", HttpMethod.Post),
        One("reset-totp", "重置动态口令 take the second factor away", "/reset-totp", HttpMethod.Post),
        One("sign-off", "强制下线 end all sessions", "/sessions", HttpMethod.Delete),
    };

    private static Command One(string name, string help, string tail, HttpMethod method)
    {
        var id = new Argument<string>("ID") { Description = "用户标识 id of the user" };
        return AdminVerb.Verb(name, help, parsed => new AdminRequest(method, $"users/{AdminRequest.In(parsed.GetValue(id))}{tail}"), [], id);
    }

    private static Command List()
    {
        var text = new Option<string?>("--text") { Description = "登录名或姓名中的文字 part of login or name" };
        var organisation = new Option<string?>("--organisation") { Description = "机构 organisation" };
        return AdminVerb.Verb(
            "list", "列表 list", parsed => AdminRequest.Get($"users?text={AdminRequest.In(parsed.GetValue(text))}&organisation={AdminRequest.In(parsed.GetValue(organisation))}"), Columns, text, organisation);
    }

    private static Command Add()
    {
        var login = new Argument<string>("LOGIN") { Description = "登录名 login" };
        var name = new Argument<string>("NAME") { Description = "姓名 name" };
        var organisation = new Option<string>("--organisation") { Description = "机构 organisation", DefaultValueFactory = _ => "" };
        var post = new Option<string?>("--post") { Description = "岗位 post" };
        var phone = new Option<string?>("--phone") { Description = "电话 phone" };
        var email = new Option<string?>("--email") { Description = "邮箱 e-mail" };
        return AdminVerb.Verb(
            "add", "新建，临时密码只显示一次 add; the temporary password is shown once",
            parsed => AdminRequest.Post("users", new JsonObject
            {
                ["login"] = parsed.GetValue(login),
                ["name"] = parsed.GetValue(name),
                ["organisation"] = parsed.GetValue(organisation),
                ["post"] = parsed.GetValue(post),
                ["phone"] = parsed.GetValue(phone),
                ["email"] = parsed.GetValue(email),
            }),
            [], login, name, organisation, post, phone, email);
    }

    private static Command Roles()
    {
        var id = new Argument<string>("ID") { Description = "用户标识 id of the user" };
        var role = new Option<string[]>("--role") { Description = "角色，可带范围 role, role:region:340100 or role:organisation:ID; none takes all away" };
        return AdminVerb.Verb(
            "roles", "设定全部角色 set the whole set of roles", parsed => AdminRequest.Put(
                $"users/{AdminRequest.In(parsed.GetValue(id))}/roles", new JsonObject { ["roles"] = new JsonArray([.. (parsed.GetValue(role) ?? []).Select(Role)]) }), [], id, role);
    }

    private static Command Link()
    {
        var id = new Argument<string>("ID") { Description = "用户标识 id of the user" };
        var issuer = new Argument<string>("ISSUER") { Description = "签发者 issuer of the other authority" };
        var subject = new Argument<string>("SUBJECT") { Description = "其用户标识 subject there" };
        return AdminVerb.Verb(
            "link", "关联外部身份 link an identity of another issuer", parsed => AdminRequest.Post(
                $"users/{AdminRequest.In(parsed.GetValue(id))}/links", new JsonObject { ["issuer"] = parsed.GetValue(issuer), ["subject"] = parsed.GetValue(subject) }), [], id, issuer, subject);
    }

    private static JsonNode Role(string text)
    {
        var parts = text.Split(':', 3);
        return new JsonObject { ["role"] = parts[0], ["scope"] = parts.Length > 1 ? parts[1] : "own", ["value"] = parts.Length > 2 ? parts[2] : "" };
    }
}
