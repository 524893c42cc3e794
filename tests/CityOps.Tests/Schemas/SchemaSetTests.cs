using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CityOps.Schemas.Catalogue;
using CityOps.Schemas.Codes;
using Xunit;

namespace CityOps.Tests.Schemas;

public sealed class SchemaSetTests
{
    [Fact]
    public void The_build_knows_every_dataset_folder_of_the_repository_and_no_example() =>
        Assert.Equal(
            StandardFiles.DatasetFolders.Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal),
            SchemaSet.Standard.All.Select(version => version.Dataset));

    [Fact]
    public void The_hash_is_that_of_the_schema_files_in_order_of_dataset()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var folder in StandardFiles.DatasetFolders.OrderBy(folder => Path.GetFileName(folder), StringComparer.Ordinal))
        {
            hash.AppendData(File.ReadAllBytes(Path.Combine(folder, "v1.json")));
        }

        Assert.Equal(Convert.ToHexStringLower(hash.GetHashAndReset()), SchemaSet.Standard.Hash);
    }

    [Fact]
    public void The_order_in_which_schemas_come_changes_nothing()
    {
        var schemas = SchemaSet.Standard.All.Select(version => version.SchemaBytes).ToArray();

        Assert.Equal(SchemaSet.Standard.Hash, SchemaSet.Compile(schemas.Reverse()).Hash);
        Assert.NotEqual(SchemaSet.Standard.Hash, SchemaSet.Compile(schemas.Skip(1)).Hash);
    }

    [Theory]
    [InlineData("MG-01", "案件", "caseNo", Direction.Up, Tier.Nation, null)]
    [InlineData("MG-02", "案件流转", "flowId", Direction.Up, Tier.Province, null)]
    [InlineData("MG-03", "案件附件", "mediaId", Direction.Up, Tier.Province, null)]
    [InlineData("SI-01", "重点工作任务", "taskId", Direction.Down, Tier.Nation, "/targetRegions")]
    [InlineData("SI-02", "任务分派转办", "assignmentId", Direction.Up, Tier.Nation, null)]
    [InlineData("SI-03", "任务进展反馈", "feedbackId", Direction.Up, Tier.Nation, null)]
    public void The_catalogue_says_what_each_dataset_is(string dataset, string title, string key, Direction direction, Tier reach, string? addressee)
    {
        var version = SchemaSet.Standard.Find(dataset, 1)!;

        Assert.Equal((title, direction, reach, addressee), (version.Title, version.Direction, version.Reach, version.Addressee));
        Assert.Equal([key], version.Key);
        Assert.Equal(("1.0.0", 1), (version.Version, version.Major));
    }

    [Fact]
    public void What_is_not_there_is_not_found()
    {
        Assert.Null(SchemaSet.Standard.Find("MG-01", 2));
        Assert.Null(SchemaSet.Standard.Find("mg-01", 1));
    }

    [Fact]
    public void Every_property_carries_a_Chinese_title() =>
        Assert.All(SchemaSet.Standard.All, version =>
        {
            using var schema = JsonDocument.Parse(version.SchemaBytes);
            var properties = schema.RootElement.GetProperty("properties").EnumerateObject();

            Assert.All(properties, property => Assert.Matches(@"\p{IsCJKUnifiedIdeographs}", property.Value.GetProperty("title").GetString()));
        });

    [Theory]
    [InlineData("x-dataset", "\"case\"")]
    [InlineData("x-key", "[]")]
    [InlineData("x-key", "[\"caseNumber\"]")]
    [InlineData("x-direction", "\"sideways\"")]
    [InlineData("x-reach", "\"Q\"")]
    [InlineData("x-addressee", "\"/somewhere\"")]
    [InlineData("title", "\"\"")]
    public void A_schema_that_says_too_little_about_its_dataset_is_not_taken(string member, string value) =>
        Assert.Throws<InvalidDataException>(() => SchemaSet.Compile([With(member, value)]));

    [Fact]
    public void One_version_cannot_stand_twice() =>
        Assert.Throws<InvalidDataException>(() => SchemaSet.Compile([With("title", "\"甲\""), With("title", "\"乙\"")]));

    private static ReadOnlyMemory<byte> With(string member, string value)
    {
        var schema = JsonNode.Parse(StandardFiles.Dataset("MG-01").SchemaBytes.Span)!;
        schema[member] = JsonNode.Parse(value);
        return Encoding.UTF8.GetBytes(schema.ToJsonString());
    }
}
