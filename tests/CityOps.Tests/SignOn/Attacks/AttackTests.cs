using CityOps.Tests.SignOn.Authorize;
using Xunit;

namespace CityOps.Tests.SignOn.Attacks;

/// <summary>
/// 攻击清单: every row is sent over HTTP to a started provider and must be answered as security.md 7 says, leave no code, grant, token or session behind, and stand in
/// the audit log. Tokens and proofs are forged by <see cref="Smith"/>, which shares nothing with the product.
/// </summary>
public sealed class AttackTests(Scene scene) : IClassFixture<Scene>
{
    private static readonly Attack[] All = [.. RequestAttacks.All, .. GrantAttacks.All, .. TokenAttacks.All, .. ProofAttacks.All];

    public static TheoryData<string> Ids => new(All.Select(attack => attack.Id));

    [Fact]
    public void The_list_is_long_and_no_row_stands_twice()
    {
        Assert.True(All.Length >= 200, $"{All.Length} rows");
        Assert.Equal(All.Length, All.Select(attack => attack.Id).Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task It_is_answered_as_it_should_be_and_leaves_nothing_but_a_trace(string id)
    {
        var attack = All.Single(one => one.Id == id);
        var prepared = await attack.Prepare(scene);
        var before = await scene.CountAsync();

        var reply = await attack.Send(scene, prepared);

        Judge(attack, reply);
        var after = await scene.CountAsync();
        Assert.Equal(before.Things, after.Things);
        Assert.True(attack.Silent || after.Trail > before.Trail, $"{id}: nothing in the trail");
    }

    private void Judge(Attack attack, Reply reply)
    {
        var said = $"{attack.Id}: {reply.Status} {reply.Error} {reply.Location} {reply.Text[..Math.Min(300, reply.Text.Length)]}";
        Assert.True(reply.Status < 500, said);
        switch (attack.Expected.Split(' '))
        {
            case ["page"]:
                Assert.True((reply.Status, reply.Type, reply.Location) == (400, "text/html", null), said);
                Assert.DoesNotContain("zz9", reply.Text, StringComparison.Ordinal);
                break;
            case ["cb", var error]:
                Assert.True(reply.Status is 302 or 303 && reply.Location is not null && reply.Location.StartsWith(Town.Callback + "?", StringComparison.Ordinal), said);
                Assert.Equal((error, scene.Issuer, ""), (reply.Error, Reply.Of(reply.Location!, "iss"), Reply.Of(reply.Location!, "code")));
                Assert.Contains(Reply.Of(reply.Location!, "state"), new[] { "st+a te/1", "" });
                break;
            default:
                var answered = reply is { Status: 200, Text: """{"active":false}""" } ? "inactive" : $"{reply.Status} {reply.Error}".TrimEnd();
                Assert.True(attack.Expected.Split('|').Contains(answered, StringComparer.Ordinal), said);
                break;
        }
    }
}
