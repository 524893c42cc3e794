using System.Globalization;
using CityOps.Schemas.Codes;

namespace CityOps.Node.Generation;

/// <summary>
/// 部门数据: appeals of a hotline (SV-01) and alarms of a lifeline operator (OP-05), each record told again at every step
/// it takes, and some told wrongly. Same seed, same lines.
/// </summary>
internal static class DepartmentRecords
{
    private const int LinesPerWrong = 12;

    private static readonly (string Title, string Kind, string Class)[] Appeals =
    [
        ("路灯不亮", "2", "P0137"), ("垃圾未及时清运", "4", "E0110"), ("夜间施工噪声扰民", "4", "E0301"), ("井盖缺失", "5", "P0102"),
        ("占道经营影响通行", "4", "E0406"), ("咨询停水时间", "1", ""), ("建议增设休息座椅", "3", "P0407"), ("表扬环卫工人拾金不昧", "6", ""),
    ];

    private static readonly (string Domain, string Kind, string Threshold, string Peak)[] Alarms =
        [("01", "01", "1", "2.6"), ("03", "01", "15", "21"), ("07", "02", "70", "83"), ("02", "01", "20", "36"), ("10", "05", "1", "1")];

    /// <summary>The lines of so many appeals and alarms, in the order they happen; nothing later than <paramref name="now"/>.</summary>
    public static IReadOnlyList<PostedLine> Plan(int seed, string platform, RegionCode city, int count, DateTimeOffset now)
    {
        var dice = new Dice(seed, "department " + platform);
        var ground = CityGround.Of(city);
        var lines = new List<PostedLine>();
        for (var i = 0; i < count; i++)
        {
            var at = now.AddMinutes(-dice.Share(600, 20_000));
            var told = i % 2 == 0 ? Appeal(dice, platform, ground.Draw(dice), (seed, i), at) : Alarm(dice, platform, ground.Draw(dice), (seed, i), at);
            lines.AddRange(told.Select(record => Line(record, "good")));
            if (i % LinesPerWrong == 0 || i == 1)
            {
                lines.Add(Wrong(told[0], i));
            }
        }

        return lines;
    }

    /// <summary>The first word of one appeal (SV-01) or alarm (OP-05).</summary>
    public static RawRecord One(string dataset, Dice dice, string platform, Spot spot, (int Seed, int Index) number, DateTimeOffset at) =>
        (dataset == "SV-01" ? Appeal(dice, platform, spot, number, at) : Alarm(dice, platform, spot, number, at))[0];

    private static List<RawRecord> Appeal(Dice dice, string platform, Spot spot, (int Seed, int Index) number, DateTimeOffset at)
    {
        var (title, kind, classCode) = dice.Pick(Appeals);
        var appealNo = string.Create(CultureInfo.InvariantCulture, $"{spot.District}{at.ToOffset(TimeSpan.FromHours(8)):yyyyMMdd}{(uint)number.Seed:x}-{number.Index}");
        string[] states = kind is "1" or "6" ? ["1", "2", "9"] : ["1", "3", "4", "5", "6", "7"];
        return Tell("SV-01", platform, spot, appealNo, at, states[..dice.Between(1, states.Length)], (record, state) =>
        {
            record["appealNo"] = RawRecord.Text(appealNo);
            record["channel"] = RawRecord.Text(dice.Luck(0.7) ? "01" : "02");
            record["appealType"] = RawRecord.Text(kind);
            record["title"] = RawRecord.Text(title);
            record["content"] = RawRecord.Text($"市民反映{spot.Address}{title}，请核实处理。");
            record["callerName"] = RawRecord.Text("王*");
            record["anonymous"] = "false";
            record["secret"] = "false";
            record["address"] = RawRecord.Text(spot.Address);
            record["lon"] = spot.Lon.ToString(CultureInfo.InvariantCulture);
            record["lat"] = spot.Lat.ToString(CultureInfo.InvariantCulture);
            record["districtCode"] = RawRecord.Text(spot.District);
            if (classCode.Length > 0)
            {
                record["classCode"] = RawRecord.Text(classCode);
            }

            record["urgency"] = RawRecord.Text("1");
            record["receiveTime"] = RawRecord.Time(at);
            record["state"] = RawRecord.Text(state);
        });
    }

