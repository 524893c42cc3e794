using System.Globalization;
using System.Text;
using CityOps.Node.Generation;

namespace CityOps.Node.Federation.Departments;

/// <summary>What a department of the demo tells at one beat; told wrongly while a fault is on.</summary>
internal sealed class TradeRecords(Trade trade, Member city, int seed)
{
    private readonly Dice dice = new(seed, trade.Code);
    private readonly CityGround ground = CityGround.Of(city.Region);
    private int number;

    public byte[] Next(DateTimeOffset now, FaultBoard faults)
    {
        var at = faults.Ails("clock") && trade.Key == "weather" ? now.AddMinutes(20) : now;
        var record = trade.Key switch
        {
            "weather" => Weather(at),
            "transport" => Traffic(at),
            "gas" => Told("OP-05", at),
            _ => Told("SV-01", at),
        };
        Spoil(record, faults);
        return Encoding.UTF8.GetBytes(record.ToString());
    }

    private void Spoil(RawRecord record, FaultBoard faults)
    {
        switch (trade.Key)
        {
            case "weather" when faults.Ails("schema"):
                record.Remove("stationName");
                break;
            case "gas" when faults.Ails("code"):
                record["alarmLevel"] = "\"9\"";
                break;
            case "hotline" when faults.Ails("region"):
                record["regionCode"] = "\"340202\"";
                break;
        }
    }

    private RawRecord Weather(DateTimeOffset at)
    {
        var spot = ground.Draw(dice);
        var station = "58321" + (number++ % 7).ToString(CultureInfo.InvariantCulture);
        var record = RawRecord.Headed("EX-02", $"{trade.Code}:{station}/{Plain(at)}", trade.Code, spot, at, 1);
        record["dataLevel"] = "\"1\"";
        record["stationCode"] = RawRecord.Text(station);
        record["stationName"] = RawRecord.Text("合肥骆岗");
        record["obsTime"] = RawRecord.Text(Plain(at));
        record["temperature"] = dice.Between(-3, 35).ToString(CultureInfo.InvariantCulture);
        record["humidity"] = dice.Between(20, 100).ToString(CultureInfo.InvariantCulture);
        record["windSpeed"] = dice.Between(0, 12).ToString(CultureInfo.InvariantCulture);
        record["windDir"] = dice.Between(0, 359).ToString(CultureInfo.InvariantCulture);
        record["rain1h"] = "0";
        record["visibility"] = "12000";
        record["pressure"] = "1013";
        return record;
    }

    private RawRecord Traffic(DateTimeOffset at)
    {
        var spot = ground.Draw(dice);
        var section = "S" + (number++ % 40).ToString("D4", CultureInfo.InvariantCulture);
        var record = RawRecord.Headed("EX-07", $"{trade.Code}:{section}/{Plain(at)}", trade.Code, spot, at, 1);
        record["dataLevel"] = "\"2\"";
        record["sectionId"] = RawRecord.Text(section);
        record["roadName"] = RawRecord.Text("徽州大道");
        record["statTime"] = RawRecord.Text(Plain(at));
        record["avgSpeed"] = dice.Between(12, 60).ToString(CultureInfo.InvariantCulture);
        record["congestionLevel"] = RawRecord.Text(dice.Between(1, 4).ToString(CultureInfo.InvariantCulture));
        record["volume"] = dice.Between(200, 3000).ToString(CultureInfo.InvariantCulture);
        return record;
    }

    // One appeal or alarm of the generator at a time, each with a number of its own.
    private RawRecord Told(string dataset, DateTimeOffset at) => DepartmentRecords.One(dataset, dice, trade.Code, ground.Draw(dice), (seed, number++), at.AddMinutes(-1));

    private static string Plain(DateTimeOffset at) => at.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd'T'HH:mm:ss.fff+08:00", CultureInfo.InvariantCulture);
}
