namespace CityOps.Hub;

/// <summary>Section <c>Hub</c> of the configuration. Every fault in it is reported at start, all at once.</summary>
public sealed record HubOptions
{
    /// <summary>Platforms allowed to speak to this hub, besides the deployment's own node.</summary>
    public IReadOnlyList<PlatformOptions> Platforms { get; init; } = [];

    /// <summary>The hub above; absent at the top tier.</summary>
    public UpperOptions? Upper { get; init; }

    /// <summary>Who stands for this deployment's data in the joint directory; without a code it publishes no entries of its own.</summary>
    public ProviderOptions? Provider { get; init; }

    /// <summary>SLA 及时性: after how many seconds without new data an interface is late here; the standard's own times where absent.</summary>
    public IReadOnlyDictionary<string, int> FreshSeconds { get => field ?? new Dictionary<string, int>(); init; }

    /// <summary>心跳: seconds between two of those sent to the hub above.</summary>
    public int HeartbeatSeconds { get => field > 0 ? field : 300; init; }

    /// <summary>升级: when an incident that nobody takes on is told further.</summary>
    public EscalationOptions Escalation { get => field ?? new(); init; }

    /// <summary>探测: how often each interface is probed through the public address.</summary>
    public ProbeOptions Probes { get => field ?? new(); init; }

    /// <summary>How long a provider has to answer a request: <c>COUNTY-2024</c>, <c>GENERIC-10</c> or <c>REG-2025</c>.</summary>
    public string ApprovalProfile { get; init; } = "REG-2025";

    public ExchangeLimits Limits { get; init; } = new();

    /// <summary>
    /// File with the key that wraps the private keys in the hub's store (32 bytes in base64); made at the first start. Beside a
    /// SQLite store when empty, else <c>data/hub.key</c>. All processes over one store need the same; it belongs into the backup, not beside it.
    /// </summary>
    public string WrappingKeyFile { get; init; } = "";

    /// <summary>Secret by which this deployment's own node and operator tools authenticate.</summary>
    public string OwnSecret { get; init; } = "";
}

/// <summary>After how many minutes without anybody at it an incident rises by a level; 0: never.</summary>
public sealed record EscalationOptions
{
    public int RedMinutes { get; init; } = 15;

    public int YellowMinutes { get; init; } = 240;

    /// <summary>The highest level.</summary>
    public int Levels { get; init; } = 3;
}

/// <summary>Probes of this hub's own interfaces; their moments are spread over the period.</summary>
public sealed record ProbeOptions
{
    /// <summary>Seconds between two probes of one interface; 0: never.</summary>
    public int EverySeconds { get; init; } = 1_800;

    /// <summary>How long verdicts are kept.</summary>
    public int KeepDays { get; init; } = 30;

    internal TimeSpan Every => TimeSpan.FromSeconds(EverySeconds);
}

/// <summary>提供方 of this deployment's resources (XC-02).</summary>
public sealed record ProviderOptions
{
    /// <summary>统一社会信用代码.</summary>
    public string Code { get; init; } = "";

    /// <summary>The deployment's own name where empty.</summary>
    public string Name { get; init; } = "";

    /// <summary>责任人: a post rather than a person, since it is told to every tier.</summary>
    public string Steward { get => field is { Length: > 0 } ? field : "数据管理岗"; init; } = "";
}

/// <summary>One registered platform. <c>Secret</c> is a PBKDF2 hash, or <c>plain:…</c> for a demo.</summary>
public sealed record PlatformOptions
{
    public string Code { get; init; } = "";

    /// <summary>Needed for departments; derived from the code for deployments.</summary>
    public string? Region { get; init; }

    public string Name { get; init; } = "";

    public string Secret { get; init; } = "";

    public bool Suspended { get; init; }

    public IReadOnlyList<string> Publishes { get; init; } = [];

    public IReadOnlyList<string> Subscribes { get; init; } = [];
}

/// <summary>Where the hub above is, and the secret this deployment shows it.</summary>
public sealed record UpperOptions
{
    public string Url { get; init; } = "";

    /// <summary>Platform code of the hub above.</summary>
    public string Code { get; init; } = "";

    public string Secret { get; init; } = "";

    /// <summary>
    /// File with our key for this link (P-256, PEM); made at the first start, its public half beside it in <c>.jwk</c> to be
    /// registered above. Empty: the secret is shown instead.
    /// </summary>
    public string KeyFile { get; init; } = "";

    /// <summary>Public origin of the hub above, where that is not <see cref="Url"/>.</summary>
    public string Issuer { get; init; } = "";
}

/// <summary>Limits of wire protocol version 1 (design.md section 11); each is named in the refusal it causes.</summary>
public sealed record ExchangeLimits
{
    public int RecordsPerBatch { get; init; } = 10_000;

    public int BatchBytes { get; init; } = 16 << 20;

    public int RecordBytes { get; init; } = 256 << 10;

    public int Depth { get; init; } = 32;

    public int UnpackRatio { get; init; } = 100;

    public int PageRecords { get; init; } = 2_000;

    public int PageRecordsDefault { get; init; } = 500;

    public int PageBytes { get; init; } = 8 << 20;

    /// <summary>Records of one pushed delivery.</summary>
    public int PushRecords { get; init; } = 100;

    public int PushBytes { get; init; } = 1 << 20;

    public int WaitSeconds { get; init; } = 60;

    /// <summary>Unpacked bytes of all batches being read, judged or written at one moment; more callers wait.</summary>
    public long BytesInFlight { get; init; } = 96 << 20;
}
