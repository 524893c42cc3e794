using System.Text;
using CityOps.Schemas.Codes;

namespace CityOps.Node.Generation;

/// <summary>
/// One line as a department posts it. <see cref="Expected"/> holds the codes (domain.md 4.4) or keywords one of which
/// must stand in the line's problem; it is empty for a good neighbour, which must be accepted.
/// </summary>
internal sealed record PostedLine(string Dataset, string Kind, string RecordId, ReadOnlyMemory<byte> Line, IReadOnlyList<string> Expected);

/// <summary>
/// 问题数据: lines of MG-01, MG-02 and MG-03 broken in every way outsiders break them, each beside a good neighbour. Same
/// seed, same lines.
/// </summary>
internal static class BrokenRecords
{
    private sealed record Kind(string Name, string[] Expected, Func<RawRecord, string, byte[]> Spoil);

    private static readonly Kind[] Kinds =
    [
        Bytes("bad-syntax", ["malformed-json"], (r, _) => Utf8(r.ToString()[..^3])),
        Bytes("not-json-at-all", ["malformed-json"], (_, _) => Utf8("caseNo=1;state=10")),
        Bytes("trailing-comma", ["malformed-json"], (r, _) => Utf8(r.ToString()[..^1] + ",}")),
        Bytes("raw-control-character", ["malformed-json"], (r, _) => Utf8(r.ToString().Replace("\"op\":\"I\"", "\"op\":\"I\u0001\"", StringComparison.Ordinal))),
        Bytes("not-an-object", ["E3002"], (r, _) => Utf8("[" + r + "]")),
        Bytes("wrong-encoding", ["invalid-encoding"], (r, _) => [.. Utf8(r.ToString()[..^1] + ",\"remark\":\""), 0xB3, 0xC7, 0xCA, 0xD0, .. "\"}"u8]),
        Bytes("lone-surrogate", ["invalid-encoding"], (r, _) => Utf8(r.ToString()[..^1] + ",\"remark\":\"\\ud83d\"}")),
        Spoilt("duplicate-member", ["duplicate-key"], (r, _) => r.Twice("rev")),
        Bytes("hidden-duplicate-member", ["duplicate-key"], (r, _) => Utf8(r.ToString()[..^1] + ",\"r\\u0065v\":2}")),
        Spoilt("too-deep", ["too-deep"], (r, _) => r["ext"] = "{\"a\":" + new string('[', 40) + new string(']', 40) + "}"),
        Spoilt("number-with-huge-exponent", ["number-out-of-range"], (r, _) => r["rev"] = "1e999"),
        Spoilt("number-with-too-many-digits", ["number-out-of-range"], (r, _) => r["rev"] = new string('9', 80)),
        Spoilt("too-large", ["payload-too-large", "E2004"], (r, _) => r["ext"] = "{\"a\":\"" + new string('x', 270_000) + "\"}"),
        Spoilt("unknown-member", ["E3005"], (r, _) => r["colour"] = "\"red\""),
        Spoilt("missing-header-member", ["E3001"], (r, _) => r.Remove("updateTime")),
        Spoilt("missing-required-member", ["E3001"], (r, d) => r.Remove(d switch { "MG-01" => "address", "MG-02" => "fromUser", _ => "digest" })),
        Spoilt("wrong-type", ["E3002"], (r, d) => r[d switch { "MG-01" => "reworkTimes", "MG-02" => "seq", _ => "sizeBytes" }] = "\"1\""),
        Spoilt("null-for-a-value", ["E3002"], (r, d) => r[d switch { "MG-01" => "description", "MG-02" => "fromOrg", _ => "fileName" }] = "null"),
        Spoilt("code-not-in-list", ["E3004"], (r, d) => r[d switch { "MG-01" => "state", "MG-02" => "action", _ => "phase" }] = "\"99\""),
        Spoilt("operation-not-in-list", ["E3004"], (r, _) => r["op"] = "\"X\""),
        Spoilt("too-long", ["E3003"], (r, d) => r[d switch { "MG-01" => "address", "MG-02" => "fromOrg", _ => "fileName" }] = RawRecord.Text(new string('长', 300))),
        Spoilt("out-of-bounds", ["E3003"], (r, d) => r[d switch { "MG-01" => "lon", "MG-02" => "seq", _ => "sizeBytes" }] = "-1"),
        Spoilt("bad-region-pattern", ["E3003", "E3002", "E3006"], (r, _) => r["regionCode"] = "\"34010\""),
        Spoilt("wrong-region", ["E4002", "E3006"], (r, _) => r["regionCode"] = "\"110101\""),
        Spoilt("foreign-source", ["E4002", "E3006", "E1008"], Foreign),
        Spoilt("revision-zero", ["E3003", "E3006"], (r, _) => r["rev"] = "0"),
        Spoilt("business-time-after-update", ["E4001", "E3006"], (r, _) => r["updateTime"] = "\"2020-01-01T00:00:00.000+08:00\""),
        Spoilt("time-without-offset", ["E3002", "E3003"], (r, _) => r["updateTime"] = r["updateTime"].Replace("+08:00", "Z", StringComparison.Ordinal)),
        Spoilt("time-in-words", ["E3002", "E3003"], (r, _) => r["dataTime"] = "\"昨天下午\""),
        Spoilt("wrong-dataset", ["E3006", "E3004"], (r, d) => r["dataset"] = d is "MG-01" ? "\"MG-02\"" : "\"MG-01\""),
        Spoilt("wrong-record-id", ["E3006"], (r, _) => r["recordId"] = r["recordId"].Replace(":", ":X", StringComparison.Ordinal)),
        Spoilt("wrong-major-version", ["E2006", "E3003", "E3004"], (r, _) => r["schemaVersion"] = "\"2.0.0\""),
    ];

