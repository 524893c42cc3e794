namespace CityOps.Portal.Records;

/// <summary>The texts of 问题数据 and 记录.</summary>
public sealed class RecordWords(Language language) : WordTable(language)
{
    public string Quarantine => In("问题数据", "Quarantine");
    public string QuarantineLead => In("被拒收的记录，按来源平台、字段和规则归并；点击数量查看原始记录", "Refused records by sender, field and rule; the count leads to the records");
    public string QuarantineRecords => In("被拒收的记录", "Refused records");
    public string Refused => In("被拒收的记录", "Refused record");
    public string Sender => In("来源平台", "Sender");
    public string Interface => In("接口", "Interface");
    public string Field => In("字段", "Field");
    public string Rule => In("原因", "Why");
    public string Code => In("错误码", "Code");
    public string Count => In("条数", "Records");
    public string Last => In("最近一次", "Newest");
    public string Days => In("时间范围", "Period");
    public string DaysOf(int days) => days == 1 ? In("今天", "today") : In($"近 {days} 天", $"{days} days");
    public string SenderHelp => In("平台代码", "platform code");
    public string None => In("所选范围内没有被拒收的记录。", "No record was refused in this period.");
    public string RecordId => In("记录标识", "Record id");
    public string ReceivedAt => In("收到时间", "Received");
    public string Batch => In("批次与行号", "Batch and line");
    public string Problems => In("存在的问题", "What is wrong");
    public string Sent => In("收到的内容", "As it was sent");
    public string SentNote => In("三级及以上字段已遮蔽", "Fields of level 3 and above are hidden");
    public string HowTo => In("更正后由来源平台以新的批次号重新上报；同一记录重复上报不会产生重复数据。", "The sender corrects it and sends it in a new batch; the same record sent again changes nothing.");
    public string Resubmit => In("更正重报", "Set right and send");
    public string ResubmitNote => In("修改内容后提交，按相同规则重新校验；显示为 *** 的值保持原样", "Change it and send: the same rules judge it again; values shown as *** stay as they were sent");
    public string Content => In("记录内容（JSON）", "Record (JSON)");
    public string BadJson => In("不是合规的 JSON", "This is not JSON");
    public string BadJsonStep => In("请检查引号、逗号和括号后再提交。", "Check quotes, commas and brackets.");
    public string Resolved => In("已更正重报", "Set right");
    public string Unnamed => In("（无法识别的记录）", "(a record that cannot be read)");
    public string Records => In("记录查询", "Records");
    public string RecordsLead => In("输入案件号、业务编号或记录标识的开头（至少 3 个字符），查看该记录在本级的全过程", "Case number, business number or the beginning of a record id (3 characters at least): a record's whole life here");
    public string Search => In("编号或记录标识", "Number or record id");
    public string Find => In("查询", "Find");
    public string Found => In("已接收的记录", "Taken");
    public string FoundNone => In("没有匹配的记录。请核对编号的开头部分。", "Nothing matches. Check the beginning of the number.");
    public string MoreThanShown => In("仅显示前 50 条，请输入更完整的编号。", "The first 50 are shown: enter more of the number.");
    public string Dataset => In("数据集", "Dataset");
    public string Owner => In("来源平台", "Source");
    public string Rev => In("修订号", "Revision");
    public string Position => In("位点", "Position");
    public string Life => In("经历", "Life");
    public string At => In("时间", "When");
    public string What => In("事项", "What");
    public string Taken(long rev) => In($"接收修订 {rev}", $"revision {rev} taken");
    public string TurnedAway => In("拒收", "refused");
    public string Newest => In("当前内容", "As it stands");
    public string Before => In("此前各修订", "Earlier revisions");
    public string PointAtError => In("指出此记录中的错误", "Point at an error in this record");
    public string Regions => In("区划", "Regions");
    public string MessageOf(RecordProblem one) => In(one.Message, one.MessageEn);
}
