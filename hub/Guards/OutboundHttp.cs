using CityOps.Schemas;

namespace CityOps.Hub.Guards;

/// <summary>
/// 出站防护: the only way to call an address that somebody else gave us (security.md 9.2). Resolves once, judges every
/// address, connects to the judged one; no redirects, no proxy, no cookies, bounded answers.
/// </summary>
public sealed class OutboundHttp
{
    /// <summary>Null when the address may be stored and called later; else <c>unsafe-url</c> with the reason.</summary>
    public Refusal? Judge(string url) => throw new NotSupportedException(url);

    /// <summary>A client for such addresses; answers over 64 KiB and calls over 15 s fail.</summary>
    public HttpClient Client => throw new NotSupportedException();
}
