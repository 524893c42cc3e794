using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CityOps.Hub.Exchange;
using CityOps.Schemas;
using Microsoft.AspNetCore.Http;

namespace CityOps.Hub;

/// <summary>Small JSON bodies of control calls: bounded, strict about members, answered with a reason when wrong.</summary>
public static class SmallJson
{
    /// <summary>Chinese stays readable in answers; everything else is escaped as JSON asks.</summary>
    public static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task<Outcome<T>> ReadAsync<T>(HttpContext http, JsonTypeInfo<T> shape, int mostBytes, CancellationToken ct)
        where T : class
    {
        if (!(await BytesAsync(http, mostBytes, ct)).TryGet(out var body, out var refusal))
        {
            return refusal;
        }

        try
        {
            return JsonSerializer.Deserialize(body, shape) is { } value
                ? value
                : ExchangeRefusals.BodyMalformed.Because("请求体为空。", "The body is empty.");
        }
        catch (JsonException fault)
        {
            return ExchangeRefusals.BodyMalformed.Because($"位置 {fault.Path}：JSON 不合规则。", $"At {fault.Path}: not the JSON this call takes.");
        }
    }

    /// <summary>The body as it stands, bounded; nothing is looked at but its type.</summary>
    public static async Task<Outcome<byte[]>> BytesAsync(HttpContext http, int mostBytes, CancellationToken ct)
    {
        if (!http.Request.HasJsonContentType())
        {
            return ExchangeRefusals.MediaType.Because("此调用的 Content-Type 须为 application/json。", "This call takes Content-Type application/json.");
        }

        if (http.Request.Headers.ContentEncoding.Count > 0)
        {
            return ExchangeRefusals.Coding.Because("此调用不接受压缩。", "This call takes no content coding.");
        }

        var buffer = new byte[Math.Min(mostBytes + 1, (int)Math.Min(http.Request.ContentLength ?? 64 << 10, mostBytes) + 1)];
        var length = 0;
        while (await http.Request.Body.ReadAsync(buffer.AsMemory(length), ct) is var read and > 0)
        {
            length += read;
            if (length > mostBytes)
            {
                return ExchangeRefusals.BatchTooLarge.Because($"此调用的请求体不得超过 {mostBytes} 字节。", $"The body of this call holds at most {mostBytes} bytes.");
            }

            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, Math.Min(mostBytes + 1, buffer.Length * 2));
            }
        }

        return buffer[..length];
    }
}
