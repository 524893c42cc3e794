using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CityOps.Schemas;
using CityOps.Schemas.Catalogue;
using CityOps.Schemas.Mapping;
using Xunit;

namespace CityOps.Tests.Schemas.Mapping;

/// <summary>A small mapping into MG-01 that is complete, changed as the test likes, and a row for it.</summary>
internal sealed class AMapping
{
    public const string Header = "no,when,what,where,x,y,state";
    private readonly JsonObject document = JsonNode.Parse("""
        {
          "mapping": 1, "dataset": "MG-01",
          "parameters": { "platform": "C-370200", "region": "370202" },
          "members": {
            "dataset": { "const": "MG-01" }, "schemaVersion": { "const": "1.0.0" },
            "recordId": { "join": [{ "parameter": "platform" }, { "const": ":" }, { "member": "caseNo" }] },
            "sourcePlatform": { "parameter": "platform" }, "regionCode": { "parameter": "region" },
            "dataTime": { "member": "reportTime" }, "updateTime": { "member": "reportTime" },
            "op": { "const": "I" }, "rev": { "const": 1 }, "dataLevel": { "const": "2" },
            "caseNo": { "column": "no" }, "sourceCode": { "const": "02" }, "typeClass": { "const": "E" }, "bigClass": { "const": "01" }, "smallClass": { "const": "10" },
            "description": { "column": "what" }, "address": { "column": "where" }, "lon": { "column": "x" }, "lat": { "column": "y" },
            "gridCode": { "const": "370202001001007" }, "districtCode": { "parameter": "region" }, "urgency": { "const": "1" },
            "state": { "column": "state", "steps": [{ "map": { "new": "10", "gone": null } }] },
            "reporterKind": { "const": "2" }, "reportTime": { "column": "when", "steps": [{ "date": ["yyyy-MM-dd HH:mm:ss"] }] },
            "reworkTimes": { "const": 0 }, "hanging": { "const": false }, "postponeTimes": { "const": 0 }, "supervised": { "const": false }
          }
        }
        """)!.AsObject();

    private readonly Dictionary<string, string> row = new(StringComparer.Ordinal)
    {
        ["no"] = "A1", ["when"] = "2026-03-31 09:12:05", ["what"] = "路口有垃圾", ["where"] = "示例路1号", ["x"] = "120.1", ["y"] = "36.1", ["state"] = "new",
    };

    public AMapping Member(string name, string source)
    {
        document["members"]![name] = JsonNode.Parse(source);
        return this;
    }

    public AMapping Without(string member)
    {
        document["members"]!.AsObject().Remove(member);
        return this;
    }

    public AMapping With(string name, string json)
    {
        document[name] = JsonNode.Parse(json);
        return this;
    }

    public AMapping Field(string column, string value)
    {
        row[column] = value;
        return this;
    }

    public Outcome<RowMapping> Compile() => RowMapping.Compile(Encoding.UTF8.GetBytes(document.ToJsonString()), SchemaSet.Standard);

    public IReadOnlyList<FieldError> Faults() => Compile().Match(_ => [], refusal => refusal.Fields);

    public RowMapper Mapper() => Compile().Match(
        mapping => mapping.Bind([.. row.Keys]).Match(mapper => mapper, Fail<RowMapper>), Fail<RowMapper>);

    public (JsonElement Record, IReadOnlyList<RowProblem> Problems) Apply()
    {
        var made = Mapper().Apply([.. row.Values], 1);
        return (made.Problems.Count == 0 ? JsonDocument.Parse(made.Bytes.ToArray()).RootElement : default, made.Problems);
    }

    /// <summary>The text one member gets of one field through some steps; null where it gets none.</summary>
    public static string? Through(string value, string steps)
    {
        var (record, problems) = new AMapping().Member("remark", $$"""{ "column": "note", "steps": [{{steps}}] }""").Field("note", value).Apply();
        Assert.Empty(problems);
        return record.TryGetProperty("remark", out var text) ? text.GetString() : null;
    }

    public static RowProblem Refused(string value, string steps) =>
        Assert.Single(new AMapping().Member("remark", $$"""{ "column": "note", "steps": [{{steps}}] }""").Field("note", value).Apply().Problems);

    private static T Fail<T>(Refusal refusal) => throw new InvalidOperationException(string.Join('\n', refusal.Fields));
}