    /// <summary>Names of all kinds, in order; a plan of at least this many lines holds each.</summary>
    public static IReadOnlyList<string> KindNames { get; } = [.. Kinds.Select(k => k.Name)];

    /// <summary>Broken lines, <paramref name="count"/> of them, each followed by a good neighbour of its own key.</summary>
    /// <param name="seed">Of the run.</param>
    /// <param name="platform">Code of the department platform that posts them.</param>
    /// <param name="city">Where the platform may report from.</param>
    /// <param name="count">How many broken lines.</param>
    /// <param name="now">No time in a good line is later.</param>
    public static IReadOnlyList<PostedLine> Plan(int seed, string platform, RegionCode city, int count, DateTimeOffset now)
    {
        string[] datasets = ["MG-01", "MG-02", "MG-03"];
        var ground = CityGround.Of(city);
        var dice = new Dice(seed, "broken " + platform);
        var lines = new List<PostedLine>(count * 2);
        for (var i = 0; i < count; i++)
        {
            var kind = Kinds[i % Kinds.Length];
            var dataset = datasets[((i / Kinds.Length) + i) % 3];
            var at = now.AddMinutes(-dice.Between(2, 10_000));
            var bad = RawRecord.Good(dataset, platform, ground.Draw(dice), 50_000 + (2 * i), at);
            var id = bad["recordId"].Trim('"');
            lines.Add(new PostedLine(dataset, kind.Name, id, kind.Spoil(bad, dataset), kind.Expected));

            var good = RawRecord.Good(dataset, platform, ground.Draw(dice), 50_001 + (2 * i), at);
            lines.Add(new PostedLine(dataset, "good", good["recordId"].Trim('"'), Utf8(good.ToString()), []));
        }

        return lines;
    }

    private static void Foreign(RawRecord record, string dataset)
    {
        var own = record["sourcePlatform"].Trim('"');
        record["sourcePlatform"] = "\"C-110000\"";
        record["recordId"] = record["recordId"].Replace(own + ":", "C-110000:", StringComparison.Ordinal);
    }

    private static Kind Spoilt(string name, string[] expected, Action<RawRecord, string> spoil) => new(name, expected, (record, dataset) =>
    {
        spoil(record, dataset);
        return Utf8(record.ToString());
    });

    private static Kind Bytes(string name, string[] expected, Func<RawRecord, string, byte[]> spoil) => new(name, expected, spoil);

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
