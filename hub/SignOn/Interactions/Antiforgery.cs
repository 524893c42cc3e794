using CityOps.Hub.Guards;

namespace CityOps.Hub.SignOn.Interactions;

/// <summary>
/// 防伪: a form's token is a hash of a secret cookie and of what the form is for. Nobody without the cookie can make one,
/// and one made for a step, a request or a session is worth nothing in another.
/// </summary>
internal sealed class Antiforgery(GuardSwitch guards)
{
    /// <param name="cookie">The browser's interaction cookie before login, the session cookie after it.</param>
    /// <param name="purpose">The step, and the id of the request it belongs to.</param>
    public static string TokenFor(string cookie, string purpose) => RandomText.HashOf($"antiforgery\n{purpose}\n{cookie}");

    public bool Holds(string? token, string? cookie, string purpose) =>
        !guards.IsOn("antiforgery.token")
        || (token is not null && cookie is not null && RandomText.AreSame(token, TokenFor(cookie, purpose)));
}
