using CityOps.Hub;
using CityOps.Hub.Exchange;
using CityOps.Hub.Guards;
using CityOps.Hub.SignOn.PortalSessions;
using CityOps.Portal;
using CityOps.Schemas;
using CityOps.Store;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CityOps.Node.Hosting;

/// <summary>
/// The outermost step of every request: a refusal of the server becomes a problem document, a store that is away 503, and
/// only a fault of ours 500, logged once with the trace the caller sees.
/// </summary>
internal static class Edge
{
    private static readonly Refusal NoSuchPath = HostRefusals.NoSuchPath;
    private static readonly Refusal TooLarge = ExchangeRefusals.BatchTooLarge;
    private static readonly Refusal Malformed = HostRefusals.Malformed;

    public static async Task CatchAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            await next(http);
            await ExplainAsync(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller left.
        }
        catch (BadHttpRequestException fault) when (!http.Response.HasStarted)
        {
            var refusal = fault.StatusCode == StatusCodes.Status413PayloadTooLarge ? TooLarge : Malformed;
            await refusal.ToResult(http).ExecuteAsync(http);
        }
        catch (Exception fault) when (!http.Response.HasStarted)
        {
            var log = http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("CityOps.Edge");
            if (StoreFaults.IsUnavailable(fault))
            {
                log.StoreAway(fault.Message);
                await (StoreFaults.IsFull(fault) ? ExchangeRefusals.StoreFull : ExchangeRefusals.StoreAway).ToResult(http).ExecuteAsync(http);
                return;
            }

            log.Fault(http.TraceIdentifier, fault);
            await Results.Problem(type: "urn:cityops:problem:internal", title: "内部错误", detail: "请把 instance 编号告知管理员。", statusCode: 500, instance: $"urn:cityops:trace:{http.TraceIdentifier}").ExecuteAsync(http);
        }
    }

    // What routing itself refuses it refuses without a word: no such path, another method (with Allow), another type.
    private static async Task ExplainAsync(HttpContext http)
    {
        if (http.Response is { HasStarted: false, ContentType: null, ContentLength: null, StatusCode: >= 400 } response && RefusalOf(response.StatusCode) is { } refusal)
        {
            var answer = refusal == NoSuchPath && PageAccess.IsPage(http) ? await PortalRoom.MissingAsync(http) : refusal.ToResult(http);
            await answer.ExecuteAsync(http);
        }
    }

    private static Refusal? RefusalOf(int status) => status switch
    {
        StatusCodes.Status404NotFound => NoSuchPath,
        StatusCodes.Status405MethodNotAllowed => HostRefusals.NoSuchMethod,
        StatusCodes.Status415UnsupportedMediaType => GuardRefusals.MediaType,
        StatusCodes.Status413PayloadTooLarge => TooLarge,
        _ => null,
    };
}