    private static List<RawRecord> Alarm(Dice dice, string platform, Spot spot, (int Seed, int Index) number, DateTimeOffset at)
    {
        var (domain, kind, threshold, peak) = dice.Pick(Alarms);
        var alarmNo = string.Create(CultureInfo.InvariantCulture, $"AL{spot.District}{at.ToOffset(TimeSpan.FromHours(8)):yyyyMMdd}{(uint)number.Seed:x}-{number.Index}");
        var isFalse = dice.Luck(0.2);
        string[] states = isFalse ? ["1", "6"] : ["1", "2", "3", "4", "5"];
        return Tell("OP-05", platform, spot, alarmNo, at, states[..dice.Between(1, states.Length)], (record, state) =>
        {
            record["alarmNo"] = RawRecord.Text(alarmNo);
            record["deviceId"] = RawRecord.Text($"DEV-{spot.District}-{spot.Grid[^4..]}");
            record["domain"] = RawRecord.Text(domain);
            record["alarmType"] = RawRecord.Text(kind);
            record["alarmLevel"] = RawRecord.Text("2");
            record["firstTime"] = RawRecord.Time(at);
            record["lastTime"] = RawRecord.Time(at.AddMinutes(3));
            record["peakValue"] = peak;
            record["threshold"] = threshold;
            record["times"] = "2";
            record["address"] = RawRecord.Text(spot.Address);
            record["lon"] = spot.Lon.ToString(CultureInfo.InvariantCulture);
            record["lat"] = spot.Lat.ToString(CultureInfo.InvariantCulture);
            record["gridCode"] = RawRecord.Text(spot.Grid);
            record["state"] = RawRecord.Text(state);
            Handled(record, state, isFalse, at);
        });
    }

    private static void Handled(RawRecord record, string state, bool isFalse, DateTimeOffset at)
    {
        if (state != "1")
        {
            record["confirmResult"] = RawRecord.Text(isFalse ? "3" : "1");
            record["confirmTime"] = RawRecord.Time(at.AddMinutes(5));
        }

        if (state is "3" or "4" or "5")
        {
            record["dispatchTime"] = RawRecord.Time(at.AddMinutes(8));
            record["dutyOrg"] = RawRecord.Text("燃气集团抢险队");
        }

        if (state is "4" or "5")
        {
            record["arriveTime"] = RawRecord.Time(at.AddMinutes(25));
        }

        if (state is "5" or "6")
        {
            record["closeTime"] = RawRecord.Time(at.AddMinutes(isFalse ? 10 : 90));
        }
    }

    // Each step is the next revision, two minutes later.
    private static List<RawRecord> Tell(string dataset, string platform, Spot spot, string key, DateTimeOffset at, string[] states, Action<RawRecord, string> fill)
    {
        var told = new List<RawRecord>();
        foreach (var state in states)
        {
            var record = RawRecord.Headed(dataset, $"{platform}:{key}", platform, spot, at, told.Count + 1);
            fill(record, state);
            told.Add(record);
        }

        return told;
    }

    private static PostedLine Wrong(RawRecord good, int turn)
    {
        var dataset = good["dataset"].Trim('"');
        var (kind, expected) = (turn / LinesPerWrong % 4) switch
        {
            0 => ("state-unknown", "E3004"),
            1 => ("time-missing", "E3001"),
            2 => ("point-outside-the-country", "E3003"),
            _ => ("times-run-backwards", "E4001"),
        };
        var time = dataset == "SV-01" ? "receiveTime" : "lastTime";
        switch (kind)
        {
            case "state-unknown":
                good["state"] = RawRecord.Text("99");
                break;
            case "time-missing":
                good.Remove(time);
                break;
            case "point-outside-the-country":
                good["lon"] = "12.5";
                break;
            default:
                good["updateTime"] = RawRecord.Text("2020-01-01T00:00:00.000+08:00");
                break;
        }

        var wrongId = good["recordId"].Trim('"') + "-X";
        good["recordId"] = RawRecord.Text(wrongId);
        var key = dataset == "SV-01" ? "appealNo" : "alarmNo";
        good[key] = RawRecord.Text(good[key].Trim('"') + "-X");
        return Line(good, kind, expected);
    }

    private static PostedLine Line(RawRecord record, string kind, params string[] expected) =>
        new(record["dataset"].Trim('"'), kind, record["recordId"].Trim('"'), System.Text.Encoding.UTF8.GetBytes(record.ToString()), expected);
}
