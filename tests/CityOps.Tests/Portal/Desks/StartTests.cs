using CityOps.Tests.SignOn;
using Xunit;

namespace CityOps.Tests.Portal.Desks;

/// <summary>入门: what a new deployment is told to do next, and that a running one is left alone.</summary>
public sealed class StartTests
{
    [Fact]
    public async Task An_empty_deployment_shows_the_steps_as_they_are_done_until_somebody_hides_them()
    {
        var site = new DeskSite(alone: true);
        await site.InitializeAsync();
        var reader = await site.AsAsync("exchange-operator");

        Assert.Equal(["current", "done", "waiting", "waiting", "waiting", "waiting"], Steps(await reader.GoAsync("/")));
        foreach (var office in new[] { "secadmin", "auditor", "sysadmin" })
        {
            await site.AsAsync(office);
        }

        var system = await site.AsAsync("sysadmin");
        Assert.Equal(["done", "done", "current", "waiting", "waiting", "waiting"], Steps(await system.GoAsync("/")));
        var invited = await system.PostAsync("/onboarding/invite", ("name", "市气象局"), ("region", "340100"), ("publishes", "SV-01.v1.up"), ("days", "14"));
        Assert.Equal("", invited.Refusal());
        Assert.Equal(["done", "done", "done", "current", "waiting", "waiting"], Steps(await system.GoAsync("/start")));

        Assert.Empty(Steps(await reader.PostAsync("/start/hide")));
        Assert.Equal("hidden", reader.Cookies["tour"]);
        Assert.NotEmpty(Steps(await system.GoAsync("/")));
        Assert.NotEmpty(Steps(await reader.GoAsync("/start")));
        Assert.NotEmpty(Steps(await reader.PostAsync("/start/show")));
        await site.DisposeAsync();
    }

    [Fact]
    public async Task A_deployment_with_partners_is_left_alone()
    {
        var site = new DeskSite();
        await site.InitializeAsync();
        var reader = await site.AsAsync("exchange-operator");

        Assert.Empty(Steps(await reader.GoAsync("/")));
        Assert.Equal(6, Steps(await reader.GoAsync("/start")).Length);
        await site.DisposeAsync();
    }

    private static string[] Steps(Stop page) => [.. page.Page!.QuerySelectorAll("main .steps li").Select(step => step.ClassName!)];
}
