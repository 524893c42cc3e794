using System.Text;
using System.Text.Json;
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
    public void What_could_be_read_in_two_ways_is_left_to_the_automaton(string pattern) =>
        Assert.IsType<RegexPattern>(TextPattern.Compile(pattern));

    [Theory]
    [InlineData("(?=a)")]
    [InlineData("(?<!a)b")]
    [InlineData("(a)\\1")]
    [InlineData("(?<x>a)\\k<x>")]
    [InlineData("\\bword")]
    [InlineData("\\a")]
    [InlineData("\\p{Script=Han}")]
    [InlineData("(a{1000}){1000}")]
    [InlineData("a{1001}")]
    [InlineData("[z-a]")]
    [InlineData("(a")]
    [InlineData("a)")]
    [InlineData("[a")]
    [InlineData("*a")]
    [InlineData("a{2,1}")]
    [InlineData("a\\")]
    public void Unsafe_patterns_refuse_to_compile(string pattern) =>
        Assert.Equal("unsafe-pattern", Schema.Refusal($$"""{ "pattern": {{JsonSerializer.Serialize(pattern)}} }"""));
}
