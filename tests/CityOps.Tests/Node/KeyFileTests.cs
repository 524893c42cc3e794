using CityOps.Hub;
using CityOps.Node.Hosting;
using Xunit;

namespace CityOps.Tests.Node;

/// <summary>The two keys a deployment keeps in files of its own.</summary>
public sealed class KeyFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("cityops-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Starters_that_come_together_hold_one_wrapping_key_beside_the_store()
    {
        var keys = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => WrappingKeyFile.Read(Options()))));

        Assert.Single(keys.Select(Convert.ToHexString).Distinct());
        Assert.Equal(32, keys[0].Length);
        Assert.Equal(["hub.db.key"], Directory.EnumerateFiles(folder).Select(Path.GetFileName));
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(Path.Combine(folder, "hub.db.key")) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not base64 !")]
    [InlineData("AAAA")]
    public void A_file_that_holds_no_key_stops_the_start_and_is_not_replaced(string content)
    {
        var file = Path.Combine(folder, "other.key");
        File.WriteAllText(file, content);
        var options = Options() with { Hub = new HubOptions { WrappingKeyFile = file } };

        Assert.Contains(file, Assert.Throws<OptionsException>(() => WrappingKeyFile.Read(options)).Message, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(file));
    }

    [Fact]
    public void A_links_key_is_made_once_with_its_public_half_beside_it()
    {
        var upper = new UpperOptions { KeyFile = Path.Combine(folder, "link.pem") };
        var made = LinkKeyFile.Read(upper)!;

        Assert.Equal(made.Kid, LinkKeyFile.Read(upper)!.Kid);
        Assert.Equal(made.PublicJwk, File.ReadAllText(upper.KeyFile + ".jwk"));
        Assert.DoesNotContain("\"d\"", made.PublicJwk, StringComparison.Ordinal);
        Assert.Null(LinkKeyFile.Read(new UpperOptions()));

        File.WriteAllText(upper.KeyFile, "no key");
        Assert.Throws<OptionsException>(() => LinkKeyFile.Read(upper));
    }

    private DeploymentOptions Options() => new() { Store = new StoreOptions { Hub = "sqlite:" + Path.Combine(folder, "hub.db") } };
}
