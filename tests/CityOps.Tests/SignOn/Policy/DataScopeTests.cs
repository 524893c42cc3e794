using System.Net.Http.Headers;
using System.Text.Json;
using CityOps.Hub.SignOn.People;
using CityOps.Hub.Audit;
using CityOps.Node.Modules.Command;
using CityOps.Node.Modules.Command.Flow;
using CityOps.Tests.Node;
using CityOps.Tests.SignOn.Guards;
using Xunit;

namespace CityOps.Tests.SignOn.Policy;

/// <summary>数据范围 over the wire: people of a running city see and move what their right reaches, and nothing else.</summary>
public sealed class DataScopeTests : IAsyncLifetime
{
    private const string Works = "340102-1";
    private const string Patrol = "patrol-1";
    private FrontHost city = null!;

    public async Task InitializeAsync()
    {
        city = await FrontHost.StartAsync(code: FrontHost.City);
        await Staff.OrganisationAsync(city.Services, Works, "340102");
        await Staff.OrganisationAsync(city.Services, Patrol, "340102");
    }

    public async Task DisposeAsync() => await city.DisposeAsync();

    private Task<string> PersonAsync(string login, string role, ScopeKind scope = ScopeKind.Own, string value = "") =>
        Staff.TokenAsync(city.Services, login, new Assignment(role, scope, value));

    private async Task<(int Status, JsonElement Body)> CallAsync(string token, HttpMethod method, string path, byte[]? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        }

