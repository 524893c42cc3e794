using CityOps.Hub.SignOn.Keys;
using CityOps.Hub.Status.Health;
using CityOps.Store;

namespace CityOps.Hub.Status.Notices;

/// <summary>Channels and the mail server. What is secret is sealed here and opened here, and lies open nowhere.</summary>
internal sealed class ChannelTable(Engine engine, KeyWrap wrap)
{
    /// <summary>So many channels a hub may have.</summary>
    public const int Most = 100;

    private const string Columns = "id, name, kind, target, secret, events, kinds, severity, platform, quiet_from, quiet_to, enabled, changed_by, changed_at";

    public Task<IReadOnlyList<Channel>> AllAsync(CancellationToken ct) => engine.Sql($"SELECT {Columns} FROM hub_channel ORDER BY id LIMIT {Most}").RowsAsync(Read, ct);

    public static Task<IReadOnlyList<Channel>> AllAsync(WriteScope scope, CancellationToken ct) => scope.Sql($"SELECT {Columns} FROM hub_channel ORDER BY id LIMIT {Most}").RowsAsync(Read, ct);

    public Task<Channel?> FindAsync(string id, CancellationToken ct) =>
        engine.Sql($"SELECT {Columns} FROM hub_channel WHERE id = @id").With("id", Kind.Text, id).FirstAsync<Channel?>(Read, ct);

    /// <summary>Makes or changes one; its secret stays as it was.</summary>
    public Task<int> KeepAsync(Channel one, CancellationToken ct) =>
        engine.Sql($"""
            INSERT INTO hub_channel ({Columns}) VALUES (@id, @name, @kind, @target, NULL, @events, @kinds, @severity, @platform, @from, @to, @enabled, @by, @at)
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, target = excluded.target, events = excluded.events, kinds = excluded.kinds, severity = excluded.severity, platform = excluded.platform,
              quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to, enabled = excluded.enabled, changed_by = excluded.changed_by, changed_at = excluded.changed_at
            """)
            .With("id", Kind.Text, one.Id).With("name", Kind.Text, one.Name).With("kind", Kind.Text, one.Kind.ToString()).With("target", Kind.Text, one.Target).With("events", Kind.Text, string.Join(' ', one.Events))
            .With("kinds", Kind.Text, string.Join(' ', one.Kinds)).With("severity", Kind.Text, one.Severity.ToString()).With("platform", Kind.Text, one.Platform).With("from", Kind.Whole, one.QuietFrom is { } from ? (long)from : null)
            .With("to", Kind.Whole, one.QuietTo is { } to ? (long)to : null).With("enabled", Kind.Flag, one.Enabled).With("by", Kind.Text, one.ChangedBy).With("at", Kind.Instant, one.ChangedAt).RunAsync(ct);

    public async Task<bool> SealAsync(string id, byte[] secret, CancellationToken ct) =>
        await engine.Sql("UPDATE hub_channel SET secret = @secret WHERE id = @id").With("secret", Kind.Bytes, wrap.Wrap(NameOf(id), secret)).With("id", Kind.Text, id).RunAsync(ct) == 1;

    /// <summary>The secret a webhook is signed with; null before it was fetched.</summary>
    public byte[]? SecretOf(Channel one) => one.Secret is { } sealed_ ? wrap.Open(NameOf(one.Id), sealed_) : null;

    public async Task<bool> RemoveAsync(string id, CancellationToken ct) =>
        await engine.Sql("DELETE FROM hub_channel WHERE id = @id").With("id", Kind.Text, id).RunAsync(ct) == 1;

    public Task<MailServer?> MailAsync(CancellationToken ct) =>
        engine.Sql("SELECT host, port, security, login, password, sender FROM hub_mail WHERE id = 1").FirstAsync<MailServer?>(
            row => new MailServer(row.Text(0), (int)row.Whole(1), Enum.Parse<MailSecurity>(row.Text(2)), row.Text(3), row.MaybeBytes(4) is { } held ? System.Text.Encoding.UTF8.GetString(wrap.Open("mail", held)) : null, row.Text(5)), ct);

    public Task<int> KeepMailAsync(MailServer one, string by, DateTimeOffset now, CancellationToken ct) =>
        engine.Sql("""
            INSERT INTO hub_mail (id, host, port, security, login, password, sender, changed_by, changed_at) VALUES (1, @host, @port, @security, @login, @password, @sender, @by, @now)
            ON CONFLICT (id) DO UPDATE SET host = excluded.host, port = excluded.port, security = excluded.security, login = excluded.login, password = excluded.password, sender = excluded.sender,
              changed_by = excluded.changed_by, changed_at = excluded.changed_at
            """)
            .With("host", Kind.Text, one.Host).With("port", Kind.Whole, one.Port).With("security", Kind.Text, one.Security.ToString()).With("login", Kind.Text, one.Login)
            .With("password", Kind.Bytes, one.Password is { } open ? wrap.Wrap("mail", System.Text.Encoding.UTF8.GetBytes(open)) : null).With("sender", Kind.Text, one.Sender).With("by", Kind.Text, by).With("now", Kind.Instant, now)
            .RunAsync(ct);

    private static string NameOf(string id) => "channel " + id;

    private static Channel Read(Row row) => new(row.Text(0), row.Text(1), Enum.Parse<ChannelKind>(row.Text(2)), row.Text(3))
    {
        Secret = row.MaybeBytes(4),
        Events = [.. Words(row.Text(5)).Select(Enum.Parse<NoticeEvent>)],
        Kinds = Words(row.Text(6)),
        Severity = Enum.Parse<Light>(row.Text(7)),
        Platform = row.MaybeText(8),
        QuietFrom = (int?)row.MaybeWhole(9),
        QuietTo = (int?)row.MaybeWhole(10),
        Enabled = row.Flag(11),
        ChangedBy = row.Text(12),
        ChangedAt = row.Instant(13),
    };

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
