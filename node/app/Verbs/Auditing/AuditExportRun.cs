using System.Text;
using CityOps.Hub.Links;
using CityOps.Node.Hosting;

namespace CityOps.Node.Verbs.Auditing;

/// <summary>Takes the audit log of a running deployment page by page, as its own operator.</summary>
internal static class AuditExportRun
{
    private const int Page = 5_000;
    private const string Plain = "plain:";

    public static async Task<int> RunAsync(string config, string? secretFile, string? peer, string to, TextWriter output, CancellationToken ct)
    {
        var options = Read(config);
        var own = options.Hub.OwnSecret;
        var secret = secretFile is not null ? Encoding.UTF8.GetString(Files.ReadAll(secretFile)).Trim()
            : own.StartsWith(Plain, StringComparison.Ordinal) ? own[Plain.Length..]
            : throw new VerbException("配置中只有密钥的散列，请用 --secret-file。", "The configuration holds only a hash of the secret: use --secret-file.");
        using var client = PeerClient.To(options.Listen);
        var link = new HttpLink(client, new LinkTokens(options.Code, secret, TimeProvider.System));
        using var file = Files.Create(to);
        var lines = peer is null ? await LogAsync(link, file, ct) : await WriteAsync(link, $"audit/v1/witnessed/{Uri.EscapeDataString(peer)}", file, ct);
        await output.WriteLineAsync($"{to}: {lines} 行 lines");
        return 0;
    }

    private static async Task<long> LogAsync(HttpLink link, FileStream file, CancellationToken ct)
    {
        var (lines, after) = (0L, 0L);
        while (true)
        {
            var page = await FetchAsync(link, $"audit/v1/export?after={after}&limit={Page}", ct);
            await file.WriteAsync(page, ct);
            lines += page.Span.Count((byte)'\n');
            var entries = Entries(page.Span);
            after += entries;
            if (entries < Page)
            {
                return lines;
            }
        }
    }

    private static async Task<long> WriteAsync(HttpLink link, string path, FileStream file, CancellationToken ct)
    {
        var page = await FetchAsync(link, path, ct);
        await file.WriteAsync(page, ct);
        return page.Span.Count((byte)'\n');
    }

    // Numbers have no gaps, so the lines tell how far this page went.
    private static int Entries(ReadOnlySpan<byte> page)
    {
        var count = 0;
        foreach (var line in page.Split((byte)'\n'))
        {
            count += page[line].StartsWith("{\"leaf\":"u8) ? 1 : 0;
        }

        return count;
    }

    private static async Task<ReadOnlyMemory<byte>> FetchAsync(HttpLink link, string path, CancellationToken ct)
    {
        try
        {
            return (await link.FetchAsync(path, ct)).TryGet(out var body, out var refusal) ? body : throw new VerbException(refusal.Title, $"{refusal.Name}: {refusal.TitleEn}");
        }
        catch (HttpRequestException fault)
        {
            throw new VerbException("部署没有应答，或拒绝了密钥。", $"The deployment does not answer, or refuses the secret: {fault.Message}");
        }
    }

    private static DeploymentOptions Read(string config)
    {
        try
        {
            return OptionsFile.Read(config);
        }
        catch (OptionsException fault)
        {
            throw new VerbException("配置无法读取。", fault.Message);
        }
    }
}
