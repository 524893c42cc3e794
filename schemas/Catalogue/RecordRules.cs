using System.Buffers.Text;
using CityOps.Schemas.Records;

namespace CityOps.Schemas.Catalogue;

/// <summary>What every record must keep and no schema can say. A rule whose members could not be read stays silent.</summary>
internal static class RecordRules
{
    // Clocks of one platform's machines may disagree this much (rule R-G1).
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(1);

    public static void Check(
        SchemaSet schemas, DatasetVersion dataset, in TopMembers members, HeaderText header, ReadOnlySpan<byte> text, ref List<RecordProblem>? problems)
    {
        CheckVersion(schemas, dataset, members, ref problems);
        CheckRecordId(dataset, members, header, ref problems);
        CheckTimes(members, header, ref problems);
        CheckRevision(members[HeaderSlots.Rev], ref problems);
        if (text.Contains((byte)'\\') || text.Contains((byte)0x7F))
        {
            CheckControls(text, ref problems);
        }
    }

    /// <summary>What is said of a time that is not written as records write times.</summary>
    public static RecordProblem TimeForm(string pointer) =>
        new(pointer, "format", "E3002", "时间须为带 +08:00 的 RFC 3339 格式", "a time is written by RFC 3339 with the offset +08:00");

    private static void CheckVersion(SchemaSet schemas, DatasetVersion dataset, in TopMembers members, ref List<RecordProblem>? problems)
    {
        var named = HeaderText.Plain(members[HeaderSlots.Dataset]);
        if (!named.IsEmpty && !System.Text.Ascii.Equals(named, dataset.Dataset))
        {
            Add(ref problems, "/dataset", "dataset", "E3006", $"数据集应为 {dataset.Dataset}", $"the dataset must be {dataset.Dataset}");
        }

        var version = HeaderText.Plain(members[HeaderSlots.SchemaVersion]);
        if (!version.IsEmpty && !(Utf8Parser.TryParse(version, out int major, out var length)
            && major == dataset.Major && (length == version.Length || version[length] == '.')))
        {
            var known = string.Join("、", schemas.All.Where(other => other.Dataset == dataset.Dataset).Select(other => other.Version));
            Add(ref problems, "/schemaVersion", "schemaVersion", "E2006",
                $"不支持该模式版本，本接口为 {dataset.Major} 版，现有 {known}",
                $"this schema version is not supported: the interface takes major {dataset.Major}, known are {known}");
        }
    }

    private static void CheckRecordId(DatasetVersion dataset, in TopMembers members, HeaderText header, ref List<RecordProblem>? problems)
    {
        if (header.RecordId is null || header.SourcePlatform is null || NamesItsKey(dataset, members))
        {
            return;
        }

        var rule = $"{{sourcePlatform}}:{string.Join('/', dataset.Key.Select(name => $"{{{name}}}"))}";
        Add(ref problems, "/recordId", "recordId", "E3006", $"记录标识应为 {rule}", $"the record id must be {rule}");
    }

    // Walks along the record id: the platform, a colon, the key values with strokes between; no text is built.
    private static bool NamesItsKey(DatasetVersion dataset, in TopMembers members)
    {
        var rest = HeaderText.Plain(members[HeaderSlots.RecordId]);
        if (!Eat(ref rest, HeaderText.Plain(members[HeaderSlots.SourcePlatform])))
        {
            return false;
        }

        for (var i = 0; i < dataset.Members.KeyCount; i++)
        {
            var value = members[TopMembers.HeaderCount + i];
            if (value.IsEmpty)
            {
                return true; // the schema has named the missing member
            }

            if (!Eat(ref rest, i == 0 ? ":"u8 : "/"u8) || !Eat(ref rest, value[0] == '"' ? HeaderText.Plain(value) : value))
            {
                return false;
            }
        }

        return rest.IsEmpty;
    }

    private static bool Eat(ref ReadOnlySpan<byte> rest, ReadOnlySpan<byte> part)
    {
        var starts = rest.StartsWith(part);
        rest = starts ? rest[part.Length..] : rest;
        return starts;
    }

    private static void CheckTimes(in TopMembers members, HeaderText header, ref List<RecordProblem>? problems)
    {
        CheckTime("/dataTime", members[HeaderSlots.DataTime], header.DataTime, ref problems);
        CheckTime("/updateTime", members[HeaderSlots.UpdateTime], header.UpdateTime, ref problems);
        if (header is { DataTime: { } dataTime, UpdateTime: { } updateTime } && dataTime - updateTime > Slack)
        {
            Add(ref problems, "/dataTime", "R-G1", "E4001", "业务时间不得晚于更新时间", "dataTime must not be later than updateTime");
        }
    }

    // A schema's date-time also admits leap seconds; an instant that cannot be told is no order key.
    private static void CheckTime(string pointer, ReadOnlySpan<byte> value, DateTimeOffset? read, ref List<RecordProblem>? problems)
    {
        if (!value.IsEmpty && read is null && problems?.Exists(problem => problem.Pointer == pointer) != true)
        {
            (problems ??= []).Add(TimeForm(pointer));
        }
    }

    // To a schema 1.0 and 1e3 are integers; as an order key a revision has one spelling.
    private static void CheckRevision(ReadOnlySpan<byte> value, ref List<RecordProblem>? problems)
    {
        if (!value.IsEmpty && value[0] is >= (byte)'0' and <= (byte)'9' && value.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            Add(ref problems, "/rev", "rev", "E3006", "修订号只能写成整数，不带小数点和指数", "a revision is written as a whole number, without point or exponent");
        }
    }

    private static void CheckControls(ReadOnlySpan<byte> text, ref List<RecordProblem>? problems)
    {
        if (ControlText.Find(text) is { } pointer)
        {
            Add(ref problems, pointer, "control-character", "E3003", "文本不得含控制字符（换行除外）", "text must not contain control characters other than line feeds");
        }
    }

    private static void Add(ref List<RecordProblem>? problems, string pointer, string keyword, string code, string message, string messageEn) =>
        (problems ??= []).Add(new RecordProblem(pointer, keyword, code, message, messageEn));
}
