using System.Buffers;
using System.Text;
using CityOps.Hub.Audit;
using CityOps.Hub.Audit.Verifying;
using Xunit;

namespace CityOps.Tests.SignOn.Audit;

/// <summary>Every way to tamper with a log (security.md 9.5) is named by the verifier, with the first bad entry.</summary>
public sealed class VerifierTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly CheckpointKey key = new();

    private static List<AuditEntry> Make(int count, string actor = "a", int from = 0, AuditTail? tail = null)
    {
        var (entries, at) = (new List<AuditEntry>(), tail ?? AuditTail.None);
        for (var i = from; i < from + count; i++)
        {
            entries.Add(AuditEntry.Follow(at, $"id{actor}{i}", Start.AddSeconds(i), new AuditEvent("signon.login", AuditResult.Done, "ok", actor, "", "local", "t")));
            at = entries[^1].Tail;
        }

        return entries;
    }

    private AuditLine.Head Head(IEnumerable<AuditEntry> entries, int size, CheckpointKey? by = null)
    {
        var peaks = new MerklePeaks();
        foreach (var entry in entries.Take(size))
        {
            peaks.Add(entry.Leaf);
        }

        var signed = (by ?? key).Sign(Checkpoint.Claims("https://hub.example", size, peaks.Root(), Start));
        return (AuditLine.Head)AuditFile.Read(Line(to => AuditFile.Write(to, signed)));
    }

    private static byte[] Line(Action<IBufferWriter<byte>> write)
    {
        var to = new ArrayBufferWriter<byte>();
        write(to);
        return to.WrittenSpan[..^1].ToArray();
    }

    private static byte[] Line(AuditEntry entry) => Line(to => AuditFile.Write(to, new AuditRow(entry.Seq, entry.Leaf, entry.Body)));

    private static byte[] Line(AuditLine.Head head) => Encoding.UTF8.GetBytes($"{{\"checkpoint\":\"{head.Signed}\",\"jwk\":{head.Jwk.GetRawText()}}}");

    private AuditVerdict Verify(IEnumerable<byte[]> lines, params AuditLine.Head[] elsewhere)
    {
        var verifier = new AuditVerifier(elsewhere, key.Trusted);
        verifier.Begin();
        foreach (var line in lines)
        {
            verifier.Feed(line);
        }

        return verifier.Finish();
    }

    private static string Named(AuditVerdict verdict) => string.Join(' ', verdict.Faults.Select(f => $"{f.Name}@{f.Index}"));

    /// <summary>Twenty entries with checkpoints after ten and twenty, as lines.</summary>
    private (List<AuditEntry> Entries, List<byte[]> Lines) Good()
    {
        var entries = Make(20);
        var lines = entries.Select(Line).ToList();
        lines.Insert(10, Line(Head(entries, 10)));
        lines.Add(Line(Head(entries, 20)));
        return (entries, lines);
    }

    [Fact]
    public void A_log_nobody_touched_holds()
    {
        var (entries, lines) = Good();
        var verdict = Verify(lines, Head(entries, 20));

        Assert.Equal("", Named(verdict));
        Assert.Equal((20, 3, 20, 20), (verdict.Entries, verdict.Checkpoints, verdict.Sealed, verdict.Witnessed));
    }

    [Fact]
    public void Every_single_flipped_byte_is_named_at_its_entry()
    {
        var (_, lines) = Good();
        var line = lines[4];
        for (var i = 0; i < line.Length; i++)
        {
            var flipped = (byte[])line.Clone();
            flipped[i] ^= 0x01;
            var verdict = Verify([.. lines.Take(4), flipped, .. lines.Skip(5)]);

            Assert.False(verdict.Holds, $"byte {i} {(char)line[i]}");
            Assert.True(verdict.Faults[0].Index is 5, $"byte {i} {(char)line[i]}: {Named(verdict)}");
        }
    }

    [Fact]
    public void An_entry_altered_together_with_its_hash_is_named()
    {
        var (entries, lines) = Good();
        var other = AuditEntry.Follow(entries[3].Tail, entries[4].Event, entries[4].At, new AuditEvent("signon.login", AuditResult.Refused, "x", "b", "", "local", "t"));

        Assert.StartsWith("altered@5", Named(Verify([.. lines.Take(4), Line(other), .. lines.Skip(5)])), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(7, 8)]
    [InlineData(14, 14)]
    public void A_deleted_entry_is_named(int line, int seq)
    {
        var (_, lines) = Good();
        lines.RemoveAt(line);

        Assert.Equal($"deleted@{seq}", Named(Verify(lines)));
    }

    [Fact]
    public void Two_swapped_entries_are_named()
    {
        var (_, lines) = Good();
        (lines[5], lines[6]) = (lines[6], lines[5]);

        Assert.Equal("swapped@6", Named(Verify(lines)));
    }

    [Fact]
    public void An_entry_slipped_in_is_named()
    {
        var (entries, lines) = Good();
        var slipped = AuditEntry.Follow(entries[5].Tail, "new", Start, new AuditEvent("signon.login", AuditResult.Done, "ok", "b", "", "local", "t"));
        lines.Insert(7, Line(slipped));

        Assert.Equal("inserted@7", Named(Verify(lines)));
    }

    [Fact]
    public void An_entry_slipped_in_with_all_that_follow_numbered_and_hashed_anew_is_named_by_the_checkpoint()
    {
        var (entries, lines) = Good();
        var slipped = AuditEntry.Follow(entries[4].Tail, "new", entries[4].At, new AuditEvent("signon.login", AuditResult.Done, "ok", "b", "", "local", "t"));
        var rest = Make(14, from: 5, tail: slipped.Tail);

        Assert.Equal("rewritten@1", Named(Verify([.. lines.Take(5), Line(slipped), .. rest.Take(4).Select(Line), lines[10], .. rest.Skip(4).Select(Line)])));
    }

    [Fact]
    public void A_backdated_entry_is_named()
    {
        var entries = Make(5);
        var late = AuditEntry.Follow(new AuditTail(5, entries[4].Leaf, DateTimeOffset.MinValue), "new", Start, new AuditEvent("signon.login", AuditResult.Done, "ok", "b", "", "local", "t"));

        Assert.Equal("backdated@6", Named(Verify([.. entries.Select(Line), Line(late)])));
    }

    [Fact]
    public void A_tail_cut_off_is_named_by_the_log_itself_when_its_heads_are_left()
    {
        var (_, lines) = Good();

        Assert.Equal("truncated@18", Named(Verify([.. lines.Take(18), lines[^1]])));
    }

    [Fact]
    public void A_tail_cut_off_with_its_heads_is_named_by_the_witness()
    {
        var (entries, lines) = Good();

        Assert.Equal("", Named(Verify(lines.Take(14))));
        Assert.Equal("rolled-back@14", Named(Verify(lines.Take(14), Head(entries, 10), Head(entries, 20))));
    }

    [Fact]
    public void A_whole_rewrite_with_new_heads_is_named_by_the_witness()
    {
        var (entries, _) = Good();
        var others = Make(20, "b");
        byte[][] lines = [.. others.Select(Line), Line(Head(others, 20))];

        Assert.Equal("", Named(Verify(lines)));
        Assert.Equal("rewritten@1", Named(Verify(lines, Head(entries, 10))));
        Assert.Contains("rewritten@1", Named(Verify(lines, Head(entries, 20))), StringComparison.Ordinal);
        Assert.Contains("forked@", Named(Verify(lines, Head(entries, 20))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_store_rolled_back_and_grown_again_is_named_after_the_last_head_that_fits()
    {
        var (entries, _) = Good();
        List<AuditEntry> grown = [.. entries.Take(12), .. Make(20, "b", from: 12, tail: entries[11].Tail)];

        Assert.Equal("rewritten@11", Named(Verify(grown.Select(Line), Head(entries, 10), Head(entries, 20))));
    }

    [Fact]
    public void Two_histories_shown_to_two_witnesses_are_a_fork()
    {
        var (entries, lines) = Good();
        List<AuditEntry> other = [.. entries.Take(15), .. Make(5, "b", from: 15, tail: entries[14].Tail)];

        Assert.Equal("forked@11", Named(Verify(lines, Head(entries, 10), Head(other, 20))).Split(' ').Single(f => f.StartsWith("forked", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_head_signed_by_another_key_is_forged()
    {
        var (entries, lines) = Good();
        lines[^1] = Line(Head(entries, 20, new CheckpointKey()));

        Assert.Equal("forged@20", Named(Verify(lines)));
    }

    [Fact]
    public void Roots_are_those_of_the_standard()
    {
        // RFC 6962/9162: the well-known test vectors of the Certificate Transparency project.
        string[] inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
        string[] roots =
        [
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c", "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
        ];
        var peaks = new MerklePeaks();

        Assert.Equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", Convert.ToHexStringLower(peaks.Root()));
        foreach (var (input, root) in inputs.Zip(roots))
        {
            peaks.Add(MerkleTree.Leaf(Convert.FromHexString(input)));
            Assert.Equal(root, Convert.ToHexStringLower(peaks.Root()));
            Assert.Equal(root, Convert.ToHexStringLower(new MerklePeaks(peaks.Size, peaks.ToBytes()).Root()));
        }
    }
}
