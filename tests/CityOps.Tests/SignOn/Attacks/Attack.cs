namespace CityOps.Tests.SignOn.Attacks;

/// <summary>One row of the attack list (security.md 7).</summary>
/// <param name="Id">The row, and which of its inputs.</param>
/// <param name="Send">What is sent; the text is what <see cref="Prepare"/> made.</param>
/// <param name="Expected">
/// <c>page</c>: 400, HTML, no redirect, nothing reflected. <c>cb ERROR</c>: a redirect to the registered address with this error, our issuer, the exact state, no
/// code. <c>inactive</c>: 200 and exactly that. Else statuses divided by <c>|</c>, each with an error after it where there is one.
/// </param>
internal sealed record Attack(string Id, Func<Scene, string, Task<Reply>> Send, string Expected)
{
    /// <summary>What must be there first, such as a code; it is not part of the attack.</summary>
    public Func<Scene, Task<string>> Prepare { get; init; } = _ => Task.FromResult("");

    /// <summary>Refused before anybody could say who did what: nothing for the trail.</summary>
    public bool Silent { get; init; }
}

/// <summary>What came back, unfollowed.</summary>
internal sealed record Reply(int Status, string? Location, string Type, string Text, string Challenge)
{
    /// <summary>From the body, the redirect, or the challenge.</summary>
    public string Error =>
        Location is not null ? Of(Location, "error")
        : Type == "application/json" && System.Text.Json.JsonDocument.Parse(Text).RootElement.TryGetProperty("error", out var error) ? error.GetString()!
        : Challenge.Split("error=\"") is [_, var rest] ? rest.Split('"')[0]
        : "";

    public static string Of(string address, string name) => address.Split('?', 2).ElementAtOrDefault(1)?.Split('&')
        .Where(pair => pair.StartsWith(name + "=", StringComparison.Ordinal)).Select(pair => System.Net.WebUtility.UrlDecode(pair[(name.Length + 1)..])).FirstOrDefault() ?? "";
}
