namespace CityOps.Portal.Overview;

/// <summary>The texts of the overview.</summary>
public sealed class OverviewWords(Language language) : WordTable(language)
{
    public string Platform => In("平台代码", "Platform");
    public string TierLabel => In("层级", "Tier");
    public string Region => In("行政区划", "Region");

    public string Accepted => In("累计接收", "Accepted in total");
    public string AcceptedNote => In("条记录，各接口合计", "records, all interfaces");
    public string RejectedTotal => In("累计拒收", "Rejected in total");
    public string RejectedNote => In("条记录，未通过校验或规则", "records refused by schema or rule");
    public string Quarantined => In("问题数据", "Quarantined");
    public string QuarantinedNote => In("条，现存于隔离库", "records now in quarantine");
    public string Head => In("日志位点", "Log position");
    public string HeadNote => In("交换日志", "Exchange log");

    public string Interfaces => In("接口服务", "Interfaces");
    public string InterfacesNote => In("自交换日志建立以来的累计条数；送达 = 接收 + 重复 + 过期 + 拒收", "Records since the log began; offered = accepted + duplicate + stale + rejected");
    public string Interface => In("接口", "Interface");
    public string Title => In("名称", "Title");
    public string Direction => In("方向", "Direction");
    public string Offered => In("送达", "Offered");
    public string AcceptedColumn => In("接收", "Accepted");
    public string Duplicate => In("重复", "Duplicate");
    public string Stale => In("过期", "Stale");
    public string Rejected => In("拒收", "Rejected");
    public string NoInterfaces => In("本平台尚未发布接口服务。", "No interface is published here.");

    public string Links => In("上级链路", "Links to the tier above");
    public string LinksNote => In("接收方向的积压由上级平台统计，此处不显示；“最近成功”自本次启动起计", "The backlog of receiving flows is counted above, not here; successes are counted since this start");
    public string Flow => In("数据流", "Flow");
    public string Way => In("方式", "Way");
    public string Backlog => In("积压（条）", "Backlog");
    public string Oldest => In("最早积压时间", "Oldest waiting since");
    public string Parked => In("滞留（条）", "Parked");
    public string LastGood => In("最近成功", "Last success");
    public string State => In("状态", "State");
    public string Reason => In("原因", "Reason");
    public string NoReason => In("未说明原因", "no reason given");
    public string NationHasNoLinks => In("国家平台没有上级链路。", "The national platform has no link above it.");
    public string NoLinks => In("没有运行中的上级链路。如本平台应接入上级，请核对配置 Hub:Upper。", "No link to the tier above is running. If this platform should have one, check the setting Hub:Upper.");

    public string Subscriptions => In("接口订阅", "Subscriptions");
    public string SubscriptionsNote => In("各平台已提交的位点，及其后待取的记录", "The position each platform has committed, and the records waiting behind it");
    public string Subscriber => In("订阅平台", "Platform");
    public string Position => In("已提交位点", "Position");
    public string Moved => In("最近提交", "Last moved");
    public string NeverMoved => In("从未提交", "never");
    public string NoSubscriptions => In("尚无平台订阅本平台的接口。", "No platform subscribes to an interface here.");

    public string Unreadable => In("暂时读不到运行概况", "The summary cannot be read");
    public string UnreadableLead => In("因此这里不显示任何数字：旧的或猜测的数字会误导判断。", "So no figures are shown: old or guessed ones would mislead.");
    public string Detail => In("技术信息", "Technical detail");
    public string TriedAt => In("读取时间", "Tried at");
    public string NextStep => In("下一步", "Next step");
    public string NextStepText => In("请确认本平台的交换服务正在运行，且监听地址与配置一致；恢复后，本页刷新即显示最新状态。", "Check that this platform's hub is running and listens where the settings say; once it answers, the page shows figures at its next refresh.");

    public string DirectionOf(string direction) => direction switch
    {
        "Up" => In("上报", "Up"),
        "Down" => In("下达", "Down"),
        _ => direction,
    };

    public string WayOf(string way) => way switch
    {
        "Send" => In("发送", "Send"),
        "Apply" => In("接收", "Receive"),
        _ => way,
    };

    public string Health(FlowHealth health) => health switch
    {
        FlowHealth.Good => In("正常", "Working"),
        FlowHealth.Broken => In("中断", "Broken"),
        FlowHealth.Silent => In("久无回音", "Silent"),
        _ => In("尚未通信", "Not yet heard"),
    };

    public string BrokenSince(string time) => In($"自 {time} 起", $"since {time}");

    public string Why(Trouble trouble) => trouble switch
    {
        Trouble.Unreachable => In("连接不上本平台的交换服务。", "The hub of this platform cannot be reached."),
        Trouble.TooSlow => In("本平台的交换服务没有在 5 秒内回答。", "The hub of this platform did not answer within 5 s."),
        Trouble.Refused => In("本平台的交换服务没有给出运行概况。", "The hub of this platform did not give its summary."),
        _ => In("运行概况的内容无法识别，可能是门户与交换服务版本不一致。", "The summary is not understood; portal and hub may be of different versions."),
    };
}
