using System.Security.Cryptography;
using System.Text;
using CityOps.Hub;
using CityOps.Hub.Links.Keys;

namespace CityOps.Node.Hosting;

/// <summary>The key by which this deployment proves itself to the hub above, made at the first start.</summary>
internal static class LinkKeyFile
{
    /// <summary>Null where the settings name no file. The public half is written beside it, for the administrators above.</summary>
    public static LinkKey? Read(UpperOptions? upper)
    {
        if (upper is not { KeyFile: { Length: > 0 } file })
        {
            return null;
        }

        try
        {
            var key = LinkKey.OfPem(Encoding.ASCII.GetString(PrivateFile.ReadOrWrite(file, Encoding.ASCII.GetBytes(LinkKey.NewPem()))));
            File.WriteAllText(file + ".jwk", key.PublicJwk);
            return key;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new OptionsException($"Hub:Upper:KeyFile: {file} cannot be used: {fault.Message}");
        }
    }
}
