using System.Buffers;
using System.Text;
using System.Text.Json;
using CityOps.Schemas.Records;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CityOps.Tests.Schemas;

public sealed class RecordTextTests
{
    [Theory]
    [InlineData(" { \"a\" : [ 1 , 2.50 , -0e+5 ] ,\r\n\t\"b\" : { } , \"c\":[ ] } ", """{"a":[1,2.50,-0e+5],"b":{},"c":[]}""")]
    [InlineData("""{"z":"a b\u0041\n","a":null,"m":[true,false]}""", """{"z":"a b\u0041\n","a":null,"m":[true,false]}""")]
    [InlineData("  \"案件 编号\"  ", "\"案件 编号\"")]
    [InlineData(" 120.37123450000 ", "120.37123450000")]
    [InlineData("""{"a":{"a":{"a":1}},"b":[{"a":1},{"a":2}]}""", """{"a":{"a":{"a":1}},"b":[{"a":1},{"a":2}]}""")]
    [InlineData("""{"😀":1,"\ud83d\ude01":2,"\u0000":"\u0000"}""", """{"😀":1,"\ud83d\ude01":2,"\u0000":"\u0000"}""")]
    public void Only_the_white_space_outside_strings_goes(string text, string compact)
    {
        Assert.Null(Compact(text, out var written));
        Assert.Equal(compact, written);
    }

    [Theory]
    [InlineData("""{"a":1,"b":2,"a":3}""", "/a")]
    [InlineData("""{"a":1,"\u0061":3}""", "/a")]
    [InlineData("""{"\u00e9":1,"é":3}""", "/é")]
    [InlineData("""{"x":[0,{"k":{"\ud83d\ude00":1,"😀":1}}]}""", "/x/1/k/😀")]
    [InlineData("""{"":1,"":2}""", "/")]
    [InlineData("""{"a/b~":1,"a\/b~":2}""", "/a~1b~0")]
    public void A_member_stands_once_in_an_object_however_it_is_spelt(string text, string pointer)
    {
        var fault = Compact(text, out _);

        Assert.Equal("duplicate-key", fault?.Name);
        Assert.Equal(pointer, fault?.Pointer);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("{")]
    [InlineData("{\"a\"}")]
    [InlineData("{\"a\":}")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{,}")]
    [InlineData("{a:1}")]
    [InlineData("{'a':1}")]
    [InlineData("[1,]")]
    [InlineData("[1 2]")]
    [InlineData("[1}")]
    [InlineData("{\"a\":1]")]
    [InlineData("{} {}")]
    [InlineData("{}x")]
    [InlineData("]")]
    [InlineData("nul")]
    [InlineData("True")]
    [InlineData("NaN")]
    [InlineData("\"open")]
    [InlineData("\"\\")]
    [InlineData("\"\\x\"")]
    [InlineData("\"\\u12g4\"")]
    [InlineData("\"\\u12")]
    [InlineData("\"tab\there\"")]
    [InlineData("\"line\nbreak\"")]
    [InlineData("\"nul\0\"")]
    [InlineData("01")]
    [InlineData("-")]
    [InlineData("+1")]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData("1e")]
    [InlineData("0x10")]
    [InlineData("１")]
    [InlineData("{\"a\":1}//end")]
    [InlineData("{\"a\":1\u00a0}")]
    public void What_is_not_JSON_to_the_letter_is_malformed(string text)
    {
        Assert.Equal("malformed-json", Compact(text, out var written)?.Name);
        Assert.Equal("", written);
    }

    [Theory]
    [InlineData("""{"a":"\ud800"}""")]
    [InlineData("""{"a":"\ude00"}""")]
    [InlineData("""{"a":"\ud83d\u0041"}""")]
    [InlineData("""{"a":"\ud83dx"}""")]
    [InlineData("""{"\udfff":1}""")]
    public void Half_a_surrogate_pair_is_no_text(string text) =>
        Assert.Equal("invalid-encoding", Compact(text, out _)?.Name);

    [Theory]
    [InlineData(new byte[] { 0x22, 0xFF, 0x22 }, 1)]
    [InlineData(new byte[] { 0x22, 0xC0, 0x80, 0x22 }, 1)] // overlong NUL
    [InlineData(new byte[] { 0x22, 0xED, 0xA0, 0x80, 0x22 }, 1)] // a surrogate as UTF-8
    [InlineData(new byte[] { 0x22, 0xE6, 0xA1, 0x22 }, 1)] // cut short
    [InlineData(new byte[] { 0x22, 0x41, 0xF4, 0x90, 0x80, 0x80, 0x22 }, 2)] // beyond U+10FFFF
    [InlineData(new byte[] { 0xEF, 0xBB, 0xBF, 0x31 }, 0)] // byte order mark
    public void Broken_UTF8_and_a_byte_order_mark_are_refused_where_they_stand(byte[] text, int offset)
    {
        var fault = Compact(text, RecordLimits.Standard, out _);

        Assert.Equal("invalid-encoding", fault?.Name);
        Assert.Equal(offset, fault?.Offset);
    }

    [Theory]
    [InlineData("1e308", null)]
    [InlineData("1E-308", null)]
    [InlineData("1e0000308", null)]
    [InlineData("9007199254740993", null)]
    [InlineData("1e309", "number-out-of-range")]
    [InlineData("1e-400", "number-out-of-range")]
    [InlineData("1e99999999999999999999", "number-out-of-range")]
    public void An_exponent_stays_within_what_others_can_hold(string text, string? fault) =>
        Assert.Equal(fault, Compact(text, out _)?.Name);

