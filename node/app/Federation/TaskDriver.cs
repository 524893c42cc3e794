using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CityOps.Hub.Status;

namespace CityOps.Node.Federation;

/// <summary>One key task as the nation's node answered it: whom it is for, and its line in a ledger.</summary>
internal sealed record IssuedTask(string TaskId, IReadOnlyList<Member> Targets, string Line);

/// <summary>Key tasks issued by the nation, and what must come of them (scenario S4 in its first form).</summary>
internal sealed record TaskExpectation(FederationPlan Plan, IReadOnlyList<IssuedTask> Tasks)
{
    public const int Feedbacks = 2;

    public IEnumerable<CheckResult> Check(IReadOnlyDictionary<string, Holdings> held)
    {
        foreach (var member in Plan.Members)
        {
            var mine = Tasks.Where(t => member.Tier != Schemas.Codes.Tier.City || t.Targets.Contains(member)).ToList();
            var line = held[member.Code].HubLine("SI-01", Plan.Top.Code);
            yield return new CheckResult(
                $"{member.Code} SI-01 holds exactly the tasks meant for it", (line?.RollUp ?? Ledger.RollUp([])) == Ledger.RollUp(mine.Select(t => t.Line)), $"expected {mine.Count}, found {line?.Keys ?? 0}");
        }

        foreach (var city in Plan.Cities)
        {
            var mine = Tasks.Count(t => t.Targets.Contains(city));
            yield return Judge.Equal($"{city.Code} SI-02 one assignment a task", mine, held[city.Code].HubLine("SI-02", city.Code)?.Keys ?? 0);
            yield return Judge.Equal($"{city.Code} SI-03 {Feedbacks} feedbacks a task", mine * Feedbacks, held[city.Code].HubLine("SI-03", city.Code)?.Keys ?? 0);
        }
    }
}

/// <summary>Issues tasks at the nation, and in each target city waits for them, signs, and feeds back twice.</summary>
internal sealed class TaskDriver(RunningFederation federation, int seed, DateTimeOffset now, TimeProvider clock)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    public async Task<TaskExpectation> RunAsync(int tasks, CancellationToken ct)
    {
        var issued = new List<IssuedTask>();
        for (var i = 0; i < tasks; i++)
        {
            issued.Add(await IssueAsync(i, ct));
        }

        await Task.WhenAll(federation.Plan.Cities.Select(city => AnswerAsync(city, [.. issued.Where(t => t.Targets.Contains(city)).Select(t => t.TaskId)], ct)));
        return new TaskExpectation(federation.Plan, issued);
    }

    private async Task<IssuedTask> IssueAsync(int index, CancellationToken ct)
    {
        var cities = federation.Plan.Cities;
        IReadOnlyList<Member> targets = index % 3 == 0 ? cities : [cities[index % cities.Count]];
        var taskId = string.Create(CultureInfo.InvariantCulture, $"T{(uint)seed:x}-{index}");
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                taskId,
                title = $"城市内涝隐患排查整治（第 {index + 1} 批）",
                taskType = "2",
                issueOrg = "住房和城乡建设部城市管理监督局",
                content = "排查下穿通道、低洼路段和老旧小区的易涝积水点，逐一登记、限时整治并反馈。",
                requirement = "每处积水点登记位置、责任单位和整治时限，汛前完成。",
                urgency = "2",
                startTime = now.AddHours(-1),
                deadline = now.AddDays(30),
                feedbackCycle = "2",
                targetRegions = targets.Select(t => t.Region.ToString()).ToArray(),
            },
            LedgerJson.Options);
        var record = await CallAsync(federation.Plan.Top, "api/supervision/tasks", body, ct);
        var bytes = Encoding.UTF8.GetBytes(record.GetRawText());
        return new IssuedTask(taskId, targets, Ledger.LineOf($"{federation.Plan.Top.Code}:{taskId}", 1, SHA256.HashData(bytes)));
    }

    private async Task AnswerAsync(Member city, IReadOnlyList<string> tasks, CancellationToken ct)
    {
        foreach (var task in tasks)
        {
            await ArrivedAsync(city, task, ct);
            await CallAsync(city, $"api/supervision/tasks/{task}/sign", JsonSerializer.SerializeToUtf8Bytes(new { receiverOrg = city.Options.Name + "城市管理局", signUser = "王值班" }, LedgerJson.Options), ct);
            for (var no = 1; no <= TaskExpectation.Feedbacks; no++)
            {
                var final = no == TaskExpectation.Feedbacks;
                var body = JsonSerializer.SerializeToUtf8Bytes(
                    new { feedbackNo = no, progressPct = final ? 100 : 40, progressDesc = final ? "全部积水点已整治。" : "已登记 12 处，整治 5 处。", isFinal = final, feedbackOrg = city.Options.Name + "城市管理局", feedbackUser = "李联络" },
                    LedgerJson.Options);
                await CallAsync(city, $"api/supervision/tasks/{task}/feedback", body, ct);
            }
        }
    }

    private async Task ArrivedAsync(Member city, string task, CancellationToken ct)
    {
        while (true)
        {
            var answer = await federation.As(city).GetAsync("api/supervision/tasks?limit=200", ct);
            if (answer.Good && answer.Json().GetProperty("tasks").EnumerateArray().Any(t => t.GetProperty("taskId").GetString() == task))
            {
                return;
            }

            await Task.Delay(Look, clock, ct);
        }
    }

    private async Task<JsonElement> CallAsync(Member member, string path, byte[] body, CancellationToken ct)
    {
        var answer = await federation.As(member).PostAsync(path, body, ct);
        return answer.Good ? answer.Json().GetProperty("record") : throw new FederationException($"{member.Code} {path}: {answer.Status} {answer.Text}");
    }
}
