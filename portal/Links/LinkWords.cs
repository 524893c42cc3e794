namespace CityOps.Portal.Links;

/// <summary>The texts of the page 链路.</summary>
public sealed class LinkWords(Language language) : WordTable(language)
{
    public string Links => In("链路", "Links");
    public string Lead => In("上级级联与各订阅方的积压、滞后与最近成功时间", "What waits for the tier above and for each reader, how old it is, and when it last went well");
    public string Upward => In("上级级联", "To the tier above");
    public string UpwardNote => In("各流相互独立，一个接口受阻不影响其他接口", "Each flow by itself: one that is stuck holds up no other");
    public string NoUpward => In("本级没有上级平台。", "There is no tier above.");
    public string NoneWaits => In("没有积压，也没有受阻的流。", "Nothing waits and no flow fails.");
    public string Readers => In("订阅方", "Readers");
    public string NoReaders => In("没有符合条件的订阅。", "No subscription fits.");
    public string Filter => In("范围", "Which");
    public string Waiting => In("有积压或受阻", "waiting or stuck");
    public string Everything => In("全部", "all");
    public string State => In("状态", "State");
    public string Interface => In("接口", "Interface");
    public string Way => In("方向", "Way");
    public string Sends => In("上送", "up");
    public string Takes => In("接收", "down");
    public string Platform => In("平台", "Platform");
    public string Backlog => In("积压（条）", "Waiting");
    public string Parked => In("暂存（条）", "Parked");
    public string Oldest => In("最早一条", "Oldest");
    public string LastGood => In("最近成功", "Last good");
    public string Moved => In("最近确认", "Last confirmed");
    public string Error => In("原因", "Why");
    public string Total => In("积压合计", "Waiting in all");
    public string Failing => In("受阻的流", "Flows that fail");
    public string OfFlows(int count) => In($"共 {count:N0} 个流", $"of {count:N0} flows");
    public string Records => In("条", "records");
    public string ReadersWaiting => In("有积压的订阅", "Readers behind");
    public string OldestOfAll => In("最早等待", "Waiting since");
}
