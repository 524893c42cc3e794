using System.Text.Json;
using CityOps.Schemas.Catalogue;
using Xunit;

namespace CityOps.Tests.Schemas;

/// <summary>The code lists of the data standard (domain.md 3.10), typed here once more so that a slip in a schema shows.</summary>
public sealed class CodeListTests
{
    private static readonly Dictionary<string, string> Lists = new()
    {
        ["dataOp"] = "I U D",
        ["dataLevel"] = "1 2 3 4",
        ["tier"] = "N P C D",
        ["urgency"] = "1 2 3 4",
        ["reviewState"] = "0 1 2 3 4 5",
        ["taskType"] = "1 2 3 4 5 6 9",
        ["taskState"] = "10 15 20 30 40 50 60",
        ["feedbackCycle"] = "0 1 2 3 4 5",
        ["leadOrCo"] = "1 2",
        ["typeClass"] = "P E",
        ["limitType"] = "UM UH WH WD ND",
        ["caseSource"] = "00 01 02 03 04 05 06 07 08 09 10 11 99",
        ["caseState"] = "10 11 12 20 21 30 40 41 42 50 60 61 70 80 81 90",
        ["caseNode"] = "1 2 3 4 5 6 7 8 9 10",
        ["caseAction"] = "FORWARD RETURN ASSIGN REVOKE HANDLE VERIFY CHECK REWORK POSTPONE HANG RESUME CLOSE FORCE_CLOSE CANCEL SUPERVISE MERGE",
        ["closeType"] = "1 2 3 4",
        ["reporterKind"] = "1 2 3 4 5",
        ["mediaType"] = "1 2 3 4",
        ["mediaPhase"] = "1 2 3 4 5 6 7 8",
        ["satisfaction"] = "5 4 3 2 1 0",
    };

    [Fact]
    public void Every_enumeration_in_a_schema_names_its_list_and_holds_exactly_its_codes()
    {
        var uses = SchemaSet.Standard.All.SelectMany(Enumerations).ToArray();

        Assert.Equal(Lists.Keys.Order(StringComparer.Ordinal), uses.Select(use => use.List).Distinct().Order(StringComparer.Ordinal));
        Assert.All(uses, use => Assert.Equal(Lists[use.List], use.Codes));
    }

    private static IEnumerable<(string List, string Codes)> Enumerations(DatasetVersion version)
    {
        using var schema = JsonDocument.Parse(version.SchemaBytes);
        return
        [
            .. from property in schema.RootElement.GetProperty("properties").EnumerateObject()
               where property.Value.TryGetProperty("enum", out _)
               select (
                   property.Value.GetProperty("x-codelist").GetString()!,
                   string.Join(' ', property.Value.GetProperty("enum").EnumerateArray().Select(code => code.GetString()))),
        ];
    }
}
