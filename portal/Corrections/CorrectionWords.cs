using CityOps.Portal.Kit;

namespace CityOps.Portal.Corrections;

/// <summary>The texts of 校核纠错.</summary>
public sealed class CorrectionWords(Language language) : WordTable(language)
{
    private static readonly string[] AllStates = ["open", "corrected", "confirmed", "rejected", "withdrawn"];

    public string Corrections => In("校核纠错", "Corrections");
    public string Lead => In("使用方指出的错误数据；来源平台应在 10 个工作日内答复，更正后的新修订自动送达全部订阅方", "Values called wrong by who gets them. The source answers within 10 working days; a corrected revision reaches every subscriber by itself");
    public string None => In("没有校核纠错申请", "No correction requests");
    public string NoneNote => In("在记录的经历页面可以指出其中的错误。", "Point at a wrong value on the page of a record's life.");
    public string ToRecords => In("记录查询", "Records");
    public string New => In("指出错误", "Point at an error");
    public string NewLead => In("说明哪个字段有误、应为何值、依据是什么", "Say which field is wrong, what it should say and how you know");
    public string State => In("状态", "State");
    public string Record => In("记录", "Record");
    public string RecordHelp => In("完整的记录标识", "the whole record id");
    public string Interface => In("接口", "Interface");
    public string Pointer => In("字段", "Field");
    public string PointerHelp => In("字段路径，如 /description", "a path such as /description");
    public string Source => In("来源平台", "Source");
    public string Platform => In("申请平台", "Asked by");
    public string PlatformHelp => In("以哪个订阅平台的名义", "for which subscriber");
    public string AskedAt => In("提出时间", "Asked");
    public string ReplyDue => In("答复期限", "Answer due");
    public string Overdue => In("已逾期", "overdue");
    public string OnlyOverdue => In("仅看逾期", "Overdue only");
    public string Yes => In("是", "yes");
    public string Rev => In("所指修订", "Revision");
    public string Said => In("现值", "It says");
    public string Wanted => In("应为", "It should say");
    public string Reason => In("依据", "How that is known");
    public string What => In("申请内容", "What is asked");
    public string Answer => In("来源平台答复", "Answer of the source");
    public string AnsweredBy => In("答复人", "Answered by");
    public string Opinion => In("意见", "Opinion");
    public string OpinionHelp => In("核实无误或不予受理时须说明理由", "needed unless the value was corrected");
    public string NewRev => In("更正后的修订", "Corrected in revision");
    public string Send => In("提交", "Send");
    public string Withdraw => In("撤回申请", "Take back");
    public string CorrectedNote => In("选择“已更正”前，请先以更高的修订号上报更正后的记录。", "Before answering “corrected”, send the record with a higher revision.");
    public string Empty => In("（空）", "(nothing)");
    public IReadOnlyList<Option> States => [.. AllStates.Select(state => new Option(state, StateOf(state)))];
    public IReadOnlyList<Option> Answers => [.. AllStates[1..4].Select(state => new Option(state, StateOf(state)))];

    public string StateOf(string state) => state switch
    {
        "open" => In("待答复", "waiting"),
        "corrected" => In("已更正", "corrected"),
        "confirmed" => In("核实无误", "confirmed as it was"),
        "rejected" => In("不予受理", "rejected"),
        "withdrawn" => In("已撤回", "taken back"),
        _ => state,
    };

    public static Light LightOf(CorrectionRow one) => one.State switch
    {
        "open" => one.Overdue ? Light.Red : Light.Yellow,
        "corrected" or "confirmed" => Light.Green,
        _ => Light.Unknown,
    };
}
