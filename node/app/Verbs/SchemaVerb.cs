using System.CommandLine;

namespace CityOps.Node.Verbs;

/// <summary><c>cityops schema …</c>: what is done with schemas outside a hub.</summary>
internal static class SchemaVerb
{
    public static Command Make() => new("schema", "数据模式 schemas: compare versions, import tables, report, test harness")
    {
        SchemaImportVerb.Make(),
        SchemaReportVerb.Make(),
        SchemaCompareVerb.Make(),
        BowtieVerb.Make(),
    };
}
