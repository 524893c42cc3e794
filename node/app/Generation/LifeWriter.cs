using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CityOps.Schemas.Codes;

namespace CityOps.Node.Generation;

/// <summary>
/// Turns a story into the bodies a client would post. It writes its own JSON on purpose: the generator is an outside
/// judge and must not lean on the code it judges.
/// </summary>
internal sealed class LifeWriter(Dice dice, RegionCode city, string taskNum, LifeStory story, DateTimeOffset now)
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly TimeSpan China = TimeSpan.FromHours(8);
    private static readonly string[] Surnames = ["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴"];
    private static readonly string[] Departments = ["市容管理处", "环境卫生管理处", "市政工程管理处", "园林绿化管理处", "城管执法大队", "住房和城乡建设局", "街道办事处"];

    private readonly Spot spot = CityGround.Of(city).Draw(dice);
    private readonly string department = dice.Pick(Departments);
    private int mediaSoFar;

    public CaseLife Write()
    {
        var total = story.Events.Count == 0 ? 0 : story.Events[^1].Minute;
        var end = now.AddMinutes(-dice.Share(1, 20 * 1440));
        var start = end.AddMinutes(-total).ToOffset(China);
        start = start.AddTicks(-(start.Ticks % TimeSpan.TicksPerSecond));

        var calls = new List<LifeCall> { Create(start) };
        foreach (var happening in story.Events)
        {
            var at = start.AddSeconds(Math.Floor(happening.Minute * 60));
            calls.Add(Move(happening, at, calls.Count));
        }

        return new CaseLife(taskNum, calls);
    }

    private LifeCall Create(DateTimeOffset at)
    {
        string[] phases = dice.Luck(0.3) ? ["1", "2", "3"] : ["1", "2"];
        var body = Json(w =>
        {
            w.WriteString("taskNum", taskNum);
            w.WriteString("sourceCode", story.Source.Source);
            Class(w);
            w.WriteString("description", $"{story.Class.Name}：{spot.Address}发现问题，影响市容环境和通行，请及时处置。");
            w.WriteString("address", spot.Address);
            w.WriteNumber("lon", spot.Lon);
            w.WriteNumber("lat", spot.Lat);
            w.WriteString("gridCode", spot.Grid);
            w.WriteString("districtCode", spot.District);
            w.WriteString("streetCode", spot.Grid[..9]);
            w.WriteString("communityCode", spot.Grid[..12]);
            w.WriteString("urgency", dice.Luck(0.9) ? "1" : dice.Luck(0.7) ? "2" : "3");
            w.WriteString("reporterKind", story.Source.Reporter);
            if (story.Source.Reporter is "2" || dice.Luck(0.3))
            {
                w.WriteString("reporterPhone", string.Create(CultureInfo.InvariantCulture, $"13{dice.Between(0, 9)}{dice.Between(0, 99_999_999):D8}"));
            }

            w.WriteString("fromOrg", story.Source.Source is "01" ? "信息采集公司" : "城市运行管理服务中心");
            w.WriteString("fromUser", Person());
            Time(w, "at", at);
            Media(w, phases, at);
        });
        return new LifeCall("create", at, phases.Length, body);
    }

    private LifeCall Move(LifeEvent happening, DateTimeOffset at, int version)
    {
        var phases = Phases(happening.Action);
        var body = Json(w =>
        {
            w.WriteString("action", happening.Action);
            w.WriteNumber("expectVersion", version);
            Time(w, "at", at);
            w.WriteString("fromOrg", Desk(happening.Action));
            w.WriteString("fromUser", Person());
            Particulars(w, happening, at);
            Media(w, phases, at);
        });
        return new LifeCall(happening.Action, at, phases.Length, body);
    }

    private void Particulars(Utf8JsonWriter w, LifeEvent happening, DateTimeOffset at)
    {
        if (Opinion(happening.Action) is { } opinion)
        {
            w.WriteString("opinion", opinion);
        }

        switch (happening.Action)
        {
            case "file" or "close":
                w.WriteNumber("conditionNo", dice.Between(1, 4));
                break;
            case "verify-answer":
                w.WriteString("result", happening.Result);
                break;
            case "hang":
                Time(w, "hangUntil", at.AddDays(dice.Between(20, 300)));
                break;
            case "dispatch":
                w.WriteStartObject("dispatch");
                w.WriteString("disposeOrgCode", $"{spot.District}-{Array.IndexOf(Departments, department) + 1}");
                w.WriteString("disposeOrgName", department);
                w.WriteString("limitType", story.Class.LimitType);
                w.WriteNumber("limitValue", story.Class.LimitValue);
                w.WriteEndObject();
                break;
        }
    }

    private void Class(Utf8JsonWriter w)
    {
        w.WriteString("typeClass", story.Class.TypeClass);
        w.WriteString("bigClass", story.Class.BigClass);
        w.WriteString("smallClass", story.Class.SmallClass);
        w.WriteString("smallName", story.Class.Name);
        if (story.Class.TypeClass is "P")
        {
            w.WriteString("componentId", string.Create(CultureInfo.InvariantCulture,
                $"{spot.District}{story.Class.BigClass}{story.Class.SmallClass}{dice.Between(1, 999_999):D6}"));
        }
    }

    private void Media(Utf8JsonWriter w, string[] phases, DateTimeOffset at)
    {
        if (phases.Length == 0)
        {
            return;
        }

        w.WriteStartArray("media");
        foreach (var phase in phases)
        {
            mediaSoFar++;
            var name = string.Create(CultureInfo.InvariantCulture, $"{taskNum}-{mediaSoFar}.jpg");
            w.WriteStartObject();
            w.WriteString("mediaType", "1");
            w.WriteString("phase", phase);
            w.WriteString("fileName", name);
            w.WriteNumber("sizeBytes", dice.Between(180_000, 2_400_000));
            w.WriteString("digest", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name))));
            Time(w, "shootTime", at.AddSeconds(-dice.Between(5, 600)));
            w.WriteNumber("lon", spot.Lon);
            w.WriteNumber("lat", spot.Lat);
            w.WriteEndObject();
        }

        w.WriteEndArray();
    }

    private static string[] Phases(string action) => action switch
    {
        "verify-answer" => ["4"],
        "handle" => ["5", "7"],
        "force-close" => ["7"],
        "check-pass" or "check-fail" => ["8"],
        _ => [],
    };

    private string Desk(string action) => action switch
    {
        "verify-answer" or "check-pass" or "check-fail" => "信息采集公司",
        "accept" or "refuse" or "verify" or "file" or "not-file" or "check" or "close" or "force-close" or "void" => "监督中心",
        "dispatch" or "send-back" or "rework" or "hang" or "resume" or "postpone-approve" or "postpone-refuse" or "supervise" => "指挥中心",
        _ => department,
    };

    private static string? Opinion(string action) => action switch
    {
        "refuse" => "经核实不属于受理范围，不予受理",
        "not-file" => "未达到立案条件",
        "send-back" => "类别有误，请重新核定",
        "return" => "不属于本部门职责，请重新派遣",
        "hand-back" => "需要其他班组处理",
        "department-return" => "处置照片不清晰，请补充",
        "postpone" => "施工条件受限，申请延期",
        "postpone-review" or "postpone-approve" => "同意",
        "postpone-refuse" => "理由不充分",
        "hang" => "涉及改造工程，待工程完工后处置",
        "check-fail" or "rework" => "问题未解决，请返工",
        "close" => "核查通过，予以结案",
        "force-close" => "客观原因短期内无法解决，强制结案",
        "void" => "重复上报，作废",
        "supervise" => "群众关注，请加快处置",
        _ => null,
    };

    private string Person() => dice.Pick(Surnames) + (dice.Luck(0.5) ? "工" : "师傅");

    private static void Time(Utf8JsonWriter w, string name, DateTimeOffset at) =>
        w.WriteString(name, at.ToOffset(China).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+08:00'", CultureInfo.InvariantCulture));

    private static byte[] Json(Action<Utf8JsonWriter> members)
    {
        using var stream = new MemoryStream();
        using (var w = new Utf8JsonWriter(stream, Options))
        {
            w.WriteStartObject();
            members(w);
            w.WriteEndObject();
        }

        return stream.ToArray();
    }
}
