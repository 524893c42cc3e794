using CityOps.Tests.SignOn.Mutations;
using System.Text;
using CityOps.Hub.SignOn.Keys;
using CityOps.Tests.Shared;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CityOps.Tests.SignOn.Jose;

/// <summary>Fetching the keys of others: seldom, and no worse off for an address that fails.</summary>
public sealed class RemoteKeysTests : IDisposable
{
    private const string Url = "https://client.example.cn/jwks";

    private readonly Hand hand = new();
    private readonly FakeClock clock = new();
    private string kid = "one";
    private bool down;
    private int reads;

    public void Dispose() => hand.Dispose();

    [Fact]
    public async Task A_thousand_unknown_names_cost_one_reading_a_minute()
    {
        var keys = Keys();
        for (var number = 0; number < 1000; number++)
        {
            Assert.Null((await keys.FindAsync(Url, Token($"no {number}"), default)).Choose($"no {number}", null));
        }

        Assert.Equal(1, reads);
        clock.Advance(TimeSpan.FromSeconds(60));
        await Task.WhenAll(Enumerable.Range(0, 50).Select(number => keys.FindAsync(Url, Token($"no {number}"), default)));
        Assert.Equal(2, reads);
    }

    [Fact]
    public async Task A_known_name_costs_no_reading_and_a_new_key_is_found_after_a_minute()
    {
        var keys = Keys();
        await keys.FindAsync(Url, Token("one"), default);
        clock.Advance(TimeSpan.FromHours(1));
        Assert.NotNull((await keys.FindAsync(Url, Token("one"), default)).Choose("one", null));
        Assert.Equal(1, reads);

        kid = "two";
        Assert.NotNull((await keys.FindAsync(Url, Token("two"), default)).Choose("two", null));
        Assert.Equal(2, reads);
    }

    [Fact]
    public async Task The_last_good_set_holds_for_a_day_of_silence()
    {
        var keys = Keys();
        await keys.FindAsync(Url, Token("one"), default);
        down = true;
        clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        await keys.FindAsync(Url, Token("other"), default);
        Assert.NotNull((await keys.FindAsync(Url, Token("one"), default)).Choose("one", null));

        clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Null((await keys.FindAsync(Url, Token("one"), default)).Choose("one", null));
    }

    private RemoteKeys Keys() => new(
        (_, _) =>
        {
            Interlocked.Increment(ref reads);
            return down
                ? Task.FromException<byte[]>(new HttpRequestException("down"))
                : Task.FromResult(Encoding.UTF8.GetBytes($$"""{"keys":[{{hand.Jwk("ES256", jwk => jwk["kid"] = kid)}}]}"""));
        },
        clock,
        TestGuards.Now,
        NullLogger<RemoteKeys>.Instance);

    private string Token(string name) => hand.Sign("ES256", $$"""{"alg":"ES256","kid":"{{name}}"}""", "{}");
}
