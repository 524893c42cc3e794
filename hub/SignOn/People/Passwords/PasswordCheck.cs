using CityOps.Hub.SignOn.Clients;

namespace CityOps.Hub.SignOn.People.Passwords;

/// <summary>
/// Derives and compares, a few at a time: a derivation takes about a tenth of a second of a core and guessing must not
/// starve the exchange. Every check costs exactly one, also for nobody.
/// </summary>
internal sealed class PasswordCheck(int rounds = ClientSecrets.Rounds) : IDisposable
{
    private readonly SemaphoreSlim places = new(Math.Max(1, Environment.ProcessorCount / 2));

    public Task<string> HashAsync(string password, CancellationToken ct) => InPlaceAsync(() => ClientSecrets.Hash(password, rounds), ct);

    /// <param name="stored">Null for nobody: costs the same and never holds.</param>
    public Task<bool> HoldsAsync(string? stored, string password, CancellationToken ct) => InPlaceAsync(() => ClientSecrets.Holds(stored, password), ct);

    /// <summary>Whether the stored form was made with fewer rounds than are asked now.</summary>
    public bool IsBehind(string stored) => ClientSecrets.RoundsOf(stored) < rounds;

    public void Dispose() => places.Dispose();

    private async Task<T> InPlaceAsync<T>(Func<T> work, CancellationToken ct)
    {
        await places.WaitAsync(ct);
        try
        {
            return await Task.Run(work, ct);
        }
        finally
        {
            places.Release();
        }
    }
}
