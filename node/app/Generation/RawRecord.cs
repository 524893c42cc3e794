using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CityOps.Node.Generation;

/// <summary>
/// A record as text, member by member, so that it can be spoilt in ways no JSON writer would allow. Values are JSON text.
/// </summary>
internal sealed class RawRecord
{
    private readonly List<(string Name, string Json)> members = [];

    public string this[string name]
    {
        get => members.Find(m => m.Name == name).Json;
        set
        {
            var at = members.FindIndex(m => m.Name == name);
            if (at < 0)
            {
                members.Add((name, value));
            }
            else
            {
                members[at] = (name, value);
            }
        }
    }

    public void Remove(string name) => members.RemoveAll(m => m.Name == name);

    /// <summary>The same member a second time.</summary>
    public void Twice(string name) => members.Add((name, this[name]));

    public override string ToString() => "{" + string.Join(",", members.Select(m => $"\"{m.Name}\":{m.Json}")) + "}";

    /// <summary>A good MG-01, MG-02 or MG-03 of a department platform; key number <paramref name="n"/>.</summary>
    public static RawRecord Good(string dataset, string platform, Spot spot, int n, DateTimeOffset at)
    {
        var caseNo = string.Create(CultureInfo.InvariantCulture, $"{spot.District}{at.ToOffset(TimeSpan.FromHours(8)):yyyyMMdd}{n:D5}");
        var key = dataset switch { "MG-01" => caseNo, "MG-02" => caseNo + "-1", _ => caseNo + "-M1" };
        var record = Headed(dataset, platform + ":" + key, platform, spot, at, 1);
        switch (dataset)
        {
            case "MG-01":
                record.FillCase(caseNo, spot, at);
                break;
            case "MG-02":
                record.FillFlow(key, caseNo, at);
                break;
            default:
                record.FillMedia(key, caseNo, at);
                break;
        }

        return record;
    }

    /// <summary>Header alone; each revision is two minutes later than the one before.</summary>
    public static RawRecord Headed(string dataset, string recordId, string platform, Spot spot, DateTimeOffset at, int rev) => new()
    {
        ["dataset"] = Text(dataset),
        ["schemaVersion"] = Text("1.0.0"),
        ["recordId"] = Text(recordId),
        ["sourcePlatform"] = Text(platform),
        ["regionCode"] = Text(spot.District),
        ["dataTime"] = Time(at),
        ["updateTime"] = Time(at.AddSeconds(1).AddMinutes(2 * (rev - 1))),
        ["op"] = Text(rev == 1 ? "I" : "U"),
        ["rev"] = rev.ToString(CultureInfo.InvariantCulture),
        ["dataLevel"] = Text("2"),
    };

    public static string Text(string value) => "\"" + value + "\"";

    public static string Time(DateTimeOffset at) =>
        Text(at.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+08:00'", CultureInfo.InvariantCulture));

    private void FillCase(string caseNo, Spot spot, DateTimeOffset at)
    {
        this["caseNo"] = Text(caseNo);
        this["sourceCode"] = Text("07");
        this["typeClass"] = Text("E");
        this["bigClass"] = Text("01");
        this["smallClass"] = Text("12");
        this["description"] = Text("部门巡查发现路面不洁");
        this["address"] = Text(spot.Address);
        this["lon"] = spot.Lon.ToString(CultureInfo.InvariantCulture);
        this["lat"] = spot.Lat.ToString(CultureInfo.InvariantCulture);
        this["gridCode"] = Text(spot.Grid);
        this["districtCode"] = Text(spot.District);
        this["urgency"] = Text("1");
        this["state"] = Text("10");
        this["reporterKind"] = Text("3");
        this["reportTime"] = Time(at);
        this["reworkTimes"] = "0";
        this["hanging"] = "false";
        this["postponeTimes"] = "0";
        this["supervised"] = "false";
    }

    private void FillFlow(string flowId, string caseNo, DateTimeOffset at)
    {
        this["flowId"] = Text(flowId);
        this["caseNo"] = Text(caseNo);
        this["seq"] = "1";
        this["node"] = Text("1");
        this["action"] = Text("FORWARD");
        this["toState"] = Text("10");
        this["fromOrg"] = Text("市政工程管理处");
        this["fromUser"] = Text("周工");
        this["startTime"] = Time(at);
    }

    private void FillMedia(string mediaId, string caseNo, DateTimeOffset at)
    {
        this["mediaId"] = Text(mediaId);
        this["caseNo"] = Text(caseNo);
        this["mediaType"] = Text("1");
        this["phase"] = Text("1");
        this["fileName"] = Text(mediaId + ".jpg");
        this["sizeBytes"] = "245760";
        this["digest"] = Text(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(mediaId))));
        this["shootTime"] = Time(at);
    }
}
