using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace CityOps.Hub.Catalog.Publication;

/// <summary>Tells who uses an interface that it ends: <c>Deprecation</c> (RFC 9745), <c>Sunset</c> (RFC 8594) and where its successor is described.</summary>
internal static class SunsetEndpoints
{
    public static void Tell(HttpResponse answer, InterfaceSheet sheet)
    {
        if (sheet is not { State: PublicationState.Deprecated, Sunset: { } day, ChangedAt: { } since })
        {
            return;
        }

        answer.Headers["Deprecation"] = $"@{since.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}";
        answer.Headers["Sunset"] = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.FromHours(8)).ToString("R", CultureInfo.InvariantCulture);
        if (sheet.Successor is { Length: > 0 } next)
        {
            answer.Headers.Append("Link", $"</catalog/v1/interfaces/{Uri.EscapeDataString(next)}>; rel=\"successor-version\"");
        }
    }
}
