using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using CityOps.Schemas.Catalogue;
using CityOps.Schemas.Codes;
using CityOps.Schemas.Records;
using Xunit;

namespace CityOps.Tests.Schemas;

public sealed class RecordBuilderTests
{
    private static readonly RecordHeader Header = new(
        "MG-03",
        "1.0.0",
        RecordBuilder.RecordId("C-370200", "M-7"),
        "C-370200",
        RegionCode.Parse("370202"),
        new DateTimeOffset(2026, 3, 31, 1, 12, 5, TimeSpan.Zero),
        new DateTimeOffset(2026, 3, 31, 2, 2, 40, 250, TimeSpan.Zero),
        'I',
        4,
        '2');

    [Fact]
    public void A_record_of_our_own_is_written_header_first_and_needs_no_compacting()
    {
        var record = RecordBuilder.Build(Header, fields => fields.WriteString("fileName", "近景\"<1>\".jpg"));

        Assert.Equal(
            """
            {"dataset":"MG-03","schemaVersion":"1.0.0","recordId":"C-370200:M-7","sourcePlatform":"C-370200","regionCode":"370202",
            "dataTime":"2026-03-31T09:12:05.000+08:00","updateTime":"2026-03-31T10:02:40.250+08:00","op":"I","rev":4,"dataLevel":"2",
            "fileName":"近景\"<1>\".jpg"}
            """.ReplaceLineEndings(""),
            Encoding.UTF8.GetString(record.Bytes.Span));
        var compact = new ArrayBufferWriter<byte>();
        Assert.Null(RecordText.Compact(record.Bytes.Span, compact, RecordLimits.Standard));
        Assert.True(record.Bytes.Span.SequenceEqual(compact.WrittenSpan));
        Assert.Equal(SHA256.HashData(record.Bytes.Span), record.Digest);
        Assert.Equal([RegionCode.Parse("370202")], record.Regions);
    }

    [Fact]
    public void A_deletion_of_our_own_is_taken_by_the_judge_and_reads_back_the_same()
    {
        var built = RecordBuilder.Build(Header with { Op = 'D' }, fields => fields.WriteString("mediaId", "M-7"));

        var judged = new RecordJudge(SchemaSet.Standard).Judge(StandardFiles.Dataset("MG-03"), built.Bytes);

        Assert.Empty(judged.Problems);
        Assert.Equal(built.Header, judged.Record?.Header);
        Assert.True(judged.Record?.Header.IsDelete);
    }

    [Fact]
    public void A_key_of_many_members_is_joined_by_strokes() =>
        Assert.Equal("P-370000:370200/2026/03", RecordBuilder.RecordId("P-370000", "370200", "2026", "03"));
}
