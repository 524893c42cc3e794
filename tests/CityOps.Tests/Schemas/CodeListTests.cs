using System.Text.Json;
using CityOps.Schemas.Catalogue;
using CityOps.Schemas.Codes;
using Xunit;

namespace CityOps.Tests.Schemas;

/// <summary>The code lists of the data standard (domain.md 3.10); those the platform's own flows use are typed here once more so that a slip shows.</summary>
public sealed class CodeListTests
{
    private static readonly DateOnly Today = new(2026, 3, 31);

    public static TheoryData<string, string> Typed => new()
    {
        { "dataOp", "I U D" },
        { "dataLevel", "1 2 3 4" },
        { "tier", "N P C D" },
        { "urgency", "1 2 3 4" },
        { "reviewState", "0 1 2 3 4 5" },
        { "taskType", "1 2 3 4 5 6 9" },
        { "taskState", "10 15 20 30 40 50 60" },
        { "feedbackCycle", "0 1 2 3 4 5" },
        { "leadOrCo", "1 2" },
        { "typeClass", "P E" },
        { "limitType", "UM UH WH WD ND" },
        { "caseSource", "00 01 02 03 04 05 06 07 08 09 10 11 99" },
        { "caseState", "10 11 12 20 21 30 40 41 42 50 60 61 70 80 81 90" },
        { "caseNode", "1 2 3 4 5 6 7 8 9 10" },
        { "caseAction", "FORWARD RETURN ASSIGN REVOKE HANDLE VERIFY CHECK REWORK POSTPONE HANG RESUME CLOSE FORCE_CLOSE CANCEL SUPERVISE MERGE" },
        { "closeType", "1 2 3 4" },
        { "reporterKind", "1 2 3 4 5" },
        { "mediaType", "1 2 3 4" },
        { "mediaPhase", "1 2 3 4 5 6 7 8" },
        { "satisfaction", "5 4 3 2 1 0" },
    };

    [Theory]
    [MemberData(nameof(Typed))]
    public void A_list_holds_exactly_the_codes_of_the_standard(string list, string codes) =>
        Assert.Equal(codes, string.Join(' ', CodeLists.Standard.Find(list)!.Admitted));

    [Fact]
    public void Every_enumeration_in_a_schema_names_its_list_and_holds_codes_of_it_only()
    {
        var uses = SchemaSet.Standard.All.SelectMany(Enumerations).ToArray();

        Assert.True(uses.Length > 300);
        Assert.All(uses, use => Assert.Subset(CodeLists.Standard.Find(use.List)!.Admitted.ToHashSet(), use.Codes.ToHashSet()));
    }

    [Fact]
    public void Every_list_has_codes_with_Chinese_names_and_no_code_stands_twice()
    {
        Assert.True(CodeLists.Standard.All.Count > 180);
        Assert.All(CodeLists.Standard.All, list =>
        {
            Assert.NotEmpty(list.Codes);
            Assert.Matches(@"\p{IsCJKUnifiedIdeographs}", list.Title);
            Assert.Equal(list.Codes.Count, list.Codes.Select(code => code.Code).Distinct().Count());
        });
    }

    [Fact]
    public void Open_lists_admit_local_codes_from_80_and_closed_ones_none()
    {
        Assert.True(CodeLists.Standard.Find("placeType")!.IsValid("85", Today));
        Assert.False(CodeLists.Standard.Find("placeType")!.IsValid("79", Today));
        Assert.False(CodeLists.Standard.Find("caseState")!.IsValid("85", Today));
    }

    [Fact]
    public void A_code_is_valid_within_its_days_and_names_what_followed_it()
    {
        var old = CodeLists.Standard.Find("classCodeCjt214")!;

        Assert.True(old.IsDated);
        Assert.True(old.IsValid("E0400", new DateOnly(2014, 8, 14)));
        Assert.False(old.IsValid("E0400", new DateOnly(2014, 8, 15)));
        Assert.Equal("E0500", old.Find("E0400")!.Successor);
        Assert.Equal("突发事件", CodeLists.Standard.Find("classCode")!.Find("E0500")!.Name);
    }

    [Theory]
    [InlineData("list,title,edition,open,source\na,甲,x,,designed\n", "list,code,name,validFrom,validTo,successor,note\nb,1,乙,,,,\n")]
    [InlineData("list,title,edition,open,source\na,甲,x,,designed\n", "list,code,name,validFrom,validTo,successor,note\na,1,乙\n")]
    public void A_broken_table_of_codes_is_not_taken(string lists, string codes) =>
        Assert.Throws<InvalidDataException>(() => CodeLists.Parse(lists, codes));

    private static IEnumerable<(string List, string[] Codes)> Enumerations(DatasetVersion version)
    {
        using var schema = JsonDocument.Parse(version.SchemaBytes);
        return
        [
            .. from property in schema.RootElement.GetProperty("properties").EnumerateObject()
               where property.Value.TryGetProperty("enum", out var codes) && codes[0].ValueKind == JsonValueKind.String
               select (
                   property.Value.GetProperty("x-codelist").GetString()!,
                   property.Value.GetProperty("enum").EnumerateArray().Select(code => code.GetString()!).ToArray()),
        ];
    }
}
