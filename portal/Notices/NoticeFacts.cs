namespace CityOps.Portal.Notices;

/// <summary>通知渠道.</summary>
public sealed record ChannelRow(
    string Id, string Name, string Kind, string Target, bool HasSecret, IReadOnlyList<string> Events, IReadOnlyList<string> Kinds, string Severity, string? Platform, string? QuietFrom, string? QuietTo, bool Enabled, string ChangedBy,
    DateTimeOffset ChangedAt);

public sealed record ChannelRows(IReadOnlyList<ChannelRow> Items);

/// <summary>邮件服务器, without its password.</summary>
public sealed record MailRow(string Host, int Port, string Security, string Login, bool HasPassword, string Sender);

public sealed record MailFacts(MailRow? Server);

/// <summary>One notice and what became of it.</summary>
public sealed record NoticeRow(
    string Id, string Channel, string Incident, string Event, string Severity, long Occurrences, bool Open, string Cause, string CauseEn, string State, long Attempts, string? Said, DateTimeOffset MadeAt, DateTimeOffset? DueAt, DateTimeOffset? SentAt);

public sealed record NoticeRows(IReadOnlyList<NoticeRow> Items)
{
    public string? Next { get; init; }
}

/// <summary>A secret, told once.</summary>
public sealed record ShownSecret(string Secret);

/// <summary>Everything of the page of notices.</summary>
public sealed record NoticesFacts(IReadOnlyList<ChannelRow> Channels, MailRow? Mail, NoticeRows Sent);
