using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CityOps.Node.Verbs.Administering;

/// <summary><c>cityops admin client</c> and <c>cityops admin key</c>.</summary>
internal static class ClientVerbs
{
    public static Command Make() => new("client", "客户端 clients")
    {
        AdminVerb.Verb("list", "列表 list", _ => AdminRequest.Get("clients"), ["client.id", "client.name", "client.method", "client.scopes", "suspended"]),
        OfFile("register", "登记（JSON 文件） register from a JSON file", "clients"),
        One("show", "查看 show one", "", HttpMethod.Get),
        One("suspend", "暂停 suspend", "/suspend", HttpMethod.Post),
        One("resume", "恢复 resume", "/resume", HttpMethod.Post),
        One("add-secret", "增加密钥，只显示一次 a further secret, shown once", "/secrets", HttpMethod.Post),
        AddKey(),
        RetireKey(),
    };

    public static Command Keys()
    {
        var kid = new Argument<string>("KID") { Description = "密钥标识 kid" };
        return new Command("key", "签名密钥 signing keys of the hub")
        {
            AdminVerb.Verb("list", "列表 list", _ => AdminRequest.Get("keys"), ["kid", "algorithm", "state", "signsAt", "goneAt"]),
            AdminVerb.Verb("remove", "紧急撤除，其签发的一切立即失效 take away at once; all it signed holds no more", parsed => AdminRequest.Post($"keys/{AdminRequest.In(parsed.GetValue(kid))}/remove"), [], kid),
        };
    }

    private static Command One(string name, string help, string tail, HttpMethod method)
    {
        var id = new Argument<string>("ID") { Description = "客户端标识 client id" };
        return AdminVerb.Verb(name, help, parsed => new AdminRequest(method, $"clients/{AdminRequest.In(parsed.GetValue(id))}{tail}"), [], id);
    }

    private static Command OfFile(string name, string help, string path)
    {
        var file = new Argument<string>("FILE") { Description = "JSON 文件 JSON file" };
        return AdminVerb.Verb(name, help, parsed => AdminRequest.Post(path, Read(parsed.GetValue(file)!)), [], file);
    }

    private static Command AddKey()
    {
        var id = new Argument<string>("ID") { Description = "客户端或平台 client or platform" };
        var file = new Argument<string>("FILE") { Description = "公钥（JWK） public key as JWK" };
        return AdminVerb.Verb("add-key", "增加公钥 add a public key", parsed => AdminRequest.Post($"clients/{AdminRequest.In(parsed.GetValue(id))}/keys", Read(parsed.GetValue(file)!)), [], id, file);
    }

    private static Command RetireKey()
    {
        var id = new Argument<string>("ID") { Description = "客户端或平台 client or platform" };
        var kid = new Argument<string>("KID") { Description = "密钥标识 kid" };
        var until = new Option<DateTimeOffset?>("--until") { Description = "何时停用，缺省为现在 when, now if absent" };
        return AdminVerb.Verb(
            "retire-key", "停用密钥 end a key or secret", parsed => AdminRequest.Post(
                $"clients/{AdminRequest.In(parsed.GetValue(id))}/keys/{AdminRequest.In(parsed.GetValue(kid))}/retire", new JsonObject { ["until"] = parsed.GetValue(until) }), [], id, kid, until);
    }

    private static JsonNode Read(string file)
    {
        try
        {
            return JsonNode.Parse(Files.ReadAll(file)) ?? throw new VerbException($"{file} 为空。", $"{file} is empty.");
        }
        catch (JsonException fault)
        {
            throw new VerbException($"{file} 不是 JSON：{fault.Message}", $"{file} is not JSON.");
        }
    }
}
