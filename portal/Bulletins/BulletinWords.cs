using System.Globalization;

namespace CityOps.Portal.Bulletins;

/// <summary>The texts of the monthly bulletins.</summary>
public sealed class BulletinWords(Language language) : WordTable(language)
{
    public string Bulletins => In("月度通报", "Monthly bulletins");
    public string Lead => In("各平台当月的上报、及时、完整与质量得分；“—”表示无从得知", "What each platform sent in a month, how timely, how complete, its score; — where nobody can know");
    public string Month => In("月份", "Month");
    public string MonthHelp => In("形如 2026-11", "such as 2026-11");
    public string Platform => In("平台", "Platform");
    public string Offered => In("上报（条）", "Sent");
    public string Accepted => In("接收（条）", "Accepted");
    public string Rejected => In("拒收（条）", "Rejected");
    public string Timely => In("及时率", "In time");
    public string Complete => In("完整率", "Complete");
    public string Score => In("质量得分", "Score");
    public string Rank => In("同类排名", "Rank");
    public string Days => In("评分天数", "Days judged");
    public string NoRows => In("没有平台。", "There is no platform.");
    public string Title(string name, string month) => In($"{name} {month} 数据交换通报", $"{name}, data exchange in {month}");
    public string Standing(bool final) => final ? In("全月数据", "the whole month") : In("本月未结束，截至目前", "the month is not over; as of now");
    public string By => In("通报单位", "Issued by");
    public string State => In("范围", "Covers");
    public string Interfaces => In("各接口", "By interface");
    public string Interface => In("接口", "Interface");
    public string NoInterfaces => In("当月没有上报数据。", "Nothing was sent this month.");
    public string Incidents => In("事件", "Incidents");
    public string NoIncidents => In("当月没有事件。", "No incident this month.");
    public string More => In("仅列出最早的 500 件。", "Only the first 500 are listed.");
    public string Severity => In("级别", "Severity");
    public string Cause => In("原因", "Cause");
    public string Opened => In("开始", "Opened");
    public string Closed => In("恢复", "Over");
    public string Lasting => In("未恢复", "still open");
    public string Minutes => In("当月持续", "Lasted this month");
    public string Claimed => In("认领", "Claimed");
    public string Yes => In("是", "yes");
    public string No => In("否", "no");
    public string Trend => In("每日得分", "Score by day");
    public string Length(long minutes) => minutes >= 1_440 ? In($"{minutes / 1_440} 天 {minutes % 1_440 / 60} 小时", $"{minutes / 1_440} d {minutes % 1_440 / 60} h") : minutes >= 60 ? In($"{minutes / 60} 小时 {minutes % 60} 分", $"{minutes / 60} h {minutes % 60} min") : In($"{minutes} 分", $"{minutes} min");
    public string CauseOf(MonthIncident one) => In(one.Cause, one.CauseEn);
    public static string Percent(decimal? points) => points is { } known ? known.ToString("0.0", CultureInfo.InvariantCulture) + "%" : Shown.Nothing;
    public static string Points(decimal? points) => points is { } known ? known.ToString("0.0", CultureInfo.InvariantCulture) : Shown.Nothing;
    public static string Count(long? count) => count is { } known ? Shown.Count(known) : Shown.Nothing;
    public static string RankOf(MonthRow row) => row is { Rank: { } rank, Of: { } all } ? $"{rank} / {all}" : Shown.Nothing;
}
