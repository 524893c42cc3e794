using System.Text.Json;
using CityOps.Node.Verbs.Administering;
using Xunit;

namespace CityOps.Tests.SignOn.Administration;

/// <summary><c>cityops admin</c> against a running hub: what it writes and how it ends.</summary>
public sealed class AdminVerbTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("cityops-admin-").FullName;

    [Fact]
    public async Task The_first_administrators_are_made_once_and_written_into_a_private_file()
    {
        await using var host = await AdminHost.StartAsync();
        var file = Path.Combine(folder, "first.json");

        Assert.Equal(0, await RunAsync(host, "init", "--out", file));
        Assert.Equal(1, await RunAsync(host, "init"));

        var made = JsonDocument.Parse(await File.ReadAllBytesAsync(file)).RootElement.GetProperty("items");
        Assert.Equal(3, made.GetArrayLength());
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public async Task A_quota_is_given_filled_and_withdrawn_from_the_command_line()
    {
        await using var host = await AdminHost.StartAsync();
        var given = await ToFileAsync(host, "delegation", "give", "P-340000", "--quota", "2", "--role", "guidance-reader", "--region", "340000");
        var id = given.GetProperty("id").GetString()!;

        Assert.Equal(0, await RunAsync(host, "delegation", "add-account", id, "reader", "读者", "--role", "guidance-reader", "--issuer", "https://city.example.cn", "--subject", "a1"));
        Assert.Equal(1, await RunAsync(host, "delegation", "add-account", id, "reader", "读者", "--role", "guidance-reader"));
        Assert.Equal("reader", (await ToFileAsync(host, "delegation", "accounts", id)).GetProperty("items")[0].GetProperty("login").GetString());
        Assert.Equal(0, await RunAsync(host, "delegation", "withdraw", id));
        Assert.Single(host.Ended);
    }

    [Fact]
    public async Task What_cannot_be_tried_ends_with_two()
    {
        await using var host = await AdminHost.StartAsync();
        Assert.Equal(2, await AdminVerb.Make().Parse(["user", "list"]).InvokeAsync());
        Assert.Equal(2, await AdminVerb.Make().Parse(["user", "list", "--url", "http://127.0.0.1:1", "--client", AdminHost.Nation, "--secret-file", await SecretAsync("x")]).InvokeAsync());
        Assert.Equal(2, await AdminVerb.Make().Parse(["user", "list", "--url", host.Client.BaseAddress!.ToString(), "--client", AdminHost.Nation, "--secret-file", await SecretAsync("wrong")]).InvokeAsync());
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private async Task<JsonElement> ToFileAsync(AdminHost host, params string[] verb)
    {
        var file = Path.Combine(folder, Guid.CreateVersion7().ToString("N"));
        Assert.Equal(0, await RunAsync(host, [.. verb, "--out", file]));
        return JsonDocument.Parse(await File.ReadAllBytesAsync(file)).RootElement;
    }

    private async Task<int> RunAsync(AdminHost host, params string[] verb) =>
        await AdminVerb.Make().Parse([.. verb, "--url", host.Client.BaseAddress!.ToString(), "--client", AdminHost.Nation, "--secret-file", await SecretAsync(AdminHost.Secret)]).InvokeAsync();

    private async Task<string> SecretAsync(string secret)
    {
        var file = Path.Combine(folder, "secret");
        await File.WriteAllTextAsync(file, secret + "\n");
        return file;
    }
}
