using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CityOps.Schemas.Evolution;
using CityOps.Schemas.Evolution.Proof;
using CityOps.Schemas.Evolution.Witnesses;
using CityOps.Schemas.Validation;
using Xunit;
using Xunit.Abstractions;

namespace CityOps.Tests.Schemas.Evolution;

/// <summary>Thousands of schemas and edits at random: no verdict may be shown wrong by a document.</summary>
public sealed class RandomPairTests(ITestOutputHelper output)
{
    private const int Pairs = 2_000;
    private const int Mutations = 60;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void No_document_disproves_a_verdict_on_random_schemas(int seed)
    {
        var counts = new Dictionary<Answer, int> { [Answer.Compatible] = 0, [Answer.Incompatible] = 0, [Answer.Undecided] = 0 };
        var (tried, open) = (0L, new Dictionary<string, int>());
        for (var i = 0; i < Pairs; i++)
        {
            var dice = new SchemaDice((seed * 1_000_000) + i);
            var older = dice.Document();
            var newer = dice.Edited(older);
            if (!Compiles(older) || !Compiles(newer))
            {
                continue;
            }

            var (old, @new) = (Versions.Bytes(older), Versions.Bytes(newer));
            var verdict = Compatibility.Compare(old, @new, Reading.Backward);
            counts[verdict.Answer]++;
            Versions.ProvesItself(verdict, old, @new);
            tried += verdict.Answer == Answer.Incompatible ? 0 : Attack(dice, old, @new, verdict, i);
            foreach (var place in verdict.Answer == Answer.Undecided ? verdict.Open : [])
            {
                open[place.Keyword] = open.GetValueOrDefault(place.Keyword) + 1;
            }
        }

        var all = counts.Values.Sum();
        output.WriteLine($"seed {seed}: {all} pairs, {string.Join(", ", counts)}, {tried} documents tried, left open: {string.Join(", ", open.OrderByDescending(o => o.Value))}");
        Assert.True(counts.Values.Take(2).All(count => count > all / 10), "the dice are loaded");
        Assert.True(counts[Answer.Undecided] * 100 <= all * 4, $"{counts[Answer.Undecided]} of {all} are undecided");
    }

    // Documents of the old version, made from it and by chance.
    private static int Attack(SchemaDice dice, byte[] old, byte[] @new, Verdict verdict, int pair)
    {
        var (writer, reader) = (JsonSchema.Compile(old), JsonSchema.Compile(@new));
        var pool = new Specimens().Of(Conjunction.Of(SchemaSource.Read(old).Root)).Select(text => JsonNode.Parse(text)).ToList();
        var tried = 0;
        for (var i = 0; i < Mutations; i++)
        {
            var document = i < pool.Count ? pool[i] : i % 3 == 0 || pool.Count == 0 ? dice.Value(3) : dice.Mutated(pool[i % pool.Count]);
            var bytes = Encoding.UTF8.GetBytes(document is null ? "null" : document.ToJsonString());
            if (!writer.IsValid(bytes))
            {
                continue;
            }

            tried++;
            pool.Add(document);
            Assert.True(
                verdict.Answer != Answer.Compatible || reader.IsValid(bytes),
                $"pair {pair}: {Encoding.UTF8.GetString(bytes)} is good under {Encoding.UTF8.GetString(old)} and bad under {Encoding.UTF8.GetString(@new)}");
        }

        return tried;
    }

    private static bool Compiles(JsonObject schema)
    {
        try
        {
            JsonSchema.Compile(JsonSerializer.SerializeToUtf8Bytes(schema));
            return true;
        }
        catch (SchemaException)
        {
            return false; // chance may write an endless reference
        }
    }
}
