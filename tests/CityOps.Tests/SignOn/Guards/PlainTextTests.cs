using CityOps.Hub.Guards;
using CityOps.Node.Hosting.Front;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CityOps.Tests.SignOn.Guards;

public sealed class PlainTextTests
{
    [Theory]
    [InlineData("a\r\nb", "a\\u{d}\\u{a}b")]
    [InlineData("\u001b[31mred", "\\u{1b}[31mred")]
    [InlineData("\u0085\u009b", "\\u{85}\\u{9b}")]
    [InlineData("\u2028\u2029", "\\u{2028}\\u{2029}")]
    [InlineData("\u202e\u2066", "\\u{202e}\\u{2066}")]
    [InlineData("\u0000\u007f", "\\u{0}\\u{7f}")]
    [InlineData("合肥市 café 😀", "合肥市 café 😀")]
    [InlineData("\udb40\udc41", "\\u{e0041}")]
    [InlineData(null, "")]
    public void What_could_forge_a_line_becomes_visible(string? text, string plain) => Assert.Equal(plain, PlainText.Of(text, 100));

    [Fact]
    public void Half_a_surrogate_pair_becomes_visible() => Assert.Equal("\\u{d800}x", PlainText.Of("\ud800" + "x", 100));

    [Fact]
    public void Long_text_is_cut() => Assert.Equal("aaaaa…", PlainText.Of(new string('a', 1_000), 5));

    [Fact]
    public void A_log_event_is_one_line_whatever_is_in_it()
    {
        using var text = new StringWriter();
        var fault = new InvalidOperationException("first\r\nwarn: Forged[1] second\u001b[2J");
        new PlainConsole().Write(
            new LogEntry<string>(LogLevel.Warning, "Cat", new EventId(7), "user \r\nwarn: Forged[1] x\u2028", fault, (state, _) => state), null, text);

        var line = text.ToString();
        Assert.Equal(line.Length - 1, line.IndexOf('\n', StringComparison.Ordinal));
        Assert.DoesNotContain(line[..^1], c => char.IsControl(c) || c is '\u2028');
        Assert.StartsWith("warn: Cat[7] user \\u{d}\\u{a}warn", line, StringComparison.Ordinal);
    }
}
