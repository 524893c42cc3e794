using System.Collections.Frozen;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace CityOps.Portal.Web;

/// <summary>One file browsers load, with its packed forms made at first need and kept.</summary>
internal sealed class Asset(string type, byte[] bytes)
{
    private readonly Lazy<byte[]> brotli = new(() => Pack(bytes, static into => new BrotliStream(into, CompressionLevel.Optimal)));
    private readonly Lazy<byte[]> gzip = new(() => Pack(bytes, static into => new GZipStream(into, CompressionLevel.SmallestSize)));

    public string Type => type;

    public string Digest { get; } = Convert.ToHexStringLower(SHA256.HashData(bytes))[..16];

    public byte[] As(string? encoding) => encoding switch { "br" => brotli.Value, "gzip" => gzip.Value, _ => bytes };

    private static byte[] Pack(byte[] plain, Func<Stream, Stream> packer)
    {
        using var into = new MemoryStream();
        using (var packing = packer(into))
        {
            packing.Write(plain);
        }

        return into.ToArray();
    }
}

/// <summary>
/// Style sheet and scripts, embedded in this assembly. An address carries its file's digest, so the answer may be kept for
/// ever; another version's address, as during an upgrade, gets this version's file but may not keep it.
/// </summary>
internal static class AssetShelf
{
    public const string Style = "portal.css";
    public const string Script = "portal.js";
    public const string Htmx = "htmx.min.js";
    public const string Sse = "sse.min.js";
    public const string Charts = "echarts.min.js";

    private const string StyleType = "text/css; charset=utf-8";
    private const string ScriptType = "text/javascript; charset=utf-8";

    private static readonly FrozenDictionary<string, Asset> All = new Dictionary<string, Asset>(StringComparer.Ordinal)
    {
        [Style] = new(StyleType, Encoding.UTF8.GetBytes(Sheet())),
        [Script] = Load(Script),
        [Htmx] = Load(Htmx),
        [Sse] = Load(Sse),
        [Charts] = Load(Charts),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Below the portal's root.</summary>
    public static string Address(string name) => $"assets/{name}?v={All[name].Digest}";

    public static IResult Answer(HttpContext http, string name)
    {
        if (!All.TryGetValue(name, out var asset))
        {
            return Results.NotFound();
        }

        var encoding = EncodingOf(http.Request.Headers.AcceptEncoding);
        var tag = $"\"{asset.Digest}{(encoding is null ? "" : "-" + encoding)}\"";
        var headers = http.Response.Headers;
        headers.CacheControl = http.Request.Query["v"] == asset.Digest ? "public, max-age=31536000, immutable" : "no-cache";
        headers.ETag = tag;
        headers.Vary = HeaderNames.AcceptEncoding;
        headers.XContentTypeOptions = "nosniff";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (http.Request.Headers.IfNoneMatch.Any(given => given is not null && given.Split(',', StringSplitOptions.TrimEntries).Contains(tag, StringComparer.Ordinal)))
        {
            return Results.StatusCode(StatusCodes.Status304NotModified);
        }

        if (encoding is not null)
        {
            headers.ContentEncoding = encoding;
        }

        return Results.Bytes(asset.As(encoding), asset.Type);
    }

    // The best we have of what the browser takes; nothing it gave weight 0.
    private static string? EncodingOf(IList<string?> accepted)
    {
        if (!StringWithQualityHeaderValue.TryParseList([.. accepted.OfType<string>()], out var taken))
        {
            return null;
        }

        bool Takes(string encoding) => taken.Any(one => one.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase) && one.Quality is null or > 0);
        return Takes("br") ? "br" : Takes("gzip") ? "gzip" : null;
    }

    // The kit lies in a layer of its own: every rule of ours outranks it, whatever its selector weighs.
    private static string Sheet()
    {
        const string charset = "@charset \"UTF-8\";";
        var kit = Text("pico.min.css");
        return $"@layer kit {{{(kit.StartsWith(charset, StringComparison.Ordinal) ? kit[charset.Length..] : kit)}}}\n{Text("base.css")}\n{Text("frame.css")}\n{Text("kit.css")}";
    }

    private static Asset Load(string name) => new(ScriptType, Bytes(name));

    private static string Text(string name) => Encoding.UTF8.GetString(Bytes(name)).TrimStart('\uFEFF');

    private static byte[] Bytes(string name)
    {
        using var stream = typeof(AssetShelf).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is not embedded.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
