namespace CityOps.Portal.Health;

/// <summary>The texts of the pages on interface health.</summary>
public sealed class HealthWords(Language language) : WordTable(language)
{
    public string Level(long level) => In($"无人认领，已升至 {level} 级", $"Claimed by nobody: level {level}");
    public string Quality => In("数据质量", "Data quality");
    public string QualityNote => In("近 7 日；百分制，完整 25%、规范 25%、一致 15%、准确 15%、及时 15%、唯一 5%；无从得知的部分不计入", "Last 7 days, of 100: complete 25 %, conforming 25 %, consistent 15 %, accurate 15 %, timely 15 %, unique 5 %; a part nobody can know is left out");
    public string NoQuality => In("尚无评分：还没有上报数据。", "No score yet: nothing has been sent.");
    public string Day => In("日期", "Day");
    public string Score => In("得分", "Score");
    public string Offered => In("上报（条）", "Sent");
    public string Complete => In("完整性", "Complete");
    public string Conforming => In("规范性", "Conforming");
    public string Consistent => In("一致性", "Consistent");
    public string Accurate => In("准确性", "Accurate");
    public string Timely => In("及时性", "Timely");
    public string Unique => In("唯一性", "Unique");
    public string WholePlatform => In("全部接口", "All interfaces");
    public string Probes => In("探测记录", "Probes");
    public string ProbesNote => In("本平台按对外地址、令牌、测试批次逐段自测；各段为平均毫秒数", "This platform walks its own public address, token and a test batch; each leg in milliseconds, on the average");
    public string NoProbes => In("尚未探测，状态未知。", "Not probed yet: the state is unknown.");
    public string From => In("起", "From");
    public string To => In("止", "To");
    public string Verdict => In("结论", "Verdict");
    public string ProbeCount => In("次数", "Probes");
    public string LegOf(string leg) => leg switch
    {
        "connect" => In("连接", "connection"),
        "tls" => "TLS",
        "token" => In("令牌", "token"),
        "validation" => In("校验", "validation"),
        "store" => In("存储", "store"),
        "answer" => In("应答", "answer"),
        _ => In("全程正常", "all legs held"),
    };
    public string Mine => In("本平台使用的接口", "Interfaces this platform uses");
    public string MineOf(string hub) => In($"在{hub}上订阅和上报的接口、本平台一侧的问题与计划内的维护", $"What it reads from and brings to {hub}, what is wrong on its side, and planned pauses");
    public string Use => In("用途", "Use");
    public string UseOf(bool reads, bool brings) => reads && brings ? In("订阅、上报", "reads and brings") : reads ? In("订阅", "reads") : In("上报", "brings");
    public string NoMine => In("尚未订阅或上报任何接口。", "It neither reads nor brings anything yet.");
    public string Planned => In("计划内的维护", "Planned pauses");
    public string NoPlanned => In("没有计划内的维护。", "No pause is planned.");
    public string Interfaces => In("接口状态", "Interfaces");
    public string Claim => In("认领", "Claim");
    public string ClaimNote => In("处理说明", "What is being done");
    public string Notices => In("通知", "Notices");
    public string Maintenance => In("维护窗口", "Windows of maintenance");
    public string MaintenanceLead => In("计划内的停机与升级；窗口内不产生事件，灯色为维护", "Planned pauses: inside a window nothing is an incident, and the colour is that of maintenance");
    public string Plan => In("计划维护", "Plan a window");
    public string Starts => In("开始时间", "Starts");
    public string Ends => In("结束时间", "Ends");
    public string ChinaTimeHelp => In("北京时间", "China time");
    public string Reason => In("原因", "Reason");
    public string PlannedBy => In("计划人", "Planned by");
    public string EndNow => In("提前结束", "End now");
    public string NoWindows => In("没有计划中的维护。", "No window is planned.");
    public string PlatformHelp => In("平台代码；与接口至少填一项", "platform code; this or an interface");
    public string InterfaceHelp => In("接口代码", "interface code");
    public string Everything => In("全部", "all");
    public string Export => In("导出 CSV", "Export CSV");
    public string InterfacesLead => In("每个接口的灯色、原因与最近数据；未知表示没有证据说明它正常", "Colour, cause and newest data of each interface; unknown means that nothing speaks for it");
    public string Platforms => In("接入平台", "Platforms");
    public string Incidents => In("事件", "Incidents");
    public string OpenIncidents => In("未恢复事件", "Open incidents");
    public string NoIncidents => In("没有未恢复的事件。", "No incident is open.");
    public string NoIncidentsNote => In("所有已知问题均已恢复；灯色未知的接口不在此列。", "Everything known is well again; interfaces of unknown state are not counted here.");
    public string AllIncidents => In("全部事件", "All incidents");
    public string State => In("状态", "State");
    public string Code => In("编码", "Code");
    public string Name => In("名称", "Name");
    public string Interface => In("接口", "Interface");
    public string Platform => In("平台", "Platform");
    public string Category => In("类别", "Category");
    public string Frequency => In("更新周期", "Due");
    public string Cause => In("原因", "Cause");
    public string Owner => In("责任方", "Owner");
    public string Next => In("处置建议", "What to do");
    public string Since => In("开始", "Since");
    public string Until => In("恢复", "Over");
    public string Lasting => In("持续中", "lasting");
    public string Affected => In("影响", "Affects");
    public string Accepted => In("接收（条）", "Accepted");
    public string Rejected => In("拒收（条）", "Rejected");
    public string Duplicate => In("重复（条）", "Duplicate");
    public string Stale => In("过期（条）", "Stale");
    public string LastData => In("最近数据", "Newest data");
    public string DataTime => In("最新业务时间", "Newest business time");
    public string Search => In("编码、名称或类别", "Code, name or category");
    public string SearchPlatform => In("代码或名称", "Code or name");
    public string Used => In("范围", "Which");
    public string UsedOnly => In("有数据的接口", "With data");
    public string NoInterfaces => In("没有符合条件的接口。", "No interface fits.");
    public string NoPlatforms => In("没有符合条件的平台。", "No platform fits.");
    public string Found(int count) => In($"共 {count:N0} 个接口", $"{count:N0} interfaces");
    public string CallsMinute => In("近一分钟调用", "Calls, last minute");
    public string CallsUnit => In("次", "calls");
    public string ErrorsNote(long errors) => In($"其中失败 {errors:N0} 次", $"{errors:N0} failed");
    public string P95 => In("95% 耗时", "p95");
    public string Ms => In("毫秒", "ms");
    public string RecordsTotal => In("累计接收", "Accepted in total");
    public string Records => In("条", "records");
    public string RejectedTotal => In("累计拒收", "Rejected in total");
    public string Feeds => In("数据来源", "Who brings");
    public string FeedsNote => In("自日志建立以来各平台带来的记录", "Records of each platform since the log began");
    public string NoFeeds => In("还没有平台向此接口上报。", "Nobody has sent to this interface yet.");
    public string Timeliness => In("及时性", "In time");
    public string Partners => In("近半小时调用", "Calls of the last half hour");
    public string PartnersNote => In("按方向与平台；耗时为所在区间上限", "By road and platform; durations are the ends of their buckets");
    public string NoCalls => In("近半小时没有调用。", "No calls in the last half hour.");
    public string Road => In("方向", "Road");
    public string Calls => In("调用", "Calls");
    public string Errors => In("失败", "Failed");
    public string LastError => In("最近错误", "Newest error");
    public string Subscribers => In("订阅方", "Who reads");
    public string NoSubscribers => In("没有平台订阅此接口。", "Nobody reads this interface.");
    public string Statutory => In("法定", "by law");
    public string ByRequest => In("申请", "by request");
    public string Kind => In("依据", "Basis");
    public string Causes => In("近七天拒收原因", "Why records were refused, last seven days");
    public string NoCauses => In("近七天没有拒收的记录。", "No record was refused in the last seven days.");
    public string Field => In("字段", "Field");
    public string Rule => In("规则", "Rule");
    public string Times => In("条数", "Records");
    public string LastTime => In("最近一次", "Last");
    public string NinetyDays => In("近 90 天", "Last 90 days");
    public string NinetyNote => In("每格一天；只统计有证据的时间，未知与维护不计入", "A bar a day; only time with evidence counts, unknown and maintenance do not");
    public string CallChart => In("近半小时调用与失败（每 15 秒）", "Calls and failures of the last half hour (15 s each)");
    public string Failed => In("失败", "failed");
    public string Succeeded => In("成功", "good");
    public string Dataset => In("数据集", "Dataset");
    public string Version => In("版本", "Version");
    public string Share => In("共享", "Sharing");
    public string Direction => In("方向", "Direction");
    public string Region => In("行政区划", "Region");
    public string Standing => In("类别", "Kind");
    public string Troubles => In("当前问题", "What is wrong now");
    public string NoTroubles => In("目前没有发现问题。", "Nothing wrong is known now.");
    public string Subscriptions => In("订阅", "Subscriptions");
    public string NoSubscriptions => In("没有订阅。", "No subscriptions.");
    public string Map => In("联网示意图", "Federation");
    public string MapNote => In("连线按链路状态着色，数字为积压记录数；各级状态以其最近心跳为准", "Links by the state of their link, figures are records waiting; each tier as of its last heartbeat");
    public string UpperTier => In("上级平台", "Tier above");
    public string WaitingOf(long records) => In($"积压 {records:N0}", $"{records:N0} waiting");
    public string Tiers => In("下级各级", "Tiers below");
    public string TiersNote => In("以各级最近一次心跳为准", "As of the last heartbeat of each");
    public string AsOf => In("截至", "As of");
    public string Waiting => In("上行积压（条）", "Waiting to go up");
    public string CallsNote(long errors, int? p95) => p95 is { } millis ? In($"失败 {errors:N0} 次 · 95% 在 {millis:N0} 毫秒内", $"{errors:N0} failed · 95 % within {millis:N0} ms") : ErrorsNote(errors);
    public string UnitInterfaces => In("个接口", "interfaces");
    public string Unknown => In("未知", "unknown");
    public string Wall => In("运行大屏", "Wall");
    public string AtWork(string who) => In($"{who} 已认领", $"{who} is at it");
    public string Acknowledge => In("认领", "Take it on");
    public string Open => In("未恢复", "Open");
    public string Closed => In("已恢复", "Over");

