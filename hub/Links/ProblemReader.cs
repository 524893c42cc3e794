using System.Net;
using System.Text.Json;
using CityOps.Schemas;

namespace CityOps.Hub.Links;

/// <summary>Turns another hub's problem document back into the refusal it says.</summary>
internal static class ProblemReader
{
    private const int MostBytes = 256 << 10;
    private const string Prefix = "urn:cityops:problem:";

    public static async Task<Refusal> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var status = (int)response.StatusCode;
        var retry = response.Headers.RetryAfter?.Delta is { } delta ? (int?)delta.TotalSeconds : null;
        if (status >= 500 && status != (int)HttpStatusCode.ServiceUnavailable)
        {
            throw new HttpRequestException($"The hub answered {status}.");
        }

        var plain = new Refusal("unknown", "", KindOf(status), $"对方返回 {status}", $"The hub answered {status}") { RetryAfter = retry };
        if (response.Content.Headers.ContentType?.MediaType is not ("application/problem+json" or "application/json"))
        {
            return plain;
        }

        await response.Content.LoadIntoBufferAsync(MostBytes, ct);
        try
        {
            using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(ct));
            var root = document.RootElement;
            var name = Text(root, "type") is { } type && type.StartsWith(Prefix, StringComparison.Ordinal) ? type[Prefix.Length..] : "unknown";
            var title = Text(root, "title") ?? plain.Title;
            return new Refusal(name, Text(root, "code") ?? "", plain.Kind, title, title) { Detail = Text(root, "detail"), RetryAfter = retry };
        }
        catch (JsonException)
        {
            return plain;
        }
    }

    private static string? Text(JsonElement root, string member) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static RefusalKind KindOf(int status) => status switch
    {
        401 => RefusalKind.Unauthenticated,
        403 => RefusalKind.Forbidden,
        404 => RefusalKind.NotFound,
        409 => RefusalKind.Conflict,
        410 => RefusalKind.Gone,
        413 => RefusalKind.TooLarge,
        415 => RefusalKind.Unsupported,
        422 => RefusalKind.Unprocessable,
        429 => RefusalKind.TooMany,
        503 => RefusalKind.Unavailable,
        _ => RefusalKind.Invalid,
    };
}
