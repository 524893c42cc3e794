using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace CityOps.Hub.SignOn.Pages.Html;

/// <summary>The one style sheet, embedded. Its address carries its own digest, so it may be kept for ever.</summary>
internal static class StyleSheet
{
    public const string Path = "/signon/style.css";

    private static readonly byte[] Bytes = Load();
    private static readonly string Version = Convert.ToHexStringLower(SHA256.HashData(Bytes))[..16];

    public static string Address { get; } = $"{Path}?v={Version}";

    /// <summary>Another version's address, as during an upgrade, gets this sheet too but may not keep it.</summary>
    public static IResult Answer(HttpContext http)
    {
        http.Response.Headers.CacheControl = http.Request.Query["v"] == Version ? "public, max-age=31536000, immutable" : "no-cache";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        return Results.Bytes(Bytes, "text/css; charset=utf-8");
    }

    private static byte[] Load()
    {
        using var stream = typeof(StyleSheet).Assembly.GetManifestResourceStream("signon.css")
            ?? throw new InvalidOperationException("signon.css is not embedded.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
