using System.Security.Cryptography;
using CityOps.Hub.SignOn.People.Factors;

namespace CityOps.Hub.SignOn.People.Passwords;

/// <summary>A password for one login: 130 random bits in groups, shown once.</summary>
internal static class TemporaryPassword
{
    public static string Make() =>
        string.Join('-', Base32.Write(RandomNumberGenerator.GetBytes(17)).ToLowerInvariant()[..26].Chunk(5).Select(group => new string(group)));
}
