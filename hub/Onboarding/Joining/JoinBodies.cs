namespace CityOps.Hub.Onboarding.Joining;

/// <summary>邀请: who may apply, and what for. With a code it is for that platform only, and its review is done.</summary>
internal sealed record InvitationBody(string Name, IReadOnlyList<string> Publishes, IReadOnlyList<string> Subscribes)
{
    public string Code { get; init; } = "";

    public string Region { get; init; } = "";

    /// <summary>Days it holds: 1 to 90.</summary>
    public int Days { get; init; } = 14;
}

/// <summary>申请 of a platform, with an invitation or without.</summary>
internal sealed record ApplicationBody(string Code, string Name, IReadOnlyList<string> Publishes, IReadOnlyList<string> Subscribes)
{
    public string Invitation { get; init; } = "";

    /// <summary>Needed for departments and operators; a deployment's code has it.</summary>
    public string Region { get; init; } = "";

    public string Owner { get; init; } = "";

    public string Contact { get; init; } = "";

    public string Phone { get; init; } = "";

    public string Url { get; init; } = "";

    public string Purpose { get; init; } = "";
}

/// <summary>审核 of an application: interfaces only where fewer than asked for are agreed.</summary>
internal sealed record ReviewBody(string Opinion)
{
    public IReadOnlyList<string>? Publishes { get; init; }

    public IReadOnlyList<string>? Subscribes { get; init; }
}

/// <summary>握手: what the caller runs and knows.</summary>
/// <param name="Software">Name and version of its software.</param>
/// <param name="Wire">Versions of the wire protocol it speaks.</param>
/// <param name="At">Its clock, as it sends.</param>
internal sealed record HandshakeBody(string Software, IReadOnlyList<int> Wire, DateTimeOffset At)
{
    /// <summary>Editions of the code lists it maps to, by name; those it leaves out are not compared.</summary>
    public IReadOnlyDictionary<string, string> CodeLists { get; init; } = new Dictionary<string, string>();

    /// <summary>Versions of the schemas it writes, by dataset.</summary>
    public IReadOnlyDictionary<string, string> Schemas { get; init; } = new Dictionary<string, string>();
}

internal sealed record ProbeBody(string Nonce);

/// <param name="Successor">Where the platform joins instead (re-parenting); empty where nowhere.</param>
internal sealed record LeaveBody(string Reason, string Successor = "");

/// <summary>An application as it was taken, with what its applicant follows it by; shown once.</summary>
internal sealed record Tracked(Join Join, string Key);

/// <summary>An invitation with its code, shown once.</summary>
internal sealed record Invited(Join Join, string Invitation);

/// <summary>This hub's side of the handshake.</summary>
internal sealed record HandshakeAnswer(DateTimeOffset At, long SkewMillis, int Wire, string Software, IReadOnlyList<string> Differences);
