using System.Security.Cryptography;
using System.Text;

namespace CityOps.Node.Hosting;

/// <summary>The key that wraps the hub's private keys, kept outside its store and made at the first start.</summary>
internal static class WrappingKeyFile
{
    private const int KeyBytes = 32;
    private const string Sqlite = "sqlite:";

    /// <summary>Throws in plain words when the file is there and holds no such key: a new one would not open the keys of the store.</summary>
    public static byte[] Read(DeploymentOptions options)
    {
        var file = FileOf(options);
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder)
            {
                Directory.CreateDirectory(folder);
            }

            var text = Encoding.ASCII.GetString(PrivateFile.ReadOrWrite(file, Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes)))));
            var key = new byte[KeyBytes + 2];
            return Convert.TryFromBase64String(text.Trim(), key, out var length) && length == KeyBytes
                ? key[..KeyBytes]
                : throw new OptionsException($"Hub:WrappingKeyFile: {file} does not hold {KeyBytes} bytes in base64; put the right file back.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new OptionsException($"Hub:WrappingKeyFile: {file} cannot be read or made: {fault.Message}");
        }
    }

    private static string FileOf(DeploymentOptions options) =>
        options.Hub.WrappingKeyFile.Length > 0 ? options.Hub.WrappingKeyFile
        : options.Store.Hub.StartsWith(Sqlite, StringComparison.Ordinal) ? options.Store.Hub[Sqlite.Length..] + ".key"
        : Path.Combine("data", "hub.key");
}
