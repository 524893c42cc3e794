using System.Text.Json;
using CityOps.Hub.Audit.Verifying;

namespace CityOps.Node.Verbs.Auditing;

/// <summary>Verifies an exported log, without any store or network.</summary>
internal static class AuditVerifyRun
{
    private const int MostLine = 1 << 20;

    public static int Run(string file, IReadOnlyList<string> checkpoints, string? keys, TextWriter output)
    {
        var elsewhere = new List<AuditLine.Head>();
        foreach (var path in checkpoints)
        {
            Each(path, line =>
            {
                if (AuditFile.Read(line) is AuditLine.Head head)
                {
                    elsewhere.Add(head);
                }
            });
        }

        var verifier = new AuditVerifier(elsewhere, keys is null ? null : KeysOf(keys));
        verifier.Begin();
        Each(file, verifier.Feed);
        return Tell(verifier.Finish(), keys is null, checkpoints.Count == 0, output);
    }

    private static int Tell(AuditVerdict verdict, bool anyKey, bool noWitness, TextWriter output)
    {
        output.WriteLine($"记录 entries {verdict.Entries} · 检查点 checkpoints {verdict.Checkpoints} · 封存至 sealed to {verdict.Sealed} · 见证至 witnessed to {verdict.Witnessed}");
        foreach (var fault in verdict.Faults)
        {
            output.WriteLine($"{fault.Name} @ {fault.Index}: {fault.Why}");
        }

        if (anyKey)
        {
            output.WriteLine("未给出可信公钥（--jwks），签名只与随附的公钥核对。 Without --jwks signatures are checked against the keys beside them only.");
        }

        if (noWitness)
        {
            output.WriteLine("未给出见证方的检查点（--checkpoints），截断与整体改写看不出来。 Without --checkpoints a cut-off end or a whole rewrite cannot be seen.");
        }

        output.WriteLine(verdict.Holds ? "完好 it holds" : "不可信 it does not hold");
        return verdict.Holds ? 0 : 1;
    }

    private static Dictionary<string, JsonElement> KeysOf(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(Files.ReadAll(path));
            return document.RootElement.GetProperty("keys").EnumerateArray().Where(key => key.TryGetProperty("kid", out _))
                .DistinctBy(key => key.GetProperty("kid").GetString()).ToDictionary(key => key.GetProperty("kid").GetString()!, key => key.Clone(), StringComparer.Ordinal);
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new VerbException($"{path} 不是 JWKS。", $"{path} is not a JWKS: {fault.Message}");
        }
    }

    // Lines as bytes: what is hashed must not pass through a decoder.
    private static void Each(string path, Action<ReadOnlyMemory<byte>> take)
    {
        using var file = Files.Open(path);
        var buffer = new byte[1 << 16];
        var (start, end) = (0, 0);
        while (file.Read(buffer, end, buffer.Length - end) is var read and > 0)
        {
            end += read;
            while (buffer.AsSpan(start, end - start).IndexOf((byte)'\n') is var length and >= 0)
            {
                take(buffer.AsMemory(start, length));
                start += length + 1;
            }

            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
            if (end == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2 <= MostLine ? buffer.Length * 2 : throw new VerbException($"{path} 有一行过长。", $"{path} has a line that is too long."));
            }
        }

        if (end > start)
        {
            take(buffer.AsMemory(start, end - start));
        }
    }
}
