using System.Text;
using CityOps.Schemas.Catalogue;
using CityOps.Schemas.Mapping;
using Xunit;

namespace CityOps.Tests.Schemas.Mapping;

public sealed class MappingFaultTests
{
    [Theory]
    [InlineData("remark", """{ "column": "note", "steps": [{ "date": ["yyyy-MM-dd"], "zone": "Mars/Olympus" }] }""", "/members/remark/steps/0/zone")]
    [InlineData("remark", """{ "column": "note", "steps": [{ "date": ["qq"] }] }""", "/members/remark/steps/0/date/0")]
    [InlineData("remark", """{ "column": "note", "steps": [{ "lookup": [{ "match": "(", "to": "x" }] }] }""", "/members/remark/steps/0/lookup/0/match")]
    [InlineData("remark", """{ "column": "note", "steps": [{ "map": "absent" }] }""", "/members/remark/steps/0/map")]
    [InlineData("remark", """{ "column": "note", "steps": [{ "trim": true, "squeeze": true }] }""", "/members/remark/steps/0")]
    [InlineData("remark", """{ "column": "note", "steps": [{ "trim": true, "zone": "Asia/Shanghai" }] }""", "/members/remark/steps/0/zone")]
    [InlineData("remark", """{ "column": "note", "const": "x" }""", "/members/remark")]
    [InlineData("remark", """{ "parameter": "absent" }""", "/members/remark/parameter")]
    [InlineData("remark", """{ "member": "satisfaction" }""", "/members/remark/member")]
    [InlineData("remark", """{ "join": [{ "member": "remark" }] }""", "/remark")]
    [InlineData("caseNumber", """{ "column": "no" }""", "/members/caseNumber")]
    [InlineData("ext", """{ "column": "no" }""", "/members/ext")]
    public void A_faulty_source_is_named_by_its_place(string member, string source, string at) =>
        Assert.Contains(new AMapping().Member(member, source).Faults(), fault => fault.At == at);

    [Fact]
    public void Every_fault_is_told_at_once() =>
        Assert.Equal(2, new AMapping().Without("state").Member("remark", """{ "parameter": "absent" }""").Faults().Count);

    [Fact]
    public void A_required_member_without_a_source_is_a_fault() =>
        Assert.Equal("/members/urgency", Assert.Single(new AMapping().Without("urgency").Faults()).At);

    [Fact]
    public void A_column_both_mapped_and_ignored_is_a_fault() =>
        Assert.Equal("/ignore/what", Assert.Single(new AMapping().With("ignore", """{ "what": "not needed" }""").Faults()).At);

    [Theory]
    [InlineData("{")]
    [InlineData("""{ "mapping": 2, "dataset": "MG-01", "members": { "op": { "const": "I" } } }""")]
    [InlineData("""{ "mapping": 1, "dataset": "ZZ-99", "members": { "op": { "const": "I" } } }""")]
    [InlineData("""{ "mapping": 1, "dataset": "MG-01", "members": { "op": { "konst": "I" } } }""")]
    [InlineData("""{ "mapping": 1, "mapping": 1, "dataset": "MG-01", "members": { "op": { "const": "I" } } }""")]
    public void A_text_that_is_no_mapping_is_refused_in_words(string text) =>
        Assert.NotEmpty(RowMapping.Compile(Encoding.UTF8.GetBytes(text), SchemaSet.Standard).Match(_ => [], refusal => refusal.Fields));

    [Fact]
    public void A_column_neither_mapped_nor_ignored_is_refused_and_so_is_an_absent_one()
    {
        var mapping = new AMapping().With("ignore", """{ "spare": "not needed" }""").Compile().Match(m => m, _ => throw new InvalidOperationException());

        var faults = mapping.Bind(["no", "when", "what", "where", "x", "y", "status", "x"]).Match(_ => [], refusal => refusal.Fields);

        Assert.Equal(["spare", "state", "status", "x"], faults.Select(fault => fault.At).Order(StringComparer.Ordinal));
    }
}
