using Xunit;

namespace CityOps.Tests.SignOn.Authorize;

public sealed class FirstLookTests
{
    [Fact]
    public async Task A_user_signs_in_and_the_application_gets_a_code()
    {
        await using var town = await Town.StartAsync();
        using var browser = town.Browser();

        var page = await browser.GoAsync(Town.Ask());
        Assert.Equal("登录", page.Title);
        var stop = await browser.SendAsync(page, "go", ("login", "zhang.san"), ("password", Town.Password));

        Assert.StartsWith(Town.Callback + "?code=", stop.Address, StringComparison.Ordinal);
        Assert.Equal("st+a te/1", stop.Parameter("state"));
        Assert.Equal(Forger.Issuer, stop.Parameter("iss"));
    }
}
