using CityOps.Tests.SignOn.Mutations;
using System.Text;
using CityOps.Hub.SignOn.People;
using CityOps.Hub.SignOn.People.Delegations;
using CityOps.Hub.SignOn.People.Factors;
using CityOps.Hub.SignOn.People.Passwords;
using CityOps.Hub.SignOn.People.Roles;
using CityOps.Schemas.Codes;
using CityOps.Tests.Shared;
using Xunit;

namespace CityOps.Tests.SignOn.People;

public sealed class PeopleRuleTests
{
    private static readonly RegionTree Tree = RegionTree.Standard;

    [Theory]
    [InlineData("elevenchars")]
    [InlineData("password1234!")]
    [InlineData("P@ssw0rd2026")]
    [InlineData("woaini1314520")]
    [InlineData("Woaini5201314")]
    [InlineData("zhangwei19870612")]
    [InlineData("qwertyuiop123456")]
    [InlineData("1qaz2wsx3edc4rfv")]
    [InlineData("aaaaaaaaaaaaaaaa")]
    [InlineData("abcabcabcabc")]
    [InlineData("123456789012345")]
    [InlineData("chengguan2026!")]
    [InlineData("li.ming-2026!!")]
    [InlineData("admin@123456789")]
    [InlineData("beijing20080808")]
    public void What_everybody_would_guess_is_refused(string password) =>
        Assert.Equal("password-policy", PasswordRules.Judge(password, "li.ming", "李明", TestGuards.Now)?.Name);

    [Theory]
    [InlineData("correct horse battery staple")]
    [InlineData("滁州西涧春潮带雨晚来急野渡无人")]
    [InlineData("vK7#qm2Lw9!tz")]
    [InlineData("tulip-anvil-orbit-46")]
    public void What_nobody_would_guess_is_taken(string password) => Assert.Null(PasswordRules.Judge(password, "li.ming", "李明", TestGuards.Now));

    [Fact]
    public void No_password_is_too_long_to_be_judged_quickly() =>
        Assert.Equal("password-policy", PasswordRules.Judge(new string('k', 100_000), "l1", "名", TestGuards.Now)?.Name);

