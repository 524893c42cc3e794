using System.CommandLine;

namespace CityOps.Node.Verbs;

/// <summary><c>cityops schema</c>: what can be done with schemas outside a deployment.</summary>
public static class SchemaVerb
{
    public static Command Make() => new("schema", "数据模式工具 tools for schemas") { BowtieVerb.Make() };
}
