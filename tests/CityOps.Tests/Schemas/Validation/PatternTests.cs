using System.Text;
using System.Text.Json;
using CityOps.Schemas.Validation.Formats;
using CityOps.Schemas.Validation.Patterns;
using Xunit;

namespace CityOps.Tests.Schemas.Validation;

public sealed class PatternTests
{
    [Theory]
    [InlineData("^[0-9]{6}$", "340100", true)]
    [InlineData("^[0-9]{6}$", "340100\n", false)]
    [InlineData("^\\d{6}$", "٣٤٠١٠٠", false)]
    [InlineData("^1[0-9]{2}\\*{4}[0-9]{4}$", "138****1234", true)]
    [InlineData("^1[0-9]{2}\\*{4}[0-9]{4}$", "138***1234", false)]
    [InlineData("^[NPCD]-[0-9]{6}$", "C-340100", true)]
    [InlineData("^[NPCD]-[0-9]{6}$", "X-340100", false)]
    [InlineData("^[a-z]+-?[0-9]*$", "abc-12", true)]
    [InlineData("^[a-z]+-?[0-9]*$", "abc", true)]
    [InlineData("^[a-z]+-?[0-9]*$", "-12", false)]
    [InlineData("^x-", "x-anything", true)]
    [InlineData("^x-", "y-x-", false)]
    [InlineData("^[a-z]{1,2}a$", "aaa", true)]
    [InlineData("^[a-z]{1,2}a$", "aab", false)]
    [InlineData("^(a|bc)+$", "abcbca", true)]
    [InlineData("b", "abc", true)]
    [InlineData("^[^0-9]+$", "城市管理", true)]
    [InlineData("^[^0-9]+$", "城市1", false)]
    [InlineData("^.$", "🐲", true)]
    [InlineData("^[🐲-🐴]$", "🐳", true)]
    [InlineData("^\\u{1F432}$", "🐲", true)]
    [InlineData("^\\p{Lu}\\p{Letter}*$", "Ärger", true)]
    [InlineData("^\\p{Lu}", "ärger", false)]
    [InlineData("^\\w+$", "é", false)]
    [InlineData("^\\s$", "\u3000", true)]
    [InlineData("(a+)+$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", false)]
    [InlineData("^a{0,3}?$", "aaa", true)]
    [InlineData("", "anything", true)]
    public void Patterns_mean_what_ecmascript_says(string pattern, string text, bool matches) =>
        Assert.Equal(matches, TextPattern.Compile(pattern).IsMatch(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("^[0-9]{6}$")]
    [InlineData("^[0-9]{6}-[0-9]{8}-[0-9]{8}$")]
    [InlineData("^1[0-9]{2}\\*{4}[0-9]{4}$")]
    [InlineData("^[NPCD]-[0-9]{6}$")]
    [InlineData("^[0-9A-HJ-NPQRTUWXY]{18}$")]
    [InlineData("^[a-z]+-?[0-9]*$")]
    public void Plain_sequences_run_over_bytes(string pattern) => Assert.IsType<BytePattern>(TextPattern.Compile(pattern));

    [Theory]
    [InlineData("^[a-z]{1,2}a$")]
    [InlineData("^(a|b)$")]
    [InlineData("^.*$")]
    [InlineData("[0-9]")]
    [InlineData("^a*b?a$")]
    [InlineData("\\bword")]
    [InlineData("^\\p{Letter}{1,5000}$")]
    [InlineData("(a+)+$")]
    public void What_could_be_read_in_two_ways_is_left_to_the_automaton(string pattern) =>
        Assert.IsType<AutomatonPattern>(TextPattern.Compile(pattern));

    [Theory]
    [InlineData("(?=a)")]
    [InlineData("(?<!a)b")]
    [InlineData("(a)\\1")]
    [InlineData("(?<x>a)\\k<x>")]
    [InlineData("(a{1000}){1000}")]
    public void What_no_automaton_runs_is_run_but_not_called_safe(string pattern) => Assert.False(TextPattern.Compile(pattern).IsSafe);

    [Theory]
    [InlineData("^🐲*$", "🐲🐲", true)]
    [InlineData("^🐲*$", "🐉", false)]
    [InlineData("^\\p{Script=Han}+$", "城市管理", true)]
    [InlineData("^\\p{Script=Han}+$", "カタカナ", false)]
    [InlineData("^\\p{sc=Hira}\\p{scx=Katakana}$", "かカ", true)]
    [InlineData("^\\p{Emoji_Presentation}$", "🐲", true)]
    [InlineData("^\\P{ASCII}$", "é", true)]
    [InlineData("^\\p{digit}+$", "\u09EA\u09E8", true)]
    [InlineData("^\\p{LC}$", "a", true)]
    [InlineData("\\bcole\\b", "l'école cole", true)]
    [InlineData("^l'\\w+\\bé", "l'aé", true)]
    [InlineData("a\\Bb", "ab", true)]
    [InlineData("\\bb", "ab", false)]
    [InlineData("\\B", "", true)]
    [InlineData("\\b", "", false)]
    [InlineData("^\\cC$", "\u0003", true)]
    [InlineData("^\\cc$", "\u0003", true)]
    [InlineData("^\\s\\s$", "\uFEFF\u2029", true)]
    [InlineData("^\\ud83d\\udc32$", "🐲", true)]
    [InlineData("^(?<year>\\d{4})-(?:a|b)$", "2026-b", true)]
    [InlineData("a$|^b", "ba", true)]
    [InlineData("(^|x)b$", "xb", true)]
    [InlineData("(^|x)b$", "yb", false)]
    [InlineData("[^]", "", false)]
    [InlineData("[]", "a", false)]
    [InlineData("(a*)*b", "aab", true)]
    [InlineData("^(a{0,2}){2}$", "aaaa", true)]
    [InlineData("^(a{0,2}){2}$", "aaaaa", false)]
    [InlineData("^(?!10)[0-9]{2}$", "11", true)]
    [InlineData("^(?!10)[0-9]{2}$", "10", false)]
    [InlineData("(?<=€)\\d", "€5", true)]
    [InlineData("^(a|b)\\1$", "aa", true)]
    [InlineData("^(a|b)\\1$", "ab", false)]
    [InlineData("^(?<q>['x]).\\k<q>$", "xyx", true)]
    [InlineData("^(a)?\\1b$", "b", true)]
    [InlineData("^(?=\\ba)\\w+$", "ab", true)]
    [InlineData("^a{5000}$", "aaa", false)]
    public void More_of_ecmascript_means_what_it_says(string pattern, string text, bool matches) =>
        Assert.Equal(matches, TextPattern.Compile(pattern).IsMatch(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void States_begun_afresh_change_no_verdict()
    {
        var pattern = TextPattern.Compile("[ab]*a[ab]{14}c");
        var dice = new Random(7);
        var text = new byte[20_000];
        for (var i = 0; i < text.Length; i++)
        {
            text[i] = (byte)"ab"[dice.Next(2)];
        }

        Assert.False(pattern.IsMatch(text));
        text[1000] = (byte)'a';
        text[1015] = (byte)'c';
        Assert.True(pattern.IsMatch(text));
    }

    [Theory]
    [InlineData("\\a")]
    [InlineData("^\\S(|(.|\\n)*\\S)\\Z")]
    [InlineData("\\p{Script=Klingon}")]
    [InlineData("(a)\\2")]
    [InlineData("(?<x>a)\\k<y>")]
    [InlineData("(?<x>a)(?<x>b)")]
    [InlineData("(?=a)*")]
    [InlineData("[z-a]")]
    [InlineData("[\\d-z]")]
    [InlineData("(a")]
    [InlineData("a)")]
    [InlineData("[a")]
    [InlineData("^(abc]")]
    [InlineData("*a")]
    [InlineData("a{2,1}")]
    [InlineData("a\\")]
    public void What_is_no_pattern_refuses_to_compile(string pattern)
    {
        Assert.Equal("unsafe-pattern", Schema.Refusal($$"""{ "pattern": {{JsonSerializer.Serialize(pattern)}} }"""));
        Assert.False(TextFormat.Find("regex")!.IsMatch(Encoding.UTF8.GetBytes(pattern)));
    }
}