    [Fact]
    public void The_codes_are_those_of_rfc_6238()
    {
        var secret = Encoding.ASCII.GetBytes("12345678901234567890");
        foreach (var (seconds, code) in ((long, string)[])[(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (2000000000, "279037"), (20000000000, "353130")])
        {
            Assert.Equal(code, Totp.CodeAt(secret, Totp.StepAt(DateTimeOffset.FromUnixTimeSeconds(seconds))));
        }

        Assert.Equal("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", Base32.Write(secret));
    }

    [Fact]
    public void No_account_ever_both_configures_and_reads_the_audit_trail()
    {
        // Every pair of roles of every tier: what the rules admit never reaches into two of the three offices.
        foreach (var tier in Enum.GetValues<Tier>())
        {
            foreach (var one in RoleBook.All)
            {
                foreach (var other in RoleBook.All)
                {
                    Assignment[] wanted = [new(one.Code, ScopeKind.Own, ""), new(other.Code, ScopeKind.Own, "")];
                    if (AssignmentRules.Judge(wanted, tier, TestGuards.Now) is null)
                    {
                        var actions = one.Actions.Concat(other.Actions).ToHashSet();
                        Assert.False(actions.Any(action => action.StartsWith("audit.", StringComparison.Ordinal)) && actions.Any(Configures), $"{one.Code} {other.Code}");
                        Assert.False(actions.Contains("user.manage") && actions.Contains("role.assign"), $"{one.Code} {other.Code}");
                    }
                }
            }
        }
    }

    [Fact]
    public void A_role_of_another_tier_is_unknown_here()
    {
        Assert.Null(AssignmentRules.Judge([new("leader", ScopeKind.Own, "")], Tier.Nation, TestGuards.Now));
        Assert.Equal("role-unknown", AssignmentRules.Judge([new("leader", ScopeKind.Own, "")], Tier.City, TestGuards.Now)?.Name);
    }

    [Fact]
    public void The_three_administrators_are_refused_by_name_when_they_meet() =>
        Assert.Equal("roles-apart", AssignmentRules.Judge([new("sysadmin", ScopeKind.Own, ""), new("auditor", ScopeKind.Own, "")], Tier.Nation, TestGuards.Now)?.Name);

    [Theory]
    [InlineData("340000", "340100", true)]
    [InlineData("340000", "340000", true)]
    [InlineData("340100", "340000", false)]
    [InlineData("340000", "320100", false)]
    public void A_right_reaches_its_region_and_what_lies_below(string held, string wanted, bool allowed) =>
        Assert.Equal(allowed, new Rights([new HeldAction("record.read", ScopeKind.Region, held)]).Allows("record.read", RegionCode.Parse(wanted), Tree));

    [Fact]
    public void A_right_in_an_organisation_reaches_those_below_it_and_no_region()
    {
        var rights = new Rights([new HeldAction("command.sign", ScopeKind.Organisation, "road")]);
        var region = RegionCode.Parse("340100");

        Assert.True(rights.Allows("command.sign", new OrganisationPlace("/city/road", region), Tree));
        Assert.True(rights.Allows("command.sign", new OrganisationPlace("/city/road/team-1", region), Tree));
        Assert.False(rights.Allows("command.sign", new OrganisationPlace("/city", region), Tree));
        Assert.False(rights.Allows("command.sign", new OrganisationPlace("/city/roadside", region), Tree));
        Assert.False(rights.Allows("command.sign", region, Tree));
        Assert.False(rights.Allows("command.reply", new OrganisationPlace("/city/road", region), Tree));
    }

    [Fact]
    public void Delegated_rights_are_what_every_link_allows_within_the_nearest_region()
    {
        Delegation[] chain =
        [
            new(Guid.CreateVersion7(), null, "C-340100", 1, 0, ["guidance-reader", "account-manager"], RegionCode.Parse("340100")),
            new(Guid.CreateVersion7(), null, "P-340000", 9, 0, ["guidance-reader"], RegionCode.Parse("340000")),
        ];
        Assignment[] held =
        [
            new("guidance-reader", ScopeKind.Own, ""), new("account-manager", ScopeKind.Own, ""), new("guidance-reader", ScopeKind.Region, "340200"), new("guidance-reader", ScopeKind.Organisation, "any"),
        ];

        var rights = RightsRules.Delegated(held, chain, Tree);

        Assert.Equal([new HeldAction("guidance.read", ScopeKind.Own, "340100")], rights.Actions);
    }

    [Theory]
    [InlineData(0, "P-340000", "guidance-reader", "340000", false)]
    [InlineData(10, "P-340000", "sysadmin", "340000", false)]
    [InlineData(10, "P-340000", "no-such", "340000", false)]
    [InlineData(10, "P-340000", "guidance-reader", "320000", false)]
    [InlineData(10, "P-990000", "guidance-reader", "340000", false)]
    [InlineData(10, "nobody", "guidance-reader", "340000", false)]
    [InlineData(10, "P-340000", "guidance-reader", "340100", true)]
    public void A_delegation_is_judged(int quota, string grantee, string role, string region, bool good) =>
        Assert.Equal(
            good,
            DelegationRules.Judge(new Delegation(Guid.CreateVersion7(), null, grantee, quota, 0, [role], RegionCode.Parse(region)), [], RegionCode.Nation, Tree, new FakeClock().GetUtcNow()) is null);

    [Fact]
    public void The_throttle_doubles_its_delay_and_forgets()
    {
        var clock = new FakeClock();
        var throttle = new LoginThrottle(clock);
        var waits = new List<int>();
        for (var at = 0; at < 6; at++)
        {
            throttle.Fail($"source {at}", "Li.Ming");
            waits.Add(throttle.Wait("another", "li.ming") ?? 0);
        }

        Assert.Equal([0, 0, 1, 2, 4, 8], waits);
        Assert.Null(throttle.Wait("another", "somebody"));
        clock.Advance(TimeSpan.FromMinutes(16));
        throttle.Fail("another", "li.ming");
        Assert.Null(throttle.Wait("another", "li.ming"));
    }

    private static bool Configures(string action) => action.EndsWith(".manage", StringComparison.Ordinal) || action is "role.assign" or "user.reset";
}
