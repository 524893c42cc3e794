using System.Globalization;
using System.Text.Json;
using CityOps.Portal.Asking;

namespace CityOps.Portal.Overview;

/// <summary>Why the summary could not be read.</summary>
public enum Trouble
{
    Unreachable,
    TooSlow,
    Refused,
    Unclear,
}

/// <summary>The trouble and the machine's own words for it.</summary>
public sealed record Failure(Trouble Trouble, string Detail);

/// <summary>Either the summary or why there is none.</summary>
internal sealed record Reading(Summary? Summary, Failure? Failure);

/// <summary>Asks the deployment itself for its summary.</summary>
internal sealed class SummaryClient(SelfHttp http)
{
    /// <summary>A member that is missing or null makes the answer unclear; it is never shown as zero.</summary>
    private static readonly JsonSerializerOptions Shape = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <param name="onBehalfOf">The caller's address where it is not this machine: the deployment then asks for a token, and the page says so.</param>
    public async Task<Reading> ReadAsync(string? onBehalfOf, CancellationToken ct)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "status/v1/summary");
            if (onBehalfOf is not null)
            {
                request.Headers.TryAddWithoutValidation("X-Forwarded-For", onBehalfOf);
            }

            using var answer = await http.SendAsync(request, ct);
            if (!answer.IsSuccessStatusCode)
            {
                return Without(Trouble.Refused, string.Create(CultureInfo.InvariantCulture, $"HTTP {(int)answer.StatusCode}"));
            }

            var summary = JsonSerializer.Deserialize<Summary>(await answer.Content.ReadAsByteArrayAsync(ct), Shape);
            return summary is null ? Without(Trouble.Unclear, "null") : new Reading(summary, null);
        }
        catch (HttpRequestException fault)
        {
            return Without(Trouble.Unreachable, fault.Message);
        }
        catch (JsonException fault)
        {
            return Without(Trouble.Unclear, fault.Message);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return Without(Trouble.TooSlow, string.Create(CultureInfo.InvariantCulture, $"{SelfHttp.Patience.TotalSeconds:0} s"));
        }
    }

    private static Reading Without(Trouble trouble, string detail) => new(null, new Failure(trouble, detail));
}
