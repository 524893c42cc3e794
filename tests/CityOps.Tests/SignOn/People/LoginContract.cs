using System.Reflection;
using CityOps.Hub.SignOn.Clients;
using CityOps.Hub.SignOn.People;
using CityOps.Hub.SignOn.People.Factors;
using CityOps.Schemas;
using CityOps.Store;
using CityOps.Tests.Shared;
using CityOps.Tests.Stores;
using Xunit;

namespace CityOps.Tests.SignOn.People;

/// <summary>What logins promise, on either database and over two processes.</summary>
public abstract class LoginContract : StoreContract
{
    private const string Here = "192.0.2.1";

    private readonly FakeClock clock = new();
    private Engine second = null!;

    private protected override async Task PrepareAsync()
    {
        await Migrations.ApplyAsync(Engine, Assembly.Load("CityOps.Hub"), "hub", Ct);
        second = Engine.Name == "postgres" ? await StoreOpener.OpenAsync(Address, Ct) : Engine; // SQLite has one process
    }

    public override async Task DisposeAsync()
    {
        if (second != Engine)
        {
            await second.DisposeAsync();
        }

        await base.DisposeAsync();
    }

    [Fact]
    public async Task The_right_password_opens_and_the_login_is_not_case_sensitive()
    {
        var room = new PeopleRoom(Engine, clock);
        var user = await room.AddAsync("zhang.san", [new("dispatcher", ScopeKind.Own, "")]);

        var opened = Value(await room.People.CheckPasswordAsync("Zhang.San", PeopleRoom.Password, Here, Ct));

        Assert.Equal(user.Id, opened.Id);
        Assert.Equal([new Assignment("dispatcher", ScopeKind.Own, "")], opened.Assignments);
    }

    [Fact]
    public async Task Unknown_wrong_locked_disabled_and_outrun_are_one_answer()
    {
        var room = new PeopleRoom(Engine, clock);
        await room.AddAsync("wrong");
        var locked = await room.AddAsync("locked");
        var disabled = await room.AddAsync("disabled");
        await room.AddAsync("outrun", until: clock.GetUtcNow());
        for (var at = 0; at < AttemptLimit.Standard.Failures; at++)
        {
            await room.Tables.Credentials.BeginAttemptAsync(locked.Id, AttemptLimit.Standard, clock.GetUtcNow(), Ct);
        }

        await using (var scope = await Engine.BeginWriteAsync(Ct))
        {
            await UserTable.SetStateAsync(scope, disabled.Id, UserState.Disabled, clock.GetUtcNow(), Ct);
            await scope.CommitAsync(Ct);
        }

        Refusal[] answers =
        [
            await RefusedAsync(room, "nobody", PeopleRoom.Password),
            await RefusedAsync(room, "no such\nname", PeopleRoom.Password),
            await RefusedAsync(room, "wrong", "not it"),
            await RefusedAsync(room, "locked", PeopleRoom.Password),
            await RefusedAsync(room, "disabled", PeopleRoom.Password),
            await RefusedAsync(room, "outrun", PeopleRoom.Password),
        ];

        Assert.All(answers, answer => Assert.Same(PeopleRefusals.LoginFailed, answer));
    }

    [Fact]
    public async Task Of_fifty_attempts_at_once_over_two_processes_five_are_judged_and_the_account_is_locked_for_a_quarter_of_an_hour()
    {
        var room = new PeopleRoom(Engine, clock);
        var user = await room.AddAsync("target");
        CredentialTable[] tables = [room.Tables.Credentials, new PeopleTables(second).Credentials];

        var begun = await Task.WhenAll(Enumerable.Range(0, 50).Select(at => Task.Run(() => tables[at % 2].BeginAttemptAsync(user.Id, AttemptLimit.Standard, clock.GetUtcNow(), Ct))));
        Assert.Equal(5, begun.Count(began => began));

        clock.Advance(TimeSpan.FromMinutes(15) - TimeSpan.FromSeconds(1));
        await RefusedAsync(room, "target", PeopleRoom.Password);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(user.Id, Value(await room.People.CheckPasswordAsync("target", PeopleRoom.Password, Here, Ct)).Id);
    }

