using System.Text.Json;

namespace CityOps.Tests.Portal;

/// <summary>Builds the answer of <c>GET /status/v1/summary</c> as it is on the wire, independent of the types that write or read it.</summary>
internal sealed class ASummary
{
    private readonly List<object> interfaces = [];
    private readonly List<object> links = [];
    private readonly List<object> subscriptions = [];
    private string name = "合肥市城市运行管理服务平台";
    private (string Code, string Tier, string Region) who = ("C-340100", "City", "340100");

    /// <summary>A time of the summary's own day, 2026-11-22, which it was read on at 20:15:03.</summary>
    public static string At(string time) => $"2026-11-22T{time}.000+08:00";

    public ASummary Named(string text)
    {
        name = text;
        return this;
    }

    public ASummary OfNation()
    {
        who = ("N-100000", "Nation", "100000");
        return this;
    }

    public ASummary WithInterface(string code, string title, string direction, long accepted, long duplicate, long stale, long rejected)
    {
        var offered = accepted + duplicate + stale + rejected;
        interfaces.Add(new { @interface = code, title, direction, offered, accepted, duplicate, stale, rejected });
        return this;
    }

    public ASummary WithSending(long backlog = 0, string? oldestAt = null, string? lastGoodAt = null, string? failingSince = null, string? error = null) =>
        WithLink("up:MG-01.v1.up", "MG-01.v1.up", "Send", backlog, oldestAt, lastGoodAt, failingSince, error);

    public ASummary WithReceiving(string lastGoodAt) =>
        WithLink("C-340100.SI-01.v1.down", "SI-01.v1.down", "Apply", 0, null, lastGoodAt, null, null);

    public ASummary WithSubscription(string platform, long position, long backlog, string? movedAt)
    {
        subscriptions.Add(new { subscription = platform + ".MG-01.v1.up", platform, @interface = "MG-01.v1.up", position, backlog, parked = 7L, movedAt });
        return this;
    }

    public string Json() => JsonSerializer.Serialize(new
    {
        platform = who.Code,
        name,
        tier = who.Tier,
        region = who.Region,
        at = At("20:15:03"),
        log = "0197a5c2",
        head = 7_838_796L,
        quarantined = 1_041L,
        interfaces,
        links,
        subscriptions,
    });

    private ASummary WithLink(string flow, string service, string way, long backlog, string? oldestAt, string? lastGoodAt, string? failingSince, string? error)
    {
        links.Add(new { flow, @interface = service, way, position = 1L, backlog, parked = 0L, oldestAt, lastGoodAt, failingSince, error });
        return this;
    }
}
