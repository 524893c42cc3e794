using CityOps.Hub.Status.Health;
using CityOps.Hub.Status.Incidents;

namespace CityOps.Hub.Status.Notices;

public enum ChannelKind
{
    Webhook,
    Mail,
}

/// <summary>What of an incident is told.</summary>
public enum NoticeEvent
{
    Opened,
    Worsened,

    /// <summary>Nobody took it on in time.</summary>
    Escalated,
    Healed,

    /// <summary>It goes on inside a window of maintenance, where it is no incident.</summary>
    Planned,

    /// <summary>抖动: it opened and healed again and again; told once, with the count.</summary>
    Flapping,

    /// <summary>An administrator tries the channel.</summary>
    Test,
}

/// <summary>通知渠道: who is told of what. The secret of a webhook is sealed.</summary>
/// <param name="Target">Address of a webhook, or a mail address.</param>
public sealed record Channel(string Id, string Name, ChannelKind Kind, string Target)
{
    public byte[]? Secret { get; init; }

    /// <summary>Of opened, worsened, escalated and healed, those that are told.</summary>
    public IReadOnlyList<NoticeEvent> Events { get; init; } = [];

    /// <summary>Kinds of findings, such as <c>late</c>; empty: all.</summary>
    public IReadOnlyList<string> Kinds { get; init; } = [];

    /// <summary>Yellow tells of everything, red of what is severe.</summary>
    public Light Severity { get; init; } = Light.Yellow;

    /// <summary>Only what concerns or belongs to this platform; null: all.</summary>
    public string? Platform { get; init; }

    /// <summary>免打扰: minutes of the day in China from and to; severe ones are told all the same.</summary>
    public int? QuietFrom { get; init; }

    public int? QuietTo { get; init; }

    public bool Enabled { get; init; } = true;

    public string ChangedBy { get; init; } = "";

    public DateTimeOffset ChangedAt { get; init; }
}

/// <summary>How the connection to a mail server is protected.</summary>
public enum MailSecurity
{
    /// <summary>Not at all: for a relay on this machine or in its own network.</summary>
    None,
    StartTls,
    Tls,
}

/// <summary>邮件服务器. The password is open here and sealed in the store.</summary>
public sealed record MailServer(string Host, int Port, MailSecurity Security, string Login, string? Password, string Sender);

/// <summary>One mail: plain text.</summary>
public sealed record Mail(string To, string Subject, string Text, string Id);

/// <summary>The mail was not taken.</summary>
/// <param name="permanent">The server said that trying again is of no use.</param>
public sealed class MailRefusedException(string said, bool permanent) : Exception(said)
{
    public bool Permanent => permanent;
}

/// <summary>Speaks SMTP; the host brings it, because the protocol is somebody else's. Throws <see cref="MailRefusedException"/>.</summary>
public delegate Task MailSend(MailServer server, Mail mail, CancellationToken ct);

/// <summary>One change of one incident.</summary>
public sealed record NoticeChange(NoticeEvent Event, Incident Incident)
{
    /// <summary>The same change of the same incident has the same name, however often it is seen.</summary>
    public string What => Event switch
    {
        NoticeEvent.Worsened => $"worsened {Incident.Found.Severity}",
        NoticeEvent.Escalated => $"escalated {Incident.Level}",
        _ => Event.ToString().ToLowerInvariant(),
    };
}

public enum NoticeState
{
    Waiting,
    Sent,

    /// <summary>搁置: tried as often as is sensible; a person may let it go on.</summary>
    Parked,

    /// <summary>Not told: it began inside a window of maintenance after it was written, or its channel is gone.</summary>
    Withheld,
}

/// <summary>通知: one message to one channel.</summary>
/// <param name="Occurrences">How often the illness came since this channel was told of it before.</param>
/// <param name="Open">Whether it lasts.</param>
/// <param name="Facts">What is told, as JSON.</param>
/// <param name="EndsAt">Until then what opens or heals again is told with this one's successor, not by itself.</param>
public sealed record Notice(
    string Id, string Channel, string Mark, string Incident, string What, NoticeEvent Event, Light Severity, long Occurrences, bool Open, string Facts, NoticeState State, DateTimeOffset DueAt, DateTimeOffset EndsAt)
{
    public long Attempts { get; init; }

    /// <summary>What became of the newest attempt.</summary>
    public string? Said { get; init; }

    public DateTimeOffset MadeAt { get; init; }

    public DateTimeOffset? SentAt { get; init; }
}
