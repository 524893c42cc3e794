using System.Diagnostics;
using System.Text;
using System.Text.Json;
using CityOps.Hub.Links;
using CityOps.Node.Federation.Departments;
using CityOps.Node.Joining;
using CityOps.Schemas.Codes;
using CityOps.Tests.Shared;
using Microsoft.Playwright;
using Xunit;

namespace CityOps.Federation.Tests;

/// <summary>The pages over a live federation: each seen in both themes, and a department that joins by following them.</summary>
public sealed partial class DemoTests
{
    /// <summary>What a partner may write; on every page it stays text.</summary>
    private const string Canary = "<img src=x onerror=alert(1)>";

    private static readonly string[] OperatorPages =
    [
        "/", "/?lang=en", "/interfaces", "/interfaces?used=true&light=green", "/interfaces/MG-01.v1.up", "/platforms", "/platforms/C-340100", "/incidents", "/maintenance", "/links", "/links?show=all", "/wall", "/catalogue", "/catalogue?q=气象",
        "/catalogue/EX-02.v1.up", "/catalogue/codes/caseState", "/subscriptions", "/subscriptions/live", "/subscriptions/new?interface=MG-01.v1.up", "/quarantine", "/quarantine/records", "/records", "/records?q=3401", "/interfaces?lang=en",
        "/directory", "/directory?q=气象", "/notices", "/notices/new", "/bulletins", "/bulletins?lang=en", "/corrections", "/corrections/new?interface=MG-01.v1.up", "/data", "/data/MG-01", "/data/MG-01?view=map", "/data/MG-01?lang=en", "/start",
    ];

    private static readonly string[] AdministratorPages = ["/onboarding", "/onboarding/invite", "/join", "/join/follow", "/onboarding?lang=en", "/users", "/users/new", "/organisations", "/organisations/new", "/clients", "/clients/new", "/users?lang=en"];

    [Fact]
    public async Task Every_page_is_readable_in_both_themes_without_complaint_and_without_scrolling_sideways()
    {
        var axe = await File.ReadAllTextAsync(Path.Combine(await NodePeers.FolderAsync("axe"), "node_modules", "axe-core", "axe.min.js"));
        var faults = new List<string>();
        foreach (var (who, pages) in new[] { (demo.Operator, OperatorPages), (demo.Administrator, AdministratorPages) })
        {
            who.Complaints.Clear();
            foreach (var path in pages)
            {
                foreach (var theme in new[] { "light", "dark" })
                {
                    faults.AddRange(await who.SeeAsync(path, theme, () => LookAsync(who.Page, axe, $"{path} {theme}")));
                }
            }

            faults.AddRange(who.Complaints);
        }

        Assert.Equal("", string.Join('\n', faults));
    }

    [Fact]
    public async Task S1_a_department_follows_the_pages_from_the_invitation_to_its_first_record()
    {
        var code = "B-11340100MB0C4N4R1" + CreditCode.CheckCharacter("11340100MB0C4N4R1");
        var (admin, page) = (demo.Administrator, demo.Administrator.Page);
        var dialogs = 0;
        foreach (var seen in new[] { page, demo.Operator.Page })
        {
            seen.Dialog += async (_, dialog) =>
            {
                dialogs++;
                await dialog.DismissAsync();
            };
        }

        await admin.GoAsync("/onboarding/invite");
        await page.FillAsync("[name=name]", "合肥市水务局" + Canary);
        await page.FillAsync("[name=code]", code);
        await page.FillAsync("[name=region]", "340100");
        await page.FillAsync("[name=publishes]", "EX-02.v1.up");
        await page.ClickAsync("form.formbox button[type=submit]");
        var invitation = (await page.Locator(".codeblock code").First.InnerTextAsync()).Trim();
        Assert.StartsWith("inv_", invitation, StringComparison.Ordinal);

        await admin.GoAsync("/join");
        foreach (var (name, text) in new[] { ("invitation", invitation), ("code", code), ("name", "合肥市水务局" + Canary), ("region", "340100"), ("purpose", "水情联动" + Canary), ("publishes", "EX-02.v1.up"), ("owner", Canary) })
        {
            await page.FillAsync($"[name={name}]", text);
        }

        await page.ClickAsync("form.formbox button[type=submit]");
        var blocks = await page.Locator(".codeblock code").AllInnerTextsAsync();
        var (id, key) = (blocks[0].Trim(), blocks[1].Trim());
        await page.ClickAsync("form.formbox button[type=submit]");
        await page.ClickAsync("form.formbox[action*=secret] button[type=submit]");
        var secret = (await page.Locator(".codeblock code").First.InnerTextAsync()).Trim();
        await admin.ShotAsync("follow");

        // What the page says to do next, on the department's own machine.
        var memory = demo.File("water.json");
        await File.WriteAllTextAsync(memory, JsonSerializer.Serialize(new JoinMemory(id, key) { Secret = secret }));
        await using (var join = RunningCityOps.Start("join", "--url", demo.Origin, "--code", code, "--name", "合肥市水务局", "--region", "340100", "--purpose", "水情联动", "--publishes", "EX-02.v1.up", "--out", memory))
        {
            Assert.True(await join.ExitAsync(DemoFederation.Patience) == 0, join.Output);
        }

        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = new Uri(demo.Origin + "/") };
        var receipt = await SendAsync(http, await new LinkTokens(code, secret, TimeProvider.System).GetAsync(http, CancellationToken.None), ExampleLines.Of("EX-02.v1.up", code, "340100"));
        Assert.Equal(1, receipt.GetProperty("counts").GetProperty("accepted").GetInt32());

