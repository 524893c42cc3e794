using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CityOps.Schemas;
using Microsoft.AspNetCore.Http;

namespace CityOps.Node.Contracts;

/// <summary>The HTTP side of module calls: bounded bodies in, JSON out.</summary>
internal static class BodyEndpoints
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The body as <typeparamref name="T"/>, or why not; never more than <paramref name="most"/> bytes are held.</summary>
    public static async Task<Outcome<T>> ReadAsync<T>(HttpContext http, JsonTypeInfo<T> type, int most, CancellationToken ct)
    {
        var tooLarge = StrictBody.TooLarge.Because($"上限 {most} 字节", $"{most} bytes at most");
        if (http.Request.ContentLength > most)
        {
            return tooLarge;
        }

        using var body = new MemoryStream();
        var buffer = ArrayPool<byte>.Shared.Rent(16 << 10);
        try
        {
            int read;
            while ((read = await http.Request.Body.ReadAsync(buffer, ct)) > 0)
            {
                if (body.Length + read > most)
                {
                    return tooLarge;
                }

                body.Write(buffer, 0, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return StrictBody.Read(body.GetBuffer().AsSpan(0, (int)body.Length), type);
    }

    /// <summary>One JSON object whose members the caller writes.</summary>
    public static IResult Answer(int status, Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var w = new Utf8JsonWriter(buffer, Plain))
        {
            w.WriteStartObject();
            members(w);
            w.WriteEndObject();
        }

        return new JsonAnswer(buffer.WrittenMemory, status);
    }

    /// <summary>An array member of ready JSON texts and, where there is more, the key to go on from.</summary>
    public static void WriteList(Utf8JsonWriter w, string name, IEnumerable<ReadOnlyMemory<byte>> items, string? next)
    {
        w.WriteStartArray(name);
        foreach (var item in items)
        {
            w.WriteRawValue(item.Span, skipInputValidation: true);
        }

        w.WriteEndArray();
        if (next is not null)
        {
            w.WriteString("next", next);
        }
    }

    private sealed class JsonAnswer(ReadOnlyMemory<byte> body, int status) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = status;
            httpContext.Response.ContentType = "application/json; charset=utf-8";
            httpContext.Response.ContentLength = body.Length;
            await httpContext.Response.Body.WriteAsync(body, httpContext.RequestAborted);
        }
    }
}
