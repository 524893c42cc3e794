using CityOps.Tests.SignOn.Mutations;
using CityOps.Hub.Audit;
using CityOps.Hub.SignOn;
using CityOps.Hub.SignOn.People;
using CityOps.Hub.SignOn.Upstream;
using CityOps.Hub.SignOn.Upstream.Admission;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CityOps.Tests.SignOn.Upstream;

/// <summary>Our own login page while an external authority is set (F11), and what its settings may say.</summary>
public sealed class OwnLoginTests
{
    private static readonly AuthoritySettings Good = new() { Issuer = "https://id.example.cn", ClientId = "hub", Name = "统一认证" };

    private readonly List<AuditEvent> audit = [];

    [Theory]
    [InlineData("root", true, true)]
    [InlineData("root", false, false)]
    [InlineData("li.ming", true, false)]
    public async Task Only_break_glass_administrators_with_two_factors_sign_on_and_every_time_is_an_alarm(string login, bool totp, bool admitted)
    {
        var options = new SignOnOptions("https://hub.example.cn", "hub") { Authority = Good, BreakGlass = ["root"] };

        var refusal = await GateOf(options).RefuseAsync(new User(Guid.Empty, login, "", "", UserState.Active) { HasTotp = totp }, "10.0.0.1", "t", CancellationToken.None);

        Assert.Equal(admitted, refusal is null);
        Assert.Equal(admitted ? ["signon.break-glass"] : [], audit.Select(entry => entry.Action));
        Assert.All(audit, entry => Assert.Equal("break-glass", entry.Facts["alarm"]));
    }

    [Fact]
    public async Task Without_an_external_authority_the_login_page_is_everybodys()
    {
        var options = new SignOnOptions("https://hub.example.cn", "hub") { Authorities = [Good with { Id = "P-340000" }] };

        Assert.Null(await GateOf(options).RefuseAsync(new User(Guid.Empty, "li.ming", "", "", UserState.Active), "", "", CancellationToken.None));
        Assert.Empty(audit);
    }

    [Fact]
    public void The_external_authority_stands_first()
    {
        var book = new UpstreamBook(new SignOnOptions("https://hub.example.cn", "hub") { Authority = Good, Authorities = [Good with { Id = "P-340000", Issuer = "https://p.example.cn" }] });

        Assert.Equal(["external", "P-340000"], book.All.Select(one => one.Id));
        Assert.Equal("统一认证", book.Find("external")!.Name);
        Assert.Null(book.Find("EXTERNAL"));
    }

    public static TheoryData<string, AuthoritySettings> Wrong => new()
    {
        { "Issuer", Good with { Issuer = "http://id.example.cn" } },
        { "Issuer", Good with { Issuer = "https://id.example.cn?x=1" } },
        { "Issuer", Good with { Issuer = "https://id.example.cn#" } },
        { "Issuer", Good with { Issuer = "https://a@id.example.cn" } },
        { "Issuer", Good with { Issuer = "http://127.0.0.1:9" } },
        { "Issuer", Good with { PrivateAddress = "https://other.example.cn" } },
        { "ClientId", Good with { ClientId = "" } },
        { "Method", Good with { Method = "client_secret_post", Secret = "x" } },
        { "Method", Good with { Method = "client_secret_basic" } },
        { "Algorithms", Good with { Algorithms = ["HS256"] } },
        { "Algorithms", Good with { Algorithms = ["none"] } },
        { "RoleClaim", Good with { RoleClaim = "groups" } },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Settings_that_would_weaken_sign_on_are_refused(string name, AuthoritySettings settings)
    {
        Assert.Empty(new SignOnSettings { Authority = Good }.Faults());
        Assert.Contains(name, Assert.Single(new SignOnSettings { Authority = settings }.Faults()), StringComparison.Ordinal);
    }

    private OwnLoginGate GateOf(SignOnOptions options) => new(
        options,
        (entry, _) =>
        {
            audit.Add(entry);
            return Task.CompletedTask;
        },
        TestGuards.Now,
        NullLogger<OwnLoginGate>.Instance);
}
