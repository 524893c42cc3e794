namespace CityOps.Portal.Audit;

/// <summary>The texts of 审计.</summary>
public sealed class AuditWords(Language language) : WordTable(language)
{
    public string Audit => In("审计", "Audit");
    public string AuditLead => In("谁在何时对什么做了什么，从新到旧。查询本身也会留下记录。", "Who did what to what and when, newest first. Looking leaves a trace, too.");
    public string Number => In("序号", "Number");
    public string At => In("时间", "Time");
    public string Actor => In("操作人", "Who");
    public string ActorHelp => In("登录名、平台代码或应用标识", "Login, platform code or client id");
    public string Action => In("事件", "Event");
    public string ActionHelp => In("如 user.roles", "such as user.roles");
    public string Subject => In("对象", "About");
    public string Result => In("结果", "Result");
    public string From => In("起", "From");
    public string Until => In("止（不含）", "Until (not included)");
    public string Source => In("来源地址", "Source");
    public string Correlation => In("跟踪号", "Trace");
    public string Code => In("结果代码", "Code");
    public string Facts => In("详情", "Facts");
    public string Export => In("导出 CSV", "Export CSV");
    public string Nothing => In("没有符合条件的记录。", "No entry fits.");
    public string NothingNote => In("请放宽条件。", "Try a wider filter.");
    public string Done => In("完成", "done");
    public string Refused => In("拒绝", "refused");
    public string Entry => In("审计记录", "Audit entry");
    public string Gone => In("此记录已按保存期限删除，只保留其散列。", "Retention has deleted this entry; its hash is kept.");
    public string Chain => In("链校验", "The chain");
    public string ChainNote => In("每条记录含前一条的散列，检查点由本级签名", "Each entry names the hash of the one before; checkpoints are signed by this hub");
    public string Holds => In("内容与散列一致", "Content fits its hash");
    public string Follows => In("与前一条衔接", "Follows the entry before");
    public string Sealed => In("检查点", "Checkpoint");
    public string NotSealed => In("尚未封存，约一分钟后封存", "not sealed yet; that takes about a minute");
    public string SealedBy(long size) => In($"已封存（前 {size} 条）", $"sealed with the first {size}");
    public string Leaf => In("散列", "Hash");
    public string Prev => In("前一条散列", "Hash of the one before");
    public string Yes => In("是", "yes");
    public string No => In("否，记录可能被改动", "no: it may have been changed");
    public string Unknown => In("无法判断", "cannot be told");
    public string Whole => In("原文", "As written");
    public string ToList => In("返回列表", "Back to the list");
    public string Older => In("前一条", "The one before");
    public string Newer => In("后一条", "The one after");
    public string Cut(int most) => In($"只导出前 {most} 条，请缩小时间范围后再导出其余部分", $"Only the first {most} are here: narrow the times for the rest");
    public string ResultOf(string result) => result == "done" ? Done : Refused;
}
