using System.Text;
using System.Text.Json;

namespace CityOps.Node.Verbs.Importing;

/// <summary>Where a hub is and who speaks to it.</summary>
internal sealed record HubLogin(string Url, string ClientId, string Secret);

/// <summary>The hub as it was named on the command line: by its parts, or by the file a running demo has written.</summary>
internal sealed record HubAddress(string? Url, string? Client, string? SecretFile, string? InfoFile, string? Platform)
{
    /// <summary>Null when no hub was named at all.</summary>
    public HubLogin? Read()
    {
        if (InfoFile is { } info)
        {
            return Url is null && Client is null && SecretFile is null
                ? FromInfo(info)
                : throw new VerbException("--info 不与 --url、--client、--secret-file 同用。", "Use --info without --url, --client and --secret-file.");
        }

        if (Url is null && Client is null && SecretFile is null)
        {
            return null;
        }

        if (Url is null || Client is null || SecretFile is null)
        {
            throw new VerbException("上报须同时给出 --url、--client、--secret-file。", "To send, give --url, --client and --secret-file together.");
        }

        return Uri.TryCreate(Url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? new HubLogin(Url, Client, Encoding.UTF8.GetString(Files.ReadAll(SecretFile)).Trim('\uFEFF', ' ', '\t', '\r', '\n'))
            : throw new VerbException($"地址 {Url} 不是 http(s) 地址。", $"{Url} is no http(s) address.");
    }

    private HubLogin FromInfo(string file)
    {
        try
        {
            using var document = JsonDocument.Parse(Files.ReadAll(file));
            var logins = document.RootElement.GetProperty("deployments").EnumerateArray()
                .SelectMany(one => (HubLogin[])[Login(one, one), Login(one, one.GetProperty("department"))]).ToList();
            return logins.Find(login => login.ClientId == Platform) ?? throw new VerbException(
                $"用 --as 指明平台，可选：{string.Join("、", logins.Select(login => login.ClientId))}。", "Name the platform with --as: one of those just listed.");
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new VerbException($"{file} 不是 up --info 写出的文件。", $"{file} was not written by up --info.");
        }
    }

    private static HubLogin Login(JsonElement deployment, JsonElement holder) =>
        new(deployment.GetProperty("url").GetString()!, holder.GetProperty("clientId").GetString()!, holder.GetProperty("clientSecret").GetString()!);
}
