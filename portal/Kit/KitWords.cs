namespace CityOps.Portal.Kit;

/// <summary>The texts of the parts pages are built from.</summary>
public sealed class KitWords(Language language) : WordTable(language)
{
    public string Nothing => In("暂无数据", "No data");
    public string NextPage => In("下一页", "Next page");
    public string FirstPage => In("回到第一页", "First page");
    public string Paging => In("分页", "Paging");
    public string Apply => In("查询", "Apply");
    public string Clear => In("清除条件", "Clear filters");
    public string Filter => In("筛选条件", "Filters");
    public string All => In("全部", "All");
    public string Copy => In("复制", "Copy");
    public string Copied => In("已复制", "Copied");
    public string Code => In("代码", "Code");
    public string NextStep => In("下一步", "Next step");
    public string ChartData => In("查看数据表", "Show as a table");
    public string ChartNeedsScript => In("图表需要启用脚本；数据见下方表格。", "Charts need scripts; the figures stand in the table below.");
    public string ChartFailed => In("图表数据读取失败", "The chart's data cannot be read");
    public string Sure => In("我已核对，确认执行", "I have checked and am sure");
    public string Required => In("必填", "required");
    public string Today => In("今天", "Today");

    public string DaysAgo(int days) => In($"{days} 天前", $"{days} days ago");

    public string PageCount(int count) => In($"本页 {count} 条", $"{count} on this page");

    public string Light(Light light) => light switch
    {
        Kit.Light.Green => In("正常", "Normal"),
        Kit.Light.Yellow => In("注意", "Degraded"),
        Kit.Light.Red => In("异常", "Down"),
        Kit.Light.Maintenance => In("维护中", "Maintenance"),
        _ => In("未知", "Unknown"),
    };

    public string Step(StepState state) => state switch
    {
        StepState.Done => In("已完成", "Done"),
        StepState.Current => In("进行中", "In progress"),
        StepState.Failed => In("未通过", "Failed"),
        _ => In("未开始", "Not started"),
    };

    /// <summary>A length of time as people say it, its largest unit only.</summary>
    public string Ago(TimeSpan age) => age switch
    {
        { TotalSeconds: < -5 } => In("稍后", "in the future"),
        { TotalSeconds: < 5 } => In("刚刚", "just now"),
        { TotalMinutes: < 1 } => In($"{(int)age.TotalSeconds} 秒前", $"{(int)age.TotalSeconds} s ago"),
        { TotalHours: < 1 } => In($"{(int)age.TotalMinutes} 分钟前", $"{(int)age.TotalMinutes} min ago"),
        { TotalDays: < 1 } => In($"{(int)age.TotalHours} 小时前", $"{(int)age.TotalHours} h ago"),
        { TotalDays: < 2 } => In("1 天前", "1 day ago"),
        _ => In($"{(int)age.TotalDays} 天前", $"{(int)age.TotalDays} days ago"),
    };

    public string Uptime(string label, string share) => In($"{label}，近 90 天可用率 {share}", $"{label}, available {share} of the last 90 days");
}
