using System.Text.Json;
using CityOps.Node.Modules.Command.Flow;
using CityOps.Schemas;
using CityOps.Schemas.Catalogue;
using CityOps.Schemas.Codes;
using CityOps.Schemas.Records;

namespace CityOps.Node.Modules.Command;

/// <summary>
/// Turns a step into the records that leave the city: MG-01 in its next revision, one MG-02, an MG-03 for each medium.
/// Each is run through its schema and rules here, so that nothing is kept that the hub would refuse; what does not fit is the
/// caller's to mend. Personal data is masked on this side of the door.
/// </summary>
internal sealed class CaseRecords(PlatformCode source)
{
    private static readonly DatasetVersion CaseSet = SchemaSet.Standard.Find("MG-01", 1)!;
    private static readonly DatasetVersion FlowSet = SchemaSet.Standard.Find("MG-02", 1)!;
    private static readonly DatasetVersion MediaSet = SchemaSet.Standard.Find("MG-03", 1)!;

    /// <summary>The step's records, MG-01 first, or the refusal naming each member that does not fit.</summary>
    public Outcome<List<Record>> Of(CaseStep step, DateTimeOffset now)
    {
        var records = new List<Record>(2 + step.Media.Count) { CaseRecord(step, now), FlowRecord(step, now) };
        foreach (var media in step.Media)
        {
            records.Add(MediaRecord(step, media, now));
        }

        var problems = new List<RecordProblem>();
        foreach (var record in records)
        {
            var set = record.Header.Dataset switch { "MG-01" => CaseSet, "MG-02" => FlowSet, _ => MediaSet };
            problems.AddRange(set.Against(record));
        }

        return problems.Count == 0 ? records : CommandRefusals.BadValue with
        {
            Detail = problems[0].Pointer + " " + problems[0].Message,
            DetailEn = problems[0].Pointer + " " + problems[0].MessageEn,
            Fields = [.. problems.Select(p => new FieldError(p.Pointer, p.Message))],
        };
    }

    /// <summary>手机号脱敏: the first three and the last four digits; nothing of what is too short for that.</summary>
    public static string? Mask(string? phone) => phone switch
    {
        null => null,
        { Length: >= 11 } => $"{phone[..3]}****{phone[^4..]}",
        { Length: >= 7 } => $"****{phone[^4..]}",
        _ => "****",
    };

    private Record CaseRecord(CaseStep step, DateTimeOffset now) =>
        RecordBuilder.Build(Header(CaseSet, step, step.Case.CaseNo, step.Case.Version, now), w =>
        {
            WriteReport(w, step.Case);
            WriteTimes(w, step.Case);
            WriteOutcome(w, step.Case);
        });

    private static void WriteReport(Utf8JsonWriter w, Case c)
    {
        var r = c.Report;
        w.WriteString("caseNo"u8, c.CaseNo);
        w.WriteString("taskNum"u8, r.TaskNum);
        w.WriteString("sourceCode"u8, r.SourceCode);
        w.WriteString("typeClass"u8, r.TypeClass);
        w.WriteString("bigClass"u8, r.BigClass);
        w.WriteString("smallClass"u8, r.SmallClass);
        Maybe(w, "smallName", r.SmallName);
        Maybe(w, "conditionNo", c.ConditionNo);
        Maybe(w, "componentId", r.ComponentId);
        w.WriteString("description"u8, r.Description);
        w.WriteString("address"u8, r.Address);
        w.WriteNumber("lon"u8, r.Lon);
        w.WriteNumber("lat"u8, r.Lat);
        w.WriteString("gridCode"u8, r.GridCode);
        Maybe(w, "dutyGridCode", r.DutyGridCode);
        w.WriteString("districtCode"u8, r.DistrictCode);
        Maybe(w, "streetCode", r.StreetCode);
        Maybe(w, "communityCode", r.CommunityCode);
        w.WriteString("urgency"u8, r.Urgency);
        w.WriteString("state"u8, c.State.Code());
        w.WriteString("reporterKind"u8, r.ReporterKind);
        Maybe(w, "reporterPhone", Mask(r.ReporterPhone));
        Maybe(w, "duplicateOf", r.DuplicateOf);
        Maybe(w, "appealNo", r.AppealNo);
        Maybe(w, "upperTaskId", r.UpperTaskId);
    }

