using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace CityOps.Tests.SignOn;

/// <summary>
/// A browser as far as sign-on needs one: keeps cookies (Secure ones on loopback too), follows redirects within the site,
/// stops at the door of every other, reads pages, fills in and sends forms. Script is off.
/// </summary>
public sealed class Browser : IDisposable
{
    private readonly HttpClient client;
    private readonly Uri site;
    private readonly string publicOrigin;
    private readonly Dictionary<string, string> cookies = new(StringComparer.Ordinal);

    /// <param name="site">Where the server listens.</param>
    /// <param name="publicOrigin">What it calls itself; addresses there are asked at <paramref name="site"/>.</param>
    public Browser(Uri site, string publicOrigin)
    {
        (this.site, this.publicOrigin) = (site, publicOrigin);
        client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = site };
    }

    public string UserAgent { get; init; } = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0";

    /// <summary>What it says of where a form was sent from (<c>Sec-Fetch-Site</c>); empty: an old browser that says nothing.</summary>
    public string SentFrom { get; set; } = "";

    /// <summary>What it likes to read (<c>Accept</c>); empty: it does not say.</summary>
    public string Accept { get; set; } = "";

    public string Language { get; set; } = "zh-CN,zh;q=0.9";

    public IReadOnlyDictionary<string, string> Cookies => cookies;

    public void Put(string name, string value) => cookies[name] = value;

    public Task<Stop> GoAsync(string address) => FollowAsync(HttpMethod.Get, address, null, withCookies: true);

    /// <summary>A form that stands on another site: browsers leave Lax cookies out.</summary>
    public Task<Stop> PostFromElsewhereAsync(string address, params (string Name, string Value)[] fields) =>
        FollowAsync(HttpMethod.Post, address, Pairs(fields), withCookies: false);

    public Task<Stop> PostAsync(string address, params (string Name, string Value)[] fields) =>
        FollowAsync(HttpMethod.Post, address, Pairs(fields), withCookies: true);

    /// <summary>Sends the page's form: hidden fields as they are, the others as given, by the named button.</summary>
    public Task<Stop> SendAsync(Stop page, string button, params (string Name, string Value)[] fields) =>
        SendAsync(page, form => form.QuerySelector($"button[value='{button}']") is not null, button, fields);

    /// <summary>The same for one of several forms.</summary>
    public Task<Stop> SendAsync(Stop page, Func<IHtmlFormElement, bool> choose, string? button, params (string Name, string Value)[] fields)
    {
        var form = page.Page!.Forms.OfType<IHtmlFormElement>().First(choose);
        var all = form.QuerySelectorAll("input").OfType<IHtmlInputElement>()
            .Where(input => input.Name is { Length: > 0 })
            .ToDictionary(input => input.Name!, input => input.Value, StringComparer.Ordinal);
        foreach (var (name, value) in fields)
        {
            all[name] = value;
        }

        if (button is not null)
        {
            all["action"] = button;
        }

        return FollowAsync(HttpMethod.Post, form.GetAttribute("action")!, all, withCookies: true);
    }

    public void Dispose() => client.Dispose();

    private static Dictionary<string, string> Pairs((string Name, string Value)[] fields) =>
        fields.ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal);

    private async Task<Stop> FollowAsync(HttpMethod method, string address, Dictionary<string, string>? body, bool withCookies)
    {
        var trail = new List<Hop>();
        for (var hop = 0; hop < 20; hop++)
        {
            if (LocalOf(address) is not { } local)
            {
                return new Stop(address, null, null, trail);
            }

            using var request = Request(method, local, body, withCookies);
            using var answer = await client.SendAsync(request);
            Keep(answer);
            trail.Add(new Hop(method.Method, address, (int)answer.StatusCode, HeadersOf(answer)));
            if (answer.Headers.Location is not { } next)
            {
                var text = await answer.Content.ReadAsStringAsync();
                return new Stop(address, text, answer.Content.Headers.ContentType?.MediaType == "text/html" ? await new HtmlParser().ParseDocumentAsync(text) : null, trail);
            }

            (method, body, withCookies, address) = (HttpMethod.Get, null, true, From(local, next.OriginalString));
        }

        throw new InvalidOperationException($"Redirected without end, at last to {address}");
    }

    // Pages of the portal are linked relatively.
    private string From(string local, string to) => to.StartsWith('.') ? new Uri(new Uri(site, local), to).PathAndQuery : to;

    // Null for another site.
    private string? LocalOf(string address) =>
        address.StartsWith('/') ? address
        : address.StartsWith(publicOrigin + "/", StringComparison.Ordinal) ? address[publicOrigin.Length..]
        : address.StartsWith(site.GetLeftPart(UriPartial.Authority) + "/", StringComparison.Ordinal) ? address[site.GetLeftPart(UriPartial.Authority).Length..]
        : null;

    private HttpRequestMessage Request(HttpMethod method, string local, Dictionary<string, string>? body, bool withCookies)
    {
        var request = new HttpRequestMessage(method, local);
        request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        request.Headers.TryAddWithoutValidation("Accept-Language", Language);
        if (Accept.Length > 0)
        {
            request.Headers.TryAddWithoutValidation("Accept", Accept);
        }

        if (SentFrom.Length > 0)
        {
            request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", SentFrom);
        }

        if (withCookies && cookies.Count > 0)
        {
            request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        }

        if (body is not null)
        {
            request.Content = new FormUrlEncodedContent(body);
        }

        return request;
    }

    private void Keep(HttpResponseMessage answer)
    {
        foreach (var line in answer.Headers.TryGetValues("Set-Cookie", out var lines) ? lines : [])
        {
            var (name, value) = (line[..line.IndexOf('=', StringComparison.Ordinal)], line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..].Split(';')[0]);
            if (line.Contains("expires=Thu, 01 Jan 1970", StringComparison.OrdinalIgnoreCase))
            {
                cookies.Remove(name);
            }
            else
            {
                cookies[name] = value;
            }
        }
    }

    private static Dictionary<string, string> HeadersOf(HttpResponseMessage answer) =>
        answer.Headers.Concat(answer.Content.Headers).ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
}

/// <summary>One request on the way and how it was answered.</summary>
public sealed record Hop(string Method, string Address, int Status, IReadOnlyDictionary<string, string> Headers);

/// <summary>Where a browser came to rest: a page of the site, or the door of another, which it did not open.</summary>
/// <param name="Text">Null at another site's door.</param>
public sealed record Stop(string Address, string? Text, IHtmlDocument? Page, IReadOnlyList<Hop> Trail)
{
    public int Status => Trail[^1].Status;

    public IReadOnlyDictionary<string, string> Headers => Trail[^1].Headers;

    public bool IsElsewhere => Text is null;

    public string Title => Page?.QuerySelector("h1")?.TextContent ?? "";

    /// <summary>A parameter of the address it stopped at, or of the form that would post it there.</summary>
    public string? Parameter(string name) =>
        Page?.QuerySelector($"input[name='{name}']")?.GetAttribute("value")
        ?? Address.Split('?', 2).ElementAtOrDefault(1)?.Split('&')
            .Where(pair => pair.StartsWith(name + "=", StringComparison.Ordinal))
            .Select(pair => WebUtility.UrlDecode(pair[(name.Length + 1)..]))
            .SingleOrDefault();
}
