using System.Text.Json;
using CityOps.Hub.Onboarding;
using CityOps.Schemas.Records;

namespace CityOps.Hub.Status.Notices;

/// <summary>What a notice says: JSON for machines, a mail for people, Chinese first.</summary>
internal sealed class NoticeText(PlatformDirectory platforms, string origin)
{
    private const int MostSubject = 120;

    /// <summary>Shape of Standard Webhooks: <c>type</c>, <c>timestamp</c>, <c>data</c>.</summary>
    public byte[] Json(Notice one)
    {
        var facts = FactsOf(one);
        return JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                type = "incident." + one.Event.ToString().ToLowerInvariant(),
                timestamp = ChinaTime.Format(one.MadeAt),
                data = new { hub = platforms.Deployment.Code.ToString(), open = one.Open, occurrences = one.Occurrences, ownerName = NameOf(facts.Owner), url = origin + "/incidents", incident = facts },
            },
            SmallJson.Readable);
    }

    public Mail Mail(Notice one, string to)
    {
        var facts = FactsOf(one);
        var (zh, en) = Title(one, facts);
        var subject = $"[{platforms.Deployment.Name}] {zh}：{facts.Cause}";
        string[] lines =
        [
            $"{zh}：{facts.Cause}",
            $"处置建议：{facts.Next}",
            $"责任方：{NameOf(facts.Owner)}（{facts.Owner}）",
            .. facts.Interface is { } service ? new[] { "接口：" + service } : [],
            $"开始：{facts.OpenedAt}{(facts.ClosedAt is { } closed ? "  恢复：" + closed : "")}",
            .. facts.Affected > 1 ? new[] { $"影响：{facts.Affected}" } : [],
            "",
            $"{en}: {facts.CauseEn}",
            $"What to do: {facts.NextEn}",
            "",
            origin + "/incidents?open=true",
        ];
        return new Mail(to, subject.Length > MostSubject ? subject[..MostSubject] : subject, string.Join("\r\n", lines), one.Id + "@" + platforms.Deployment.Code);
    }

    public static NoticeFacts FactsOf(Notice one) => JsonSerializer.Deserialize<NoticeFacts>(one.Facts, SmallJson.Readable)!;

    private string NameOf(string platform) => platforms.Find(platform)?.Name is { Length: > 0 } name ? name : platform;

    private static (string Zh, string En) Title(Notice one, NoticeFacts facts)
    {
        var (colour, colourEn) = facts.Severity == "red" ? ("红色", "Red") : ("黄色", "Yellow");
        return one.Event switch
        {
            NoticeEvent.Opened => ($"{colour}事件发生", $"{colourEn} incident opened"),
            NoticeEvent.Worsened => ($"事件加重为{colour}", $"Incident worsened to {colourEn}"),
            NoticeEvent.Escalated => ($"{colour}事件无人认领，升至 {facts.Level} 级", $"{colourEn} incident claimed by nobody, now at level {facts.Level}"),
            NoticeEvent.Healed => ("事件已恢复", "Incident over"),
            NoticeEvent.Planned => ("事件转入维护窗口", "Incident goes on inside a window of maintenance"),
            NoticeEvent.Flapping => ($"事件反复发生 {one.Occurrences} 次，当前{(one.Open ? "未恢复" : "已恢复")}", $"Incident came {one.Occurrences} times, now {(one.Open ? "open" : "over")}"),
            _ => ("通知渠道测试", "Trial of this channel"),
        };
    }
}
