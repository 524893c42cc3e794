using System.IO.Compression;
using System.Net;
using System.Text.RegularExpressions;
using Xunit;

namespace CityOps.Tests.Portal;

/// <summary>Style sheet and scripts: packed once, kept for ever under their digest, and nothing of ours from elsewhere.</summary>
public sealed class AssetTests
{
    [Theory]
    [InlineData("portal.css")]
    [InlineData("portal.js")]
    [InlineData("htmx.min.js")]
    [InlineData("sse.min.js")]
    [InlineData("echarts.min.js")]
    public async Task Every_file_a_page_names_is_there_under_that_very_digest(string file)
    {
        await using var site = await PortalSite.WithAsync(new ASummary());

        var address = Regex.Match((await site.SeeAsync()).Html, "assets/" + Regex.Escape(file) + "\\?v=[0-9a-f]{16}").Value;
        var asset = await site.SeeAsync(address);

        Assert.Equal(HttpStatusCode.OK, asset.Status);
        Assert.Contains("immutable", asset.Header("Cache-Control"), StringComparison.Ordinal);
        Assert.Equal("nosniff", asset.Header("X-Content-Type-Options"));
        Assert.Equal(file.EndsWith(".css", StringComparison.Ordinal) ? "text/css" : "text/javascript", asset.Answer.Content.Headers.ContentType?.MediaType);
        Assert.DoesNotMatch("(?i)@import|url\\((?!\"data:|data:)", file.EndsWith(".css", StringComparison.Ordinal) ? asset.Html : "");
    }

    [Theory]
    [InlineData("br, gzip", "br")]
    [InlineData("gzip, deflate", "gzip")]
    [InlineData("br;q=0, gzip;q=0.5", "gzip")]
    [InlineData("identity", "")]
    public async Task It_is_packed_as_the_browser_takes_it_and_is_the_same_once_unpacked(string takes, string given)
    {
        await using var site = await PortalSite.WithAsync(new ASummary());

        var plain = await site.SeeAsync("assets/portal.js");
        var packed = await site.SeeAsync("assets/portal.js", request => request.Headers.TryAddWithoutValidation("Accept-Encoding", takes));

        Assert.Equal(given, string.Join(',', packed.Answer.Content.Headers.ContentEncoding));
        Assert.Equal("Accept-Encoding", packed.Header("Vary"));
        await using var body = await packed.Answer.Content.ReadAsStreamAsync();
        await using Stream unpacked = given switch { "br" => new BrotliStream(body, CompressionMode.Decompress), "gzip" => new GZipStream(body, CompressionMode.Decompress), _ => body };
        Assert.Equal(plain.Html, await new StreamReader(unpacked).ReadToEndAsync());
    }

    [Fact]
    public async Task What_the_browser_has_already_is_not_sent_again()
    {
        await using var site = await PortalSite.WithAsync(new ASummary());

        var first = await site.SeeAsync("assets/portal.js");
        var again = await site.SeeAsync("assets/portal.js", request => request.Headers.TryAddWithoutValidation("If-None-Match", first.Header("ETag")));
        var other = await site.SeeAsync("assets/portal.js", request => request.Headers.TryAddWithoutValidation("If-None-Match", "\"another\""));

        Assert.Equal((HttpStatusCode.NotModified, ""), (again.Status, again.Html));
        Assert.Equal(HttpStatusCode.OK, other.Status);
    }

    [Theory]
    [InlineData("assets/other.js")]
    [InlineData("assets/pico.min.css")]
    [InlineData("assets/..%2fportal.css")]
    public async Task Nothing_else_is_there(string address)
    {
        await using var site = await PortalSite.WithAsync(new ASummary());

        Assert.Equal(HttpStatusCode.NotFound, (await site.SeeAsync(address)).Status);
    }
}