    [Fact]
    public async Task A_known_password_buys_no_more_than_five_guesses_of_the_code()
    {
        var room = new PeopleRoom(Engine, clock);
        var user = await room.AddAsync("second");
        await room.EnrolAsync(user);
        var judged = 0;
        for (var round = 0; round < 12; round++)
        {
            clock.Advance(TimeSpan.FromSeconds(61)); // past the growing delay, not past the lock
            judged += await room.Tables.Credentials.BeginAttemptAsync(user.Id, AttemptLimit.Standard, clock.GetUtcNow(), Ct) ? 1 : 0;
            if ((await room.People.CheckPasswordAsync("second", PeopleRoom.Password, Here, Ct)).TryGet(out _, out _))
            {
                Assert.Same(PeopleRefusals.LoginFailed, Refused(await room.People.CheckTotpAsync(user.Id, "000000", $"192.0.2.{round}", Ct)));
            }
        }

        Assert.True(judged <= 5, $"{judged} guesses were judged within a quarter of an hour");
    }

    [Fact]
    public async Task A_step_of_the_second_factor_opens_once_for_fifty_callers_over_two_processes()
    {
        PeopleRoom[] rooms = [new(Engine, clock), new(second, clock)];
        var user = await rooms[0].AddAsync("step");
        var (secret, _) = await rooms[0].EnrolAsync(user);
        clock.Advance(TimeSpan.FromSeconds(30));

        var spent = await Task.WhenAll(Enumerable.Range(0, 50).Select(at => Task.Run(() => rooms[at % 2].Tables.Credentials.SpendStepAsync(user.Id, Totp.StepAt(clock.GetUtcNow()), Ct))));
        Assert.Single(spent, one => one);

        Assert.Same(PeopleRefusals.LoginFailed, Refused(await rooms[1].People.CheckTotpAsync(user.Id, rooms[1].CodeAt(secret), Here, Ct)));
    }

    [Fact]
    public async Task A_code_holds_one_step_each_way_and_an_earlier_one_never_after_a_later()
    {
        var room = new PeopleRoom(Engine, clock);
        var user = await room.AddAsync("window");
        var (secret, _) = await room.EnrolAsync(user);
        clock.Advance(TimeSpan.FromMinutes(5));

        foreach (var (steps, holds) in ((int, bool)[])[(-2, false), (2, false), (-1, true), (0, true), (1, true), (0, false), (-1, false)])
        {
            var checkedNow = await room.People.CheckTotpAsync(user.Id, room.CodeAt(secret, steps), $"192.0.2.{steps + 9}", Ct);
            Assert.True(holds == checkedNow.TryGet(out _, out _), $"step {steps}");
        }
    }

    [Fact]
    public async Task The_enrolling_code_is_spent_and_recovery_codes_hold_once_each_until_the_next_enrolment()
    {
        var room = new PeopleRoom(Engine, clock);
        var user = await room.AddAsync("recover");
        var (secret, codes) = await room.EnrolAsync(user);
        Assert.Equal(10, codes.Distinct().Count());
        Refused(await room.People.CheckTotpAsync(user.Id, room.CodeAt(secret), Here, Ct));

        Value(await room.People.CheckRecoveryAsync(user.Id, codes[0].ToLowerInvariant().Replace('-', ' '), Here, Ct));
        Refused(await room.People.CheckRecoveryAsync(user.Id, codes[0], Here, Ct));
        clock.Advance(TimeSpan.FromMinutes(1));
        await room.EnrolAsync(user);
        Refused(await room.People.CheckRecoveryAsync(user.Id, codes[1], Here, Ct));
    }

    [Fact]
    public async Task A_recovery_code_opens_once_for_fifty_callers()
    {
        var room = new PeopleRoom(Engine, clock);
        var user = await room.AddAsync("race");
        var (_, codes) = await room.EnrolAsync(user);
        CredentialTable[] tables = [room.Tables.Credentials, new PeopleTables(second).Credentials];

        var spent = await Task.WhenAll(Enumerable.Range(0, 50).Select(at => Task.Run(() => tables[at % 2].SpendRecoveryAsync(user.Id, RecoveryCodes.HashOf(codes[3])!, clock.GetUtcNow(), Ct))));

        Assert.Single(spent, one => one);
    }