        foreach (var (who, path) in new[] { (demo.Operator, "/platforms"), (demo.Operator, "/platforms/" + code), (demo.Operator, "/interfaces/EX-02.v1.up"), (demo.Operator, $"/records?q={code}:示例站号"), (admin, "/onboarding"), (admin, "/onboarding/" + id) })
        {
            // Health is looked at every few seconds: a page may be that old.
            await Run.UntilAsync($"{path} with what the department wrote", TimeSpan.FromSeconds(30), async () =>
            {
                await who.GoAsync(path);
                return (await who.Page.InnerTextAsync("main")).Contains(path.Contains("records", StringComparison.Ordinal) ? code : Canary, StringComparison.Ordinal) ? Run : null;
            });
            Assert.Equal(0, await who.Page.Locator("img[src=x]").CountAsync());
        }

        Assert.Equal(0, dialogs);

        // It goes again: whoever stays and sends nothing would be told as silent.
        using var leave = new HttpRequestMessage(HttpMethod.Post, "onboarding/v1/leave") { Content = new StringContent("""{"reason":"演示结束"}""", Encoding.UTF8, "application/json") };
        leave.Headers.Authorization = new("Bearer", await new LinkTokens(code, secret, TimeProvider.System).GetAsync(http, CancellationToken.None));
        using var left = await http.SendAsync(leave);
        Assert.True(left.IsSuccessStatusCode, await left.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task S3_a_subscription_is_asked_for_granted_read_and_revoked_by_the_pages()
    {
        var trade = Trade.All.Single(one => one.Key == "weather");
        var kept = JsonSerializer.Deserialize<TradeMemory>(await File.ReadAllBytesAsync(Path.Combine(demo.Folder, ".secrets", "department-weather.json")))!;
        var page = Visitor.Page;
        await Visitor.GoAsync("/catalogue/MG-02.v1.up");
        await page.ClickAsync("a[href*='subscriptions/new']");
        await page.FillAsync("[name=platform]", trade.Code);
        await page.FillAsync("[name=purpose]", "短");
        await page.FillAsync("[name=scenario]", "案件流转与气象叠加" + Canary);
        await page.ClickAsync("form.formbox button[type=submit]");

        // Refused: said beside the fields, and what was typed stays.
        Assert.Equal(("MG-02.v1.up", "短"), (await page.InputValueAsync("[name=interface]"), await page.InputValueAsync("[name=purpose]")));
        Assert.True(await page.Locator("small.fault").CountAsync() >= 2, await page.InnerTextAsync("main"));
        await page.FillAsync("[name=purpose]", "分析降雨对案件处置时长的影响");
        await page.FillAsync("[name=legalBasis]", "政务数据共享条例");
        await page.ClickAsync("form.formbox button[type=submit]");
        await page.WaitForURLAsync(url => url.Contains("/subscriptions/", StringComparison.Ordinal) && !url.EndsWith("/new", StringComparison.Ordinal));
        Assert.Contains("待答复", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        Assert.Equal(0, await page.Locator("img[src=x]").CountAsync());

        await page.FillAsync("form[action*=decision] >> nth=0 >> [name=opinion]", "同意");
        await page.ClickAsync("form[action*=decision] >> nth=0 >> button[type=submit]");
        var granted = Stopwatch.StartNew();
        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = new Uri(demo.Origin + "/") };
        http.DefaultRequestHeaders.Authorization = new("Bearer", await new LinkTokens(trade.Code, kept.Join!.Secret, TimeProvider.System).GetAsync(http, CancellationToken.None));
        using var first = await http.GetAsync(new Uri($"exchange/v1/subscriptions/{trade.Code}.MG-02.v1.up/records?wait=30", UriKind.Relative));
        Assert.True(first.IsSuccessStatusCode, await first.Content.ReadAsStringAsync());
        Assert.True(JsonDocument.Parse(await first.Content.ReadAsByteArrayAsync()).RootElement.GetProperty("records").GetArrayLength() > 0);
        told.WriteLine($"first record {granted.Elapsed.TotalSeconds:0.00} s after the grant");

        Assert.Contains("已授权", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        await page.FillAsync("form[action*=revoke] [name=reason]", "用途结束");
        await page.ClickAsync("form[action*=revoke] button[type=submit]");
        await Run.UntilAsync("the revocation to be felt", TimeSpan.FromSeconds(5), async () =>
        {
            using var answer = await http.GetAsync(new Uri($"exchange/v1/subscriptions/{trade.Code}.MG-02.v1.up/records", UriKind.Relative));
            return answer.StatusCode == System.Net.HttpStatusCode.NotFound ? Run : null;
        });
    }

    private static async Task<JsonElement> SendAsync(HttpClient http, string token, byte[] line)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "exchange/v1/interfaces/EX-02.v1.up/batches") { Content = new StringContent(Encoding.UTF8.GetString(line), Encoding.UTF8, "application/x-ndjson") };
        request.Headers.Authorization = new("Bearer", token);
        request.Headers.Add("Idempotency-Key", "first");
        using var answer = await http.SendAsync(request);
        return JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync()).RootElement;
    }

    // In a world of its own: the page's policy holds for the page, not for the examiner.
    private static async Task<IReadOnlyList<string>> LookAsync(IPage page, string axe, string where)
    {
        await page.EvaluateAsync(axe);
        var found = await page.EvaluateAsync<JsonElement>("axe.run(document, { resultTypes: ['violations'] }).then(r => r.violations.filter(v => v.impact === 'serious' || v.impact === 'critical'))");
        var faults = found.EnumerateArray().Select(one => $"{where}: {one.GetProperty("id").GetString()} {one.GetProperty("nodes")[0].GetProperty("html").GetString()}").ToList();
        if (!await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"))
        {
            faults.Add($"{where}: scrolls sideways");
        }

        return faults;
    }
}