    private static void WriteTimes(Utf8JsonWriter w, Case c)
    {
        Maybe(w, "reportTime", c.ReportTime);
        Maybe(w, "acceptTime", c.AcceptTime);
        Maybe(w, "fileTime", c.FileTime);
        Maybe(w, "dispatchTime", c.DispatchTime);
        Maybe(w, "disposeOrgCode", c.Dispatch?.DisposeOrgCode);
        Maybe(w, "disposeOrgName", c.Dispatch?.DisposeOrgName);
        Maybe(w, "limitType", c.Dispatch?.LimitType);
        Maybe(w, "limitValue", c.Dispatch?.LimitValue);
        Maybe(w, "deadline", c.Deadline);
        Maybe(w, "disposeTime", c.DisposeTime);
        Maybe(w, "checkTime", c.CheckTime);
        Maybe(w, "closeTime", c.CloseTime);
    }

    private static void WriteOutcome(Utf8JsonWriter w, Case c)
    {
        Maybe(w, "closeType", c.CloseType);
        w.WriteNumber("reworkTimes"u8, c.ReworkTimes);
        w.WriteBoolean("hanging"u8, c.State is CaseState.Suspended);
        w.WriteNumber("postponeTimes"u8, c.PostponeTimes);
        Maybe(w, "disposeOvertime", c.DisposeOvertime);
        w.WriteBoolean("supervised"u8, c.Supervised);
        Maybe(w, "satisfaction", c.Satisfaction);
        w.WriteNumber("mediaCount"u8, c.MediaCount);
    }

    private Record FlowRecord(CaseStep step, DateTimeOffset now) =>
        RecordBuilder.Build(Header(FlowSet, step, step.Row.FlowId, 1, now), w =>
        {
            var row = step.Row;
            w.WriteString("flowId"u8, row.FlowId);
            w.WriteString("caseNo"u8, row.CaseNo);
            w.WriteNumber("seq"u8, row.Seq);
            w.WriteString("node"u8, row.Node);
            w.WriteString("action"u8, row.Action);
            Maybe(w, "fromState", row.FromState?.Code());
            w.WriteString("toState"u8, row.ToState.Code());
            w.WriteString("fromOrg"u8, row.FromOrg);
            w.WriteString("fromUser"u8, row.FromUser);
            Maybe(w, "toOrg", row.ToOrg);
            Maybe(w, "toUser", row.ToUser);
            Maybe(w, "startTime", row.StartTime);
            Maybe(w, "endTime", row.EndTime);
            Maybe(w, "nodeDeadline", row.NodeDeadline);
            w.WriteNumber("usedSec"u8, row.UsedSec);
            Maybe(w, "overtime", row.Overtime);
            Maybe(w, "opinion", row.Opinion);
        });

    private Record MediaRecord(CaseStep step, MediaRow row, DateTimeOffset now) =>
        RecordBuilder.Build(Header(MediaSet, step, row.MediaId, 1, now), w =>
        {
            var m = row.Media;
            w.WriteString("mediaId"u8, row.MediaId);
            w.WriteString("caseNo"u8, row.CaseNo);
            w.WriteString("flowId"u8, row.FlowId);
            w.WriteString("mediaType"u8, m.MediaType);
            w.WriteString("phase"u8, m.Phase);
            w.WriteString("fileName"u8, m.FileName);
            w.WriteNumber("sizeBytes"u8, m.SizeBytes);
            w.WriteString("digest"u8, m.Digest);
            Maybe(w, "url", m.Url);
            Maybe(w, "shootTime", m.ShootTime);
            Maybe(w, "lon", m.Lon);
            Maybe(w, "lat", m.Lat);
            Maybe(w, "uploader", m.Uploader);
        });

    private RecordHeader Header(DatasetVersion set, CaseStep step, string key, long rev, DateTimeOffset now) => new(
        set.Dataset, set.Version, RecordBuilder.RecordId(source.ToString(), key), source.ToString(),
        RegionCode.Parse(step.Case.Report.DistrictCode), step.Case.LastAt, now > step.Case.LastAt ? now : step.Case.LastAt,
        rev == 1 ? 'I' : 'U', rev, '2');

    private static void Maybe(Utf8JsonWriter w, string name, string? value)
    {
        if (value is not null)
        {
            w.WriteString(name, value);
        }
    }

    private static void Maybe(Utf8JsonWriter w, string name, int? value)
    {
        if (value is { } number)
        {
            w.WriteNumber(name, number);
        }
    }

    private static void Maybe(Utf8JsonWriter w, string name, decimal? value)
    {
        if (value is { } number)
        {
            w.WriteNumber(name, number);
        }
    }

    private static void Maybe(Utf8JsonWriter w, string name, bool? value)
    {
        if (value is { } flag)
        {
            w.WriteBoolean(name, flag);
        }
    }

    private static void Maybe(Utf8JsonWriter w, string name, DateTimeOffset? value)
    {
        if (value is { } time)
        {
            w.WriteString(name, ChinaTime.Format(time));
        }
    }
}
