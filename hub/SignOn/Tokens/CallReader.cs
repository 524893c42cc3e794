using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using CityOps.Hub.SignOn.Clients;
using CityOps.Schemas;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace CityOps.Hub.SignOn.Tokens;

/// <summary>Reads what a client posts, strictly; the same for every endpoint clients call.</summary>
internal static class CallReader
{
    private const int MostBytes = 8 * 1024;

    /// <param name="url">The endpoint's public URL, from the settings and never from the request.</param>
    public static async Task<Outcome<ClientCall>> ReadAsync(HttpRequest request, string url, CancellationToken ct)
    {
        if (!request.IsHttps && !IsWithinThisMachine(request.HttpContext.Connection))
        {
            return SignOnRefusals.InvalidRequest.Because("非本机访问必须使用 HTTPS", "Use https: http is allowed between loopback addresses only");
        }

        if (request.QueryString.HasValue)
        {
            return SignOnRefusals.InvalidRequest.Because("参数不得放在网址中", "Parameters belong in the body, not in the query");
        }

        if (!IsForm(request))
        {
            return SignOnRefusals.InvalidRequest.Because(
                "请求体须为 application/x-www-form-urlencoded（UTF-8，不压缩）", "The body must be application/x-www-form-urlencoded in UTF-8 without content coding");
        }

        if (await ReadAsync(request, ct) is not { } body)
        {
            return SignOnRefusals.InvalidRequest.Because($"请求体超过 {MostBytes} 字节", $"The body is larger than {MostBytes} bytes");
        }

        return FormText.ReadForm(body) is { } form
            ? Bare(request, url) with { Form = form }
            : SignOnRefusals.InvalidRequest.Because("请求体不是合规的表单，或参数重复", "The body is not a well-formed form, or a parameter comes twice");
    }

    /// <summary>The call without its body.</summary>
    public static ClientCall Bare(HttpRequest request, string url) => new(
        new Dictionary<string, string>(),
        request.Headers.Authorization is [var only] ? only : null, // two Authorization headers are no credentials at all
        AddressOf(request.HttpContext.Connection.RemoteIpAddress),
        Activity.Current?.TraceId.ToString() ?? request.HttpContext.TraceIdentifier)
    {
        DpopProofs = [.. request.Headers["DPoP"].OfType<string>()],
        Method = request.Method,
        Url = url,
    };

    private static bool IsForm(HttpRequest request) =>
        request.Headers.ContentEncoding.Count == 0
        && MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)
        && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    private static async Task<byte[]?> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        if (request.ContentLength > MostBytes)
        {
            return null;
        }

        var bytes = new byte[MostBytes + 1];
        var read = await request.Body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, ct);
        return read > MostBytes ? null : bytes[..read];
    }

    // No address: a connection that never left this machine (a local socket, an in-process server).
    private static bool IsWithinThisMachine(ConnectionInfo connection) =>
        (connection.RemoteIpAddress is null || IPAddress.IsLoopback(connection.RemoteIpAddress))
        && (connection.LocalIpAddress is null || IPAddress.IsLoopback(connection.LocalIpAddress));

    // One subscriber of IPv6 usually holds a whole /64: counting single addresses would count nothing.
    private static string AddressOf(IPAddress? address)
    {
        if (address is null)
        {
            return "local";
        }

        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return plain.AddressFamily == AddressFamily.InterNetworkV6 && !IPAddress.IsLoopback(plain)
            ? $"{new IPAddress([.. plain.GetAddressBytes().AsSpan(0, 8), .. new byte[8]])}/64"
            : plain.ToString();
    }
}
