using System.Text.Json;

namespace CityOps.Hub.Subscriptions.Requests;

/// <summary>接口订阅状态 (XC-04 subscriptionState, with the pause that 4.5 knows).</summary>
public enum RequestState
{
    /// <summary>3 待提供方答复.</summary>
    Awaiting,

    /// <summary>4 已授权: in use until <see cref="SubscriptionRequest.ValidTo"/>.</summary>
    Live,

    /// <summary>5 已拒绝.</summary>
    Refused,

    /// <summary>8 争议: the applicant does not accept the refusal.</summary>
    Disputed,

    /// <summary>暂停: nothing is delivered, the position stays.</summary>
    Suspended,

    /// <summary>6 已到期.</summary>
    Expired,

    /// <summary>7 已撤销, by the provider.</summary>
    Revoked,

    /// <summary>Taken back or ended by the applicant.</summary>
    Withdrawn,

    /// <summary>Another request of the same platform for the same interface took its place.</summary>
    Replaced,
}

/// <summary>How records reach the subscriber (XC-04 deliverMode).</summary>
public enum DeliverMode
{
    Pull,
    Push,
}

/// <summary>What an applicant sends: <c>POST /subscriptions/v1/requests</c>.</summary>
/// <param name="Interface">Interface code, such as <c>MG-01.v1.up</c>.</param>
/// <param name="Purpose">用途, 5 to 500 characters.</param>
/// <param name="Scenario">应用场景, 1 to 500 characters.</param>
/// <param name="ValidTo">Last day of use, <c>yyyy-MM-dd</c>, at most three years from today.</param>
internal sealed record RequestBody(string Interface, string Purpose, string Scenario, string ValidTo)
{
    /// <summary>For whom; needed of people and tools, platforms apply for themselves.</summary>
    public string? Platform { get; init; }

    /// <summary>法律依据; needed where sharing is conditional.</summary>
    public string? LegalBasis { get; init; }

    /// <summary>Members wanted; absent: all that are not sensitive.</summary>
    public IReadOnlyList<string>? Fields { get; init; }

    /// <summary>Six-digit regions; absent: the platform's own.</summary>
    public IReadOnlyList<string>? Regions { get; init; }

    public JsonElement? Filter { get; init; }

    public DeliverMode Mode { get; init; } = DeliverMode.Pull;

    public string? PushUrl { get; init; }

    /// <summary>Records accepted from then on are delivered; absent: from the grant on.</summary>
    public DateTimeOffset? StartFrom { get; init; }
}

/// <summary>What a provider answers; what is absent is granted as it was asked for.</summary>
internal sealed record DecisionBody(bool Accept, string Opinion)
{
    /// <summary>Fewer fields than were asked for.</summary>
    public IReadOnlyList<string>? Fields { get; init; }

    /// <summary>Smaller regions than were asked for.</summary>
    public IReadOnlyList<string>? Regions { get; init; }

    public string? ValidTo { get; init; }
}

/// <summary>Why a state is changed, in words.</summary>
internal sealed record ReasonBody(string Reason);

/// <summary>接口订阅 as stored: the request, the decision on it and what became of it since.</summary>
/// <param name="Id">32 hex digits that grow with time.</param>
/// <param name="Fields">Null: all that are not sensitive.</param>
public sealed record SubscriptionRequest(
    string Id, string Platform, string Interface, RequestState State, string AppliedBy, DateTimeOffset AppliedAt, DateTimeOffset ReplyDue, string Purpose, string Scenario,
    string? LegalBasis, IReadOnlyList<string>? Fields, IReadOnlyList<string> Regions, string? Filter, DeliverMode Mode, string? PushUrl, DateTimeOffset? StartFrom, DateOnly ValidTo)
{
    public string? DecidedBy { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    public string? Opinion { get; init; }

    /// <summary>Whether this row decides for its platform and interface.</summary>
    public bool InForce { get; init; }

    public bool Pending => State is RequestState.Awaiting or RequestState.Disputed;

    public string Subscription => Subscriptions.Subscription.IdOf(Platform, Interface);
}