    public string CauseOf(Trouble one) => In(one.Cause, one.CauseEn);

    public string NextOf(Trouble one) => In(one.Next, one.NextEn);

    public string CauseOf(string? chinese, string? english) => In(chinese ?? "", english ?? "");

    public string RoadOf(string road) => road switch
    {
        "in" => In("上报", "in"),
        "pull" => In("拉取", "pull"),
        "push" => In("推送", "push"),
        "token" => In("取令牌", "token"),
        "probe" => In("探测", "probe"),
        _ => road,
    };

    public string ShareOf(string share) => share switch
    {
        "unconditional" => In("无条件共享", "unconditional"),
        "conditional" => In("有条件共享", "conditional"),
        _ => In("不予共享", "not shared"),
    };

    public string DirectionOf(string direction) => direction == "down" ? In("下行", "down") : In("上行", "up");

    public string StandingOf(string standing) => standing switch
    {
        "own" => In("本平台", "this deployment"),
        "child" => In("下级平台", "deployment below"),
        _ => In("部门系统", "department"),
    };

    public string FrequencyOf(string frequency) => frequency switch
    {
        "stream" => In("实时", "stream"),
        "5min" => In("5 分钟", "5 min"),
        "10min" => In("10 分钟", "10 min"),
        "hour" => In("每小时", "hourly"),
        "day" => In("每日", "daily"),
        "week" => In("每周", "weekly"),
        "month" => In("每月", "monthly"),
        "quarter" => In("每季", "quarterly"),
        "year" => In("每年", "yearly"),
        "change" => In("变更时", "on change"),
        "event" => In("事件触发", "on events"),
        "byTask" => In("按任务", "by task"),
        _ => frequency,
    };
}
