namespace CityOps.Hub.Status.Probes;

public enum ProbeVerdict
{
    Well,

    /// <summary>It answered, and took longer than it may.</summary>
    Slow,
    Failing,
}

/// <summary>Which part of the path: in the order in which it is walked.</summary>
public enum ProbeLeg
{
    /// <summary>None: all held.</summary>
    None,

    /// <summary>Name and connection.</summary>
    Connect,
    Tls,
    Token,

    /// <summary>A record of the standard's own was not taken as one that holds.</summary>
    Validation,
    Store,

    /// <summary>No answer, one that cannot be understood, or one that came too late.</summary>
    Answer,
}

/// <summary>Milliseconds of each leg; zero where it was not walked anew.</summary>
public sealed record ProbeTimes(long Connect, long Tls, long Token, long Answer, long Store)
{
    public static readonly ProbeTimes None = new(0, 0, 0, 0, 0);
}

/// <summary>探测: one check of one interface (or link) through its true path.</summary>
/// <param name="Target">Code of the interface, or <c>link PLATFORM</c>.</param>
public sealed record ProbeResult(string Target, DateTimeOffset At, ProbeVerdict Verdict, ProbeLeg Leg, string Said, ProbeTimes Times)
{
    public static string LinkTo(string platform) => "link " + platform;
}

/// <summary>How long one verdict held, with how many probes; the times are sums of them all.</summary>
public sealed record ProbeStretch(string Target, DateTimeOffset Starts, DateTimeOffset Ends, ProbeVerdict Verdict, ProbeLeg Leg, string Said, long Probes, ProbeTimes Sums);