    [Fact]
    public async Task After_a_reset_neither_the_old_codes_nor_the_old_secret_hold()
    {
        var room = new PeopleRoom(Engine, clock);
        var user = await room.AddAsync("reset");
        var (secret, codes) = await room.EnrolAsync(user);
        clock.Advance(TimeSpan.FromMinutes(1));

        await room.Tables.Credentials.ResetTotpAsync(user.Id, clock.GetUtcNow(), Ct);

        Refused(await room.People.CheckTotpAsync(user.Id, room.CodeAt(secret), Here, Ct));
        Refused(await room.People.CheckRecoveryAsync(user.Id, codes[0], Here, Ct));
        Assert.False((await room.People.FindAsync(user.Id, Ct))!.HasTotp);
    }

    [Fact]
    public async Task A_password_is_rewritten_at_login_when_the_rounds_have_risen()
    {
        var before = new PeopleRoom(Engine, clock);
        var user = await before.AddAsync("rounds");
        var after = new PeopleRoom(Engine, clock, ClientSecrets.Rounds + 1000);

        Value(await after.People.CheckPasswordAsync("rounds", PeopleRoom.Password, Here, Ct));
        Value(await after.People.CheckPasswordAsync("rounds", PeopleRoom.Password, Here, Ct));

        Assert.Equal(ClientSecrets.Rounds + 1000, ClientSecrets.RoundsOf((await after.Tables.Credentials.FindAsync(user.Id, Ct))!.Password!));
    }

    [Fact]
    public async Task A_new_password_needs_the_old_one_keeps_the_policy_and_ends_every_other_session()
    {
        var room = new PeopleRoom(Engine, clock);
        var user = await room.AddAsync("change", mustChange: true, until: clock.GetUtcNow().AddDays(1));
        const string fresh = "quiet harbour 螺蛳 19 moss";

        Refused(await room.People.ChangePasswordAsync(user.Id, "not it", fresh, "here", Ct));
        Assert.Same(PeopleRefusals.WeakPassword.Name, Refused(await room.People.ChangePasswordAsync(user.Id, PeopleRoom.Password, "Password2026!", "here", Ct)).Name);
        Assert.Equal("password-policy", Refused(await room.People.ChangePasswordAsync(user.Id, PeopleRoom.Password, PeopleRoom.Password, "here", Ct)).Name);
        Assert.Empty(room.Ended);
        var changed = Value(await room.People.ChangePasswordAsync(user.Id, PeopleRoom.Password, fresh, "here", Ct));

        Assert.False(changed.MustChangePassword);
        Assert.Equal(["session elsewhere password"], room.Ended);
        clock.Advance(TimeSpan.FromDays(2)); // the temporary one's end is not the new one's
        Value(await room.People.CheckPasswordAsync("change", fresh, Here, Ct));
    }

    [Fact]
    public async Task A_source_that_fails_waits_longer_each_time_and_others_do_not()
    {
        var room = new PeopleRoom(Engine, clock);
        await room.AddAsync("patient");
        for (var at = 0; at < 12; at++)
        {
            room.Throttle.Fail(Here, $"guess{at}");
        }

        Assert.Equal("rate-limited", (await RefusedAsync(room, "patient", PeopleRoom.Password)).Name);
        Value(await room.People.CheckPasswordAsync("patient", PeopleRoom.Password, "192.0.2.77", Ct));
    }

    private static async Task<Refusal> RefusedAsync(PeopleRoom room, string login, string password) => Refused(await room.People.CheckPasswordAsync(login, password, Here, Ct));

    private static Refusal Refused<T>(Outcome<T> outcome) => outcome.TryGet(out _, out var refusal) ? throw new InvalidOperationException("was not refused") : refusal;

    private static T Value<T>(Outcome<T> outcome) => outcome.TryGet(out var value, out var refusal) ? value : throw new InvalidOperationException(refusal.Name);
}

public sealed class SqliteLoginTests : LoginContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.SqliteAsync();
}

public sealed class PostgresLoginTests : LoginContract
{
    private protected override Task<string> NewStoreAsync() => TestStores.PostgresAsync();
}
