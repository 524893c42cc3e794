using CityOps.Hub.SignOn;
using CityOps.Tests.Shared;
using Xunit;

namespace CityOps.Tests.SignOn;

/// <summary>Walls around sign-on, discovered in the sources.</summary>
public sealed class SignOnWallTests
{
    private const string Library = "Microsoft.IdentityModel";

    [Fact]
    public void No_library_reads_tokens_for_us() => Assert.Empty(TrespassesIn(ProductSources()));

    [Fact]
    public void A_planted_trespass_is_caught()
    {
        var planted = (Path.Combine("hub", "Exchange", "Gate.cs"), $"using {Library}.JsonWebTokens;");

        Assert.Single(TrespassesIn([.. ProductSources(), planted]));
    }

    [Fact]
    public void Names_of_refusals_are_unique_and_said_in_both_languages()
    {
        Assert.Equal(SignOnRefusals.All.Count, SignOnRefusals.All.Select(refusal => refusal.Name).Distinct().Count());
        Assert.All(SignOnRefusals.All, refusal => Assert.Contains(refusal.Title, letter => letter > 0x4E00));
        Assert.All(SignOnRefusals.All, refusal => Assert.True(System.Text.Ascii.IsValid(refusal.TitleEn)));
    }

    [Theory]
    [InlineData("https://hub.example.cn", true)]
    [InlineData("https://hub.example.cn:8443", true)]
    [InlineData("http://127.0.0.1:5000", true)]
    [InlineData("http://hub.example.cn", false)]
    [InlineData("https://hub.example.cn/", false)]
    [InlineData("https://hub.example.cn/path", false)]
    [InlineData("https://user@hub.example.cn", false)]
    [InlineData("hub.example.cn", false)]
    public void The_issuer_is_an_origin_and_secure_beyond_this_machine(string issuer, bool good) =>
        Assert.Equal(good, new SignOnOptions(issuer, "hub").Faults().Count == 0);

    private static IEnumerable<string> TrespassesIn(IEnumerable<(string Path, string Text)> sources) =>
        from source in sources
        where source.Text.Contains(Library, StringComparison.Ordinal)
        select source.Path;

    private static IEnumerable<(string Path, string Text)> ProductSources() =>
        from room in (string[])["schemas", "node", "hub", "adapters", "portal"]
        from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, room), "*.cs", SearchOption.AllDirectories)
        where !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
        select (Path.GetRelativePath(Repository.Root, file), File.ReadAllText(file));
}
