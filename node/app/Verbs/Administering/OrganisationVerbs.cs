using System.CommandLine;
using System.Text.Json.Nodes;

namespace CityOps.Node.Verbs.Administering;

/// <summary><c>cityops admin org</c>.</summary>
internal static class OrganisationVerbs
{
    public static Command Make()
    {
        var under = new Option<string?>("--under") { Description = "此机构及其下级 one organisation and all below it" };
        var id = new Argument<string>("ID") { Description = "机构代码 id" };
        var name = new Argument<string>("NAME") { Description = "名称 name" };
        var region = new Argument<string>("REGION") { Description = "行政区划代码 region" };
        var kind = new Option<string>("--kind") { Description = "government department operator enterprise community other", DefaultValueFactory = _ => "department" };
        var parent = new Option<string?>("--parent") { Description = "上级机构 parent" };
        var credit = new Option<string?>("--credit-code") { Description = "统一社会信用代码 unified social credit code" };
        return new Command("org", "机构 organisations")
        {
            AdminVerb.Verb("list", "列表 list", parsed => AdminRequest.Get($"organisations?under={AdminRequest.In(parsed.GetValue(under))}"), ["id", "path", "name", "kind", "region"], under),
            AdminVerb.Verb(
                "add", "新建 add", parsed => AdminRequest.Post("organisations", new JsonObject
                {
                    ["id"] = parsed.GetValue(id),
                    ["name"] = parsed.GetValue(name),
                    ["kind"] = parsed.GetValue(kind),
                    ["region"] = parsed.GetValue(region),
                    ["parent"] = parsed.GetValue(parent),
                    ["creditCode"] = parsed.GetValue(credit),
                }),
                [], id, name, region, kind, parent, credit),
        };
    }
}
