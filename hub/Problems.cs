using System.Diagnostics;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using CityOps.Schemas;
using Microsoft.AspNetCore.Http;

namespace CityOps.Hub;

/// <summary>
/// 问题说明: the one place where a refusal becomes an HTTP answer (RFC 9457, <c>application/problem+json</c>), in Chinese
/// unless <c>Accept-Language</c> asks for English first.
/// </summary>
public static class Problems
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The status of a kind.</summary>
    public static int Status(RefusalKind kind) => kind switch
    {
        RefusalKind.Invalid => StatusCodes.Status400BadRequest,
        RefusalKind.Unauthenticated => StatusCodes.Status401Unauthorized,
        RefusalKind.Forbidden => StatusCodes.Status403Forbidden,
        RefusalKind.NotFound => StatusCodes.Status404NotFound,
        RefusalKind.Conflict => StatusCodes.Status409Conflict,
        RefusalKind.Gone => StatusCodes.Status410Gone,
        RefusalKind.TooLarge => StatusCodes.Status413PayloadTooLarge,
        RefusalKind.Unsupported => StatusCodes.Status415UnsupportedMediaType,
        RefusalKind.Unprocessable => StatusCodes.Status422UnprocessableEntity,
        RefusalKind.TooMany => StatusCodes.Status429TooManyRequests,
        _ => StatusCodes.Status503ServiceUnavailable,
    };

    /// <summary>The refusal as a problem document for this request.</summary>
    public static IResult ToResult(this Refusal refusal, HttpContext context) =>
        new ProblemResult(refusal, PrefersEnglish(context), TraceId(context), []);

    /// <summary>The same, with further string or number members of this refusal (<c>version</c>, <c>state</c> …).</summary>
    public static IResult ToResult(this Refusal refusal, HttpContext context, IReadOnlyList<KeyValuePair<string, object>> extra) =>
        new ProblemResult(refusal, PrefersEnglish(context), TraceId(context), extra);

    /// <summary>True when the caller ranks English above Chinese; without a word about it the answer is Chinese.</summary>
    public static bool PrefersEnglish(HttpContext context)
    {
        double english = 0, chinese = 0;
        foreach (var range in context.Request.GetTypedHeaders().AcceptLanguage)
        {
            var quality = range.Quality ?? 1;
            if (range.Value.StartsWith("en", StringComparison.OrdinalIgnoreCase))
            {
                english = Math.Max(english, quality);
            }
            else if (range.Value.StartsWith("zh", StringComparison.OrdinalIgnoreCase))
            {
                chinese = Math.Max(chinese, quality);
            }
        }

        return english > chinese;
    }

    private static string TraceId(HttpContext context) => Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier;

    /// <summary>The members of a problem document, without status and instance; used for single items of a batch too.</summary>
    public static void Write(Utf8JsonWriter w, Refusal refusal, bool english)
    {
        w.WriteString("type", "urn:cityops:problem:" + refusal.Name);
        w.WriteString("title", english ? refusal.TitleEn : refusal.Title);
        if ((english ? refusal.DetailEn ?? refusal.Detail : refusal.Detail) is { } detail)
        {
            w.WriteString("detail", detail);
        }

        if (refusal.Code.Length > 0)
        {
            w.WriteString("code", refusal.Code);
        }

        if (refusal.Fields.Count > 0)
        {
            w.WriteStartArray("fields");
            foreach (var field in refusal.Fields)
            {
                w.WriteStartObject();
                w.WriteString("at", field.At);
                w.WriteString("message", field.Message);
                w.WriteEndObject();
            }

            w.WriteEndArray();
        }
    }

    private sealed class ProblemResult(Refusal refusal, bool english, string traceId, IReadOnlyList<KeyValuePair<string, object>> extra) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            using var body = new MemoryStream();
            using (var w = new Utf8JsonWriter(body, Options))
            {
                w.WriteStartObject();
                Write(w, refusal, english);
                w.WriteNumber("status", Status(refusal.Kind));
                w.WriteString("instance", traceId);
                foreach (var (name, value) in extra)
                {
                    w.WritePropertyName(name);
                    WriteValue(w, value);
                }

                w.WriteEndObject();
            }

            var response = httpContext.Response;
            response.StatusCode = Status(refusal.Kind);
            response.ContentType = "application/problem+json; charset=utf-8";
            response.Headers.ContentLanguage = english ? "en" : "zh-CN";
            if (refusal.RetryAfter is { } seconds)
            {
                response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            }

            response.ContentLength = body.Length;
            await response.Body.WriteAsync(body.GetBuffer().AsMemory(0, (int)body.Length), httpContext.RequestAborted);
        }

        private static void WriteValue(Utf8JsonWriter w, object value)
        {
            if (value is long number)
            {
                w.WriteNumberValue(number);
            }
            else
            {
                w.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
            }
        }
    }
}