    [Fact]
    public void A_number_has_at_most_sixty_four_digits_and_a_million_cost_nothing()
    {
        Assert.Null(Compact("-0." + new string('3', 63), out _));
        Assert.Equal("number-out-of-range", Compact("0." + new string('3', 64), out _)?.Name);
        Assert.Equal("number-out-of-range", Compact(new string('7', 200_000), out _)?.Name);
    }

    [Fact]
    public void Depth_ends_at_thirty_two()
    {
        static string Nest(int depth) => new string('[', depth - 1) + "{}" + new string(']', depth - 1);

        Assert.Null(Compact(Nest(32), out _));
        Assert.Equal("too-deep", Compact(Nest(33), out _)?.Name);
        Assert.Equal("too-deep", Compact(new string('[', 100_000), out _)?.Name);
    }

    [Fact]
    public void Size_ends_at_the_limit()
    {
        var limits = new RecordLimits(MaxBytes: 5);

        Assert.Null(Compact("12345"u8, limits, out _));
        Assert.Equal(("payload-too-large", "E2004"), Compact("123456"u8, limits, out _) is { } fault ? (fault.Name, fault.ToProblem().Code) : default);
    }

    [Fact]
    public void Twenty_thousand_members_are_told_apart_and_the_one_that_repeats_is_found()
    {
        var members = string.Join(',', Enumerable.Range(0, 20_000).Select(number => $"\"n{number}\":{number % 10}"));

        Assert.Null(Compact("{" + members + "}", out var written));
        Assert.Equal(members.Length + 2, written.Length);
        Assert.Equal("/n19998", Compact("{" + members + ",\"n19998\":0}", out _)?.Pointer);
    }

    [Fact]
    public void A_fault_says_where_in_both_languages()
    {
        var fault = Compact("""{"a":1,"list":[0,{"b":"x","c":tru}]}""", out _);

        Assert.Equal("/list/1/c", fault?.Pointer);
        Assert.Equal(30, fault?.Offset);
        Assert.Contains("第 30 字节", fault?.Message, StringComparison.Ordinal);
        Assert.Contains("at byte 30", fault?.MessageEn, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_changed_at_will_never_break_the_reader_and_agree_with_the_platforms_own()
    {
        var seed = Encoding.UTF8.GetBytes("""{"a":[1,-2.5e3,true,null,"路\u8def\ud83d\ude00\n"],"b":{"c":"","a":{}},"d": "x"}""");
        var changes =
            from places in Gen.Choose(0, seed.Length - 1).ArrayOf(3)
            from bytes in Gen.OneOf(Gen.Choose(0, 255), Gen.Elements("\"\\{}[],:0eu1 "u8.ToArray().Select(letter => (int)letter))).ArrayOf(3)
            select (places, bytes);

        Prop.ForAll(changes.ToArbitrary(), change =>
        {
            var text = seed.ToArray();
            for (var i = 0; i < 3; i++)
            {
                text[change.places[i]] = (byte)change.bytes[i];
            }

            return (Compact(text, RecordLimits.Standard, out var written) is null) == PlatformTakes(text, written);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20_000));
    }

    [Fact]
    public void A_good_record_costs_no_garbage()
    {
        var text = Encoding.UTF8.GetBytes(StandardFiles.Example("MG-01", "pass-full"));
        var into = new ArrayBufferWriter<byte>(64 * 1024);
        RecordText.Compact(text, into, RecordLimits.Standard);
        into.ResetWrittenCount();

        var before = GC.GetAllocatedBytesForCurrentThread();
        RecordText.Compact(text, into, RecordLimits.Standard);
        var after = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(0, after - before);
        Assert.True(into.WrittenCount is > 500 and < 2_000);
    }

    // The platform's reader as second opinion: it has no number limits, and looks at strings only when they are read.
    private static bool PlatformTakes(byte[] text, string written)
    {
        var strict = new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 32 };
        try
        {
            using var document = JsonDocument.Parse(text, strict);
            return ReadsWhole(document.RootElement) && (written.Length == 0 || JsonElement.DeepEquals(document.RootElement, JsonDocument.Parse(written).RootElement));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool ReadsWhole(JsonElement value)
    {
        try
        {
            return value.ValueKind switch
            {
                JsonValueKind.String => value.GetString() is not null,
                JsonValueKind.Number => !value.GetRawText().Contains('e', StringComparison.OrdinalIgnoreCase) || Math.Abs(value.GetDouble()) is 0 or (> 1e-300 and < 1e300),
                JsonValueKind.Array => value.EnumerateArray().All(ReadsWhole),
                JsonValueKind.Object => value.EnumerateObject().All(member => member.Name is not null && ReadsWhole(member.Value)),
                _ => true,
            };
        }
        catch (InvalidOperationException)
        {
            return false; // a lone surrogate shows only now
        }
    }

    private static CompactFault? Compact(string text, out string written) =>
        Compact(Encoding.UTF8.GetBytes(text), RecordLimits.Standard, out written);

    private static CompactFault? Compact(ReadOnlySpan<byte> text, RecordLimits limits, out string written)
    {
        var into = new ArrayBufferWriter<byte>();
        var fault = RecordText.Compact(text, into, limits);
        written = Encoding.UTF8.GetString(into.WrittenSpan);
        return fault;
    }
}
