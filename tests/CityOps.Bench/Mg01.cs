using System.Globalization;
using System.Text;
using CityOps.Schemas.Catalogue;
using CityOps.Schemas.Records;

namespace CityOps.Bench;

/// <summary>City cases for load: one passing MG-01 of about 1 KB, made anew under as many case numbers as wanted.</summary>
internal sealed class Mg01(string exampleFile, string platform, string district)
{
    private readonly string template = Compact(File.ReadAllBytes(exampleFile));

    /// <summary>A batch of lines whose case numbers follow one another from <paramref name="first"/>.</summary>
    public byte[] Lines(int first, int count)
    {
        var lines = new StringBuilder(count * (template.Length + 1));
        for (var i = first; i < first + count; i++)
        {
            lines.Append(One(i)).Append('\n');
        }

        return Encoding.UTF8.GetBytes(lines.ToString());
    }

    /// <summary>The same records, judged, for writing without a hub.</summary>
    public List<Record> Records(int first, int count)
    {
        var judge = new RecordJudge(SchemaSet.Standard);
        var dataset = SchemaSet.Standard.Find("MG-01", 1)!;
        return [.. Enumerable.Range(first, count).Select(i => judge.Judge(dataset, Encoding.UTF8.GetBytes(One(i))).Record ?? throw new InvalidOperationException("the example does not fit its schema"))];
    }

    private string One(int index)
    {
        using var parsed = System.Text.Json.JsonDocument.Parse(template);
        var root = parsed.RootElement;
        var (caseNo, source, region) = (root.GetProperty("caseNo").GetString()!, root.GetProperty("sourcePlatform").GetString()!, root.GetProperty("regionCode").GetString()!);
        var fresh = string.Create(CultureInfo.InvariantCulture, $"{district}{index:D13}");
        return template
            .Replace($"\"{source}:{caseNo}\"", $"\"{platform}:{fresh}\"", StringComparison.Ordinal)
            .Replace($"\"sourcePlatform\":\"{source}\"", $"\"sourcePlatform\":\"{platform}\"", StringComparison.Ordinal)
            .Replace($"\"caseNo\":\"{caseNo}\"", $"\"caseNo\":\"{fresh}\"", StringComparison.Ordinal)
            // Grid, community, street and district begin with the region, and so does nothing else that is left.
            .Replace($"\"{region}", $"\"{district}", StringComparison.Ordinal);
    }

    private static string Compact(byte[] json)
    {
        var into = new System.Buffers.ArrayBufferWriter<byte>();
        return RecordText.Compact(json, into, RecordLimits.Standard) is null ? Encoding.UTF8.GetString(into.WrittenSpan) : throw new InvalidOperationException("the example is malformed");
    }
}
