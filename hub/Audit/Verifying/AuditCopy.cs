using System.Buffers;
using System.Text;
using CityOps.Hub.Audit.Witness;

namespace CityOps.Hub.Audit.Verifying;

/// <summary>Writes the log, or what is kept of another's, in the lines that <see cref="AuditFile"/> reads.</summary>
internal static class AuditCopy
{
    /// <summary>Entries after one with the checkpoints among them; answers how many entries.</summary>
    public static async Task<int> LogAsync(IBufferWriter<byte> to, AuditTable entries, CheckpointTable checkpoints, (long After, int Limit) page, CancellationToken ct)
    {
        var rows = await entries.ReadAsync(page.After, page.Limit, ct);
        var heads = await checkpoints.AfterAsync(page.After, rows.Count + 1, ct);
        foreach (var row in rows)
        {
            AuditFile.Write(to, row);
            foreach (var head in heads.Where(h => h.Size == row.Seq))
            {
                AuditFile.Write(to, head.Signed);
            }
        }

        return rows.Count;
    }

    /// <summary>The checkpoints kept of a platform beyond a size, then, from the start, the refused ones: they prove a fork. Answers how many; null when nothing of it is known.</summary>
    public static async Task<int?> WitnessedAsync(IBufferWriter<byte> to, WitnessTable table, string peer, (long After, int Limit) page, CancellationToken ct)
    {
        if (await table.LastAsync(peer, ct) is not { } last)
        {
            return null;
        }

        var seen = await table.OfAsync(peer, last.Epoch, page.After, page.Limit, ct);
        foreach (var one in seen)
        {
            AuditFile.Write(to, one.Signed);
        }

        foreach (var refused in page.After == 0 ? await table.RefusedAsync(peer, ct) : [])
        {
            to.Write(Encoding.UTF8.GetBytes($"{{\"refused\":\"{refused.Reason}\",\"size\":{refused.Size},\"evidence\":\"{refused.Signed}\"}}\n"));
        }

        return seen.Count;
    }
}
