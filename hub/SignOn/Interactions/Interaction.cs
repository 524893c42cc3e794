using System.Text.Json.Serialization;

namespace CityOps.Hub.SignOn.Interactions;

/// <summary>What waits for the user.</summary>
internal enum Purpose
{
    /// <summary>An authorization request of a client.</summary>
    Authorize,

    /// <summary>The user's own account page.</summary>
    Account,

    /// <summary>A request to end the session.</summary>
    Logout,
}

/// <summary>
/// 交互: a request on its way through login and consent. Kept here and never in the browser, which only holds the id in the
/// address and, in a cookie, what binds it.
/// </summary>
/// <param name="Id">In clear; the store keeps its hash.</param>
/// <param name="Client">Empty when no client waits.</param>
internal sealed record Interaction(string Id, string Client, IReadOnlyDictionary<string, string> Parameters, InteractionState State, DateTimeOffset ExpiresAt);

/// <summary>How far it has come.</summary>
internal sealed record InteractionState(Purpose Purpose)
{
    /// <summary>Hash of the handle of the pushed request this came from.</summary>
    public string? Pushed { get; init; }

    /// <summary>The session this browser had when the request came; replaced by the login.</summary>
    public string? FormerSid { get; init; }

    /// <summary>The session the user began or renewed for this request, which therefore is fresh enough.</summary>
    public string? LoggedInSid { get; init; }

    /// <summary>Who consented to this request: nobody else's session may profit from it.</summary>
    public Guid? ConsentedBy { get; init; }

    /// <summary>Who has passed the first factor and must bring the second.</summary>
    public Guid? Pending { get; init; }

    /// <summary>How the first factor was proven.</summary>
    public IReadOnlyList<string> PendingMethods { get; init; } = [];

    /// <summary>Every factor has held, and the password must be changed before there is a session.</summary>
    public bool MustChangePassword { get; init; }

    /// <summary>The second factor raises the living session of this id instead of beginning one.</summary>
    public string? StepUpSid { get; init; }

    /// <summary>Languages the client asked the pages to be in.</summary>
    public string? Locales { get; init; }
}

[JsonSerializable(typeof(InteractionState))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
[JsonSourceGenerationOptions(UseStringEnumConverter = true, RespectNullableAnnotations = true)]
internal sealed partial class InteractionJson : JsonSerializerContext;