        using var response = await city.Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, text.Length > 0 ? JsonDocument.Parse(text).RootElement : default);
    }

    private async Task<string> ReportedAsync(string taskNum, string district)
    {
        var tool = await city.TokenAsync(FrontHost.City);
        var report = ACase.Report(taskNum, district);
        var (status, body) = await CallAsync(tool, HttpMethod.Post, "/api/command/cases", CommandJson.Bytes(report, CommandJson.Strict.CaseReport));
        Assert.Equal(201, status);
        return body.GetProperty("caseNo").GetString()!;
    }

    private Task<(int Status, JsonElement Body)> MoveAsync(string token, string caseNo, CaseAction action, long version, string user, string org = "指挥中心") =>
        CallAsync(token, HttpMethod.Post, $"/api/command/cases/{caseNo}/moves", CommandJson.Bytes(
            ACase.Move(action) with { ExpectVersion = version, FromUser = user, FromOrg = org, Media = action is CaseAction.Handle ? [ACase.Photo("3")] : [] }, CommandJson.Strict.CaseMove));

    // All but the trace of the call.
    private static string Said(JsonElement problem) => string.Join(';', problem.EnumerateObject().Where(one => one.Name != "instance").Select(one => one.ToString()));

    private async Task<string[]> ListedAsync(string token)
    {
        var (status, body) = await CallAsync(token, HttpMethod.Get, "/api/command/cases?limit=100");
        Assert.Equal(200, status);
        return [.. body.GetProperty("cases").EnumerateArray().Select(one => one.GetProperty("caseNo").GetString()!)];
    }

    [Fact]
    public async Task A_move_needs_its_own_right_and_is_made_in_ones_own_name()
    {
        var caseNo = await ReportedAsync("T-1", "340102");
        var acceptor = await PersonAsync("zhao", "acceptor");
        var dispatcher = await PersonAsync("qian", "dispatcher");

        Assert.Equal(403, (await MoveAsync(dispatcher, caseNo, CaseAction.Accept, 1, "qian")).Status);
        Assert.Equal(403, (await MoveAsync(acceptor, caseNo, CaseAction.Accept, 1, "somebody else")).Status);
        Assert.Equal(200, (await MoveAsync(acceptor, caseNo, CaseAction.Accept, 1, "zhao")).Status);
    }

    [Fact]
    public async Task A_department_sees_and_signs_what_was_sent_to_it_and_to_all_others_the_case_is_missing()
    {
        var (mine, theirs) = (await ReportedAsync("T-1", "340102"), await ReportedAsync("T-2", "340102"));
        var tool = await city.TokenAsync(FrontHost.City);
        foreach (var (action, version) in new[] { (CaseAction.Accept, 1), (CaseAction.File, 2), (CaseAction.Dispatch, 3) })
        {
            Assert.Equal(200, (await MoveAsync(tool, mine, action, version, "x")).Status);
        }

        var desk = await PersonAsync("sun", "department-admin", ScopeKind.Organisation, Works);
        var other = await PersonAsync("li", "department-admin", ScopeKind.Organisation, Patrol);
        var missing = (await CallAsync(desk, HttpMethod.Get, "/api/command/cases/340102999999999999")).Body;

        Assert.Equal([mine], await ListedAsync(desk));
        Assert.Empty(await ListedAsync(other));
        Assert.Equal(200, (await CallAsync(desk, HttpMethod.Get, $"/api/command/cases/{mine}")).Status);
        var (status, hidden) = await CallAsync(desk, HttpMethod.Get, $"/api/command/cases/{theirs}/flow");
        Assert.Equal((404, Said(missing)), (status, Said(hidden)));
        Assert.Equal(404, (await MoveAsync(other, mine, CaseAction.Sign, 4, "li", Patrol)).Status);
        Assert.Equal(403, (await MoveAsync(desk, mine, CaseAction.Sign, 4, "sun", Patrol)).Status);
        Assert.Equal(200, (await MoveAsync(desk, mine, CaseAction.Sign, 4, "sun", Works)).Status);
    }

    [Fact]
    public async Task A_collector_reports_for_its_own_organisation_and_region_only()
    {
        var collector = await PersonAsync("zhou", "collector", ScopeKind.Organisation, Patrol);
        async Task<int> SayAsync(string task, string org, string user, string district = "340102") => (await CallAsync(collector, HttpMethod.Post, "/api/command/cases",
            CommandJson.Bytes(ACase.Report(task, district) with { FromOrg = org, FromUser = user }, CommandJson.Strict.CaseReport))).Status;

        Assert.Equal(201, await SayAsync("T-1", Patrol, "zhou"));
        Assert.Equal(403, await SayAsync("T-2", Works, "zhou"));
        Assert.Equal(403, await SayAsync("T-3", Patrol, "wu"));
        Assert.Equal(403, await SayAsync("T-4", Patrol, "zhou", "340103"));
        Assert.Equal(403, (await CallAsync(collector, HttpMethod.Get, "/api/command/cases")).Status);
    }

    [Fact]
    public async Task Only_auditors_read_the_trail_and_what_people_do_stands_in_it()
    {
        var caseNo = await ReportedAsync("T-1", "340102");
        var acceptor = await PersonAsync("zhao", "acceptor");
        await MoveAsync(acceptor, caseNo, CaseAction.Accept, 1, "zhao");
        await CallAsync(acceptor, HttpMethod.Get, "/api/aggregation/ledger");

        Assert.Equal(403, (await CallAsync(acceptor, HttpMethod.Get, "/audit/v1/entries")).Status);
        Assert.Equal(403, (await CallAsync(await city.TokenAsync(FrontHost.City), HttpMethod.Get, "/audit/v1/entries")).Status);
        Assert.Equal(403, (await CallAsync(await PersonAsync("wang", "sysadmin"), HttpMethod.Get, "/audit/v1/entries")).Status);
        var (status, body) = await CallAsync(await PersonAsync("feng", "auditor"), HttpMethod.Get, "/audit/v1/entries?action=api.call");
        Assert.Equal(200, status);
        var told = body.GetProperty("entries").EnumerateArray().Select(one => $"{one.GetProperty("subject")} {one.GetProperty("code")}").ToList();
        Assert.Contains("POST /api/command/cases/{caseNo}/moves ok", told);
        Assert.Contains("GET /api/aggregation/ledger insufficient-scope", told);
        Assert.NotEmpty(await city.Service<AuditTable>().FindAsync(new AuditFilter(null, "audit.read", null, null, null), long.MaxValue, 10, CancellationToken.None));
    }
}
