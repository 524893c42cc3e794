using System.CommandLine;

namespace CityOps.Node.Verbs;

/// <summary>数据标准: what can be done with schemas from the command line.</summary>
internal static class SchemaVerb
{
    public static Command Make() => new("schema", "数据标准 the data standard") { SchemaImportVerb.Make(), SchemaReportVerb.Make() };
}
