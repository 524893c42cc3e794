namespace CityOps.Portal.Kit.Style;

/// <summary>The texts of the page that shows the kit.</summary>
public sealed class StyleWords(Language language) : WordTable(language)
{
    public string Heading => In("界面规范", "Style page");
    public string Lead => In("各部件在各种状态下的样子；仅供测试，不随部署发布。", "Every part in its states; for tests, never part of a deployment.");
    public string States => In("状态", "States");
    public string Figures => In("指标", "Figures");
    public string Uptime => In("近 90 天可用性", "Availability of the last 90 days");
    public string Table => In("数据表", "Table");
    public string TableNote => In("数值右对齐；宽表在自身框内滚动", "Figures to the right; a wide table scrolls in its own box");
    public string Empty => In("空状态", "Empty");
    public string Problems => In("拒绝与提示", "Refusals and warnings");
    public string Steps => In("步骤", "Steps");
    public string Code => In("代码", "Code");
    public string Charts => In("图表", "Charts");
    public string Forms => In("表单", "Forms");
    public string Interface => In("接口", "Interface");
    public string Name => In("名称", "Name");
    public string Platform => In("平台", "Platform");
    public string State => In("状态", "State");
    public string Accepted => In("今日接收（条）", "Accepted today");
    public string Rejected => In("拒收（条）", "Refused");
    public string Course => In("近 24 小时", "Last 24 h");
    public string LastSeen => In("最近通信", "Last heard");
    public string Reason => In("说明", "Remark");
    public string Keyword => In("关键词", "Keyword");
    public string From => In("起始日期", "From");
    public string Records => In("条", "records");
    public string Backlog => In("积压", "Backlog");
    public string Online => In("在线平台", "Platforms online");
    public string Latency => In("端到端时延", "End-to-end delay");
    public string UnknownFigure => In("上级确认率", "Confirmed above");
    public string UnknownNote => In("上级暂未回报", "not reported by the tier above");
    public string NoRows => In("所选时间内没有问题数据。", "No quarantined record in this period.");
    public string NoRowsTitle => In("没有符合条件的记录", "Nothing matches");
    public string Widen => In("放宽条件", "Widen the filters");
    public string ProblemTitle => In("没有通过：批次中的接口版本已停用", "Refused: this interface version is retired");
    public string ProblemDetail => In("接口 MG-01.v1.up 已于 2026-10-01 停用，现行版本为 MG-01.v2.up。", "MG-01.v1.up was retired on 2026-10-01; the version in force is MG-01.v2.up.");
    public string ProblemNext => In("请在目录中查看新版本的字段变化，改用新版本后重新提交；已提交的数据不受影响。", "See the catalogue for the changed fields and send again under the new version; what was sent is not affected.");
    public string WarnTitle => In("本页数据不完整：2 个市级平台尚未回报", "Incomplete: two cities have not reported yet");
    public string WarnDetail => In("未回报的平台：淮南市、铜陵市。合计中不含其数据。", "Missing: Huainan and Tongling. The totals are without them.");
    public string CodeCaption => In("请求示例", "Sample request");
    public string ChartLine => In("近 12 小时各接口接收量，09:00 起案件量明显上升", "Records accepted by interface over 12 hours; cases rise from 09:00");
    public string ChartBar => In("各市问题数据占比，铜陵最高", "Share of quarantined records by city; Tongling is the highest");
    public string ChartWeek => In("近 7 日各接口完成率", "Share done by interface over 7 days");
    public string Hour => In("时刻", "Hour");
    public string Cases => In("案件", "Cases");
    public string Tasks => In("任务", "Tasks");
    public string Submit => In("保存", "Save");
    public string Cancel => In("取消", "Cancel");
    public string Remove => In("注销平台", "Remove the platform");
    public string PlatformName => In("平台名称", "Platform name");
    public string Address => In("回调地址", "Callback address");
    public string AddressHelp => In("以 https:// 开头，须能从本平台访问。", "Begins with https:// and can be reached from here.");
    public string AddressFault => In("地址须以 https:// 开头。", "The address must begin with https://.");

    public string CityName(int i) => i switch
    {
        0 => In("合肥市城市运行管理服务平台", "Hefei"),
        1 => In("芜湖市城市运行管理服务平台", "Wuhu"),
        2 => In("蚌埠市城市运行管理服务平台", "Bengbu"),
        3 => In("淮南市城市运行管理服务平台", "Huainan"),
        _ => In("铜陵市城市运行管理服务平台", "Tongling"),
    };

    public string Remark(int i) => i switch
    {
        2 => In("近 1 小时拒收率 4.1%，超过 3% 的阈值", "4.1% refused in the last hour, above the threshold of 3%"),
        3 => In("连接超时；已重试 12 次，下次重试 20:16:00", "Connection timed out; 12 tries, next at 20:16:00"),
        4 => In("计划内停机至 22:00", "Planned stop until 22:00"),
        _ => "",
    };

    public string StepTitle(int i) => i switch
    {
        0 => In("登记平台", "Register the platform"),
        1 => In("签发证书", "Issue the certificate"),
        2 => In("联调测试", "Trial exchange"),
        3 => In("一致性检查", "Conformance check"),
        _ => In("正式接入", "Go live"),
    };

    public string StepNote(int i) => i switch
    {
        1 => In("有效期至 2027-11-20", "valid until 2027-11-20"),
        2 => In("第 7 条用例未通过：重复批次应答代码不符", "case 7 failed: wrong code for a repeated batch"),
        3 => In("已通过 31 / 42 条", "31 of 42 passed"),
        _ => "",
    };
}
