using CityOps.Tests.SignOn.Mutations;
using System.Security.Cryptography;
using CityOps.Hub.Guards;
using CityOps.Hub.SignOn;
using CityOps.Hub.SignOn.Clients;
using CityOps.Hub.SignOn.People;
using CityOps.Hub.SignOn.People.Delegations;
using CityOps.Hub.SignOn.People.Factors;
using CityOps.Hub.SignOn.People.Passwords;
using CityOps.Schemas.Codes;
using CityOps.Store;
using CityOps.Tests.Shared;

namespace CityOps.Tests.SignOn.People;

/// <summary>The room of people over one store, as one process would have it; what it signs off is written down.</summary>
internal sealed class PeopleRoom
{
    public const string Password = "滁州-river+lantern 73";

    // As few rounds as are read at all would still be slow by the thousand; tests derive with the real number.
    public PeopleRoom(Engine engine, FakeClock clock, int rounds = ClientSecrets.Rounds, string off = "")
    {
        var options = new SignOnOptions("https://hub.example.cn", "https://hub.example.cn") { Region = RegionCode.Nation };
        var guards = off.Length > 0 ? new GuardSwitch(off) : TestGuards.Now;
        (Clock, Tables) = (clock, new PeopleTables(engine));
        Passwords = new PasswordCheck(rounds);
        Throttle = new LoginThrottle(clock);
        var end = new AccountEnd(new AccountEnd.Doors(
            (user, why, _) => Note($"sessions {user:N} {why}"),
            (user, why, _) => Note($"grants {user:N} {why}"),
            (_, _) => Task.FromResult<IReadOnlyList<string>>(["here", "elsewhere"]),
            (sid, why, _) => Note($"session {sid} {why}")));
        var seal = new SecretSeal((name, secret) => [.. Mask(name, secret)], (name, secret) => [.. Mask(name, secret)]);
        var passwordDesk = new PasswordDesk(Tables, Passwords, Throttle, guards, clock);
        People = new PeopleDesk(Tables, passwordDesk, new FactorDesk(Tables, seal, Throttle, guards, clock), end, new PeopleSetting("N-100000", clock));
        Rights = new RightsDesk(Tables, options, guards, clock);
        Delegations = new DelegationDesk(Tables.Delegations, end, options, clock);
    }

    public FakeClock Clock { get; }

    public PeopleTables Tables { get; }

    public PasswordCheck Passwords { get; }

    public LoginThrottle Throttle { get; }

    public PeopleDesk People { get; }

    public RightsDesk Rights { get; }

    public DelegationDesk Delegations { get; }

    public System.Collections.Concurrent.ConcurrentQueue<string> Ended { get; } = new();

    /// <summary>An account with the password of <see cref="Password"/>.</summary>
    public async Task<User> AddAsync(string login, IEnumerable<Assignment>? roles = null, Guid? delegation = null, string? stored = null, bool mustChange = false, DateTimeOffset? until = null)
    {
        var user = new User(Guid.CreateVersion7(), login, "张三", "", UserState.Active) { ChangedAt = Clock.GetUtcNow(), Delegation = delegation, MustChangePassword = mustChange };
        stored ??= await Passwords.HashAsync(Password, CancellationToken.None);
        await using var scope = await Tables.Engine.BeginWriteAsync(CancellationToken.None);
        if (!await UserTable.AddAsync(scope, user, stored, until, CancellationToken.None))
        {
            throw new InvalidOperationException($"{login} is taken");
        }

        await AssignmentTable.AddAsync(scope, user.Id, roles ?? [], "test", Clock.GetUtcNow(), CancellationToken.None);
        await scope.CommitAsync(CancellationToken.None);
        return user;
    }

    /// <summary>Enrols a second factor; answers its secret and the recovery codes. The step of now is spent.</summary>
    public async Task<(byte[] Secret, IReadOnlyList<string> Recovery)> EnrolAsync(User user)
    {
        var uri = await People.BeginTotpAsync(user.Id, CancellationToken.None);
        var secret = FromBase32(uri.Split("secret=")[1].Split('&')[0]);
        var confirmed = await People.ConfirmTotpAsync(user.Id, CodeAt(secret), CancellationToken.None);
        return confirmed.Match(codes => (secret, codes), refusal => throw new InvalidOperationException(refusal.Name));
    }

    public string CodeAt(byte[] secret, int steps = 0) => Totp.CodeAt(secret, Totp.StepAt(Clock.GetUtcNow()) + steps);

    private static byte[] FromBase32(string text)
    {
        var bits = string.Concat(text.Select(letter => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(letter, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. bits.Chunk(8).Where(eight => eight.Length == 8).Select(eight => Convert.ToByte(new string(eight), 2))];
    }

    private static IEnumerable<byte> Mask(string name, byte[] secret) =>
        secret.Zip(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name)), (one, mask) => (byte)(one ^ mask));

    private Task Note(string what)
    {
        Ended.Enqueue(what);
        return Task.CompletedTask;
    }
}
