namespace CityOps.Hub.SignOn.People.Factors;

/// <summary>Seals second-factor secrets with the key that is outside the store, each bound to its user so that none passes for another's.</summary>
internal sealed class SecretSeal(Func<string, byte[], byte[]> wrap, Func<string, byte[], byte[]> open)
{
    public byte[] Seal(Guid user, byte[] secret) => wrap(NameOf(user), secret);

    public byte[] Open(Guid user, byte[] @sealed) => open(NameOf(user), @sealed);

    private static string NameOf(Guid user) => $"totp {user:N}";
}
