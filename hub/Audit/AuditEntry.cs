using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using CityOps.Hub.Guards;

namespace CityOps.Hub.Audit;

/// <summary>One entry as it stands in the log: its canonical bytes and their leaf hash, which the next entry names.</summary>
/// <param name="Event">Made before the first try to write it, so that a try whose outcome was lost is not written twice.</param>
internal sealed record AuditEntry(long Seq, string Event, DateTimeOffset At, string Action, string Actor, string Subject, byte[] Body, byte[] Leaf)
{
    public const int MostFacts = 32;
    public const int MostText = 512;
    private const string TimeForm = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    /// <summary>What an entry names as the one before when there is none.</summary>
    public static readonly byte[] NoLeaf = new byte[MerkleTree.HashBytes];

    private static readonly JsonWriterOptions Form = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// The entry that follows. Members stand in one order, facts by name; text is made plain and cut, and what looks like a
    /// secret is left out: a slip of a caller must not stay readable for ever in a log that cannot be changed.
    /// </summary>
    public static AuditEntry Follow(AuditTail tail, string id, DateTimeOffset at, AuditEvent what)
    {
        var time = at > tail.At ? at : tail.At; // a clock that stepped back, or a neighbour's that is ahead: order is told by the log
        time = new DateTimeOffset(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
        var (seq, action, actor, subject) = (tail.Seq + 1, AuditText.Of(what.Action), AuditText.Of(what.Actor), AuditText.Of(what.Subject));
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Form))
        {
            json.WriteStartObject();
            json.WriteNumber("seq", seq);
            json.WriteString("id", id);
            json.WriteString("at", time.ToString(TimeForm, CultureInfo.InvariantCulture));
            json.WriteString("prev", Convert.ToHexStringLower(tail.Leaf));
            json.WriteString("action", action);
            json.WriteString("result", what.Result == AuditResult.Done ? "done" : "refused");
            json.WriteString("code", AuditText.Of(what.Code));
            json.WriteString("actor", actor);
            json.WriteString("subject", subject);
            json.WriteString("source", AuditText.Of(what.Source));
            json.WriteString("correlation", AuditText.Of(what.Correlation));
            json.WriteStartObject("facts");
            foreach (var (name, value) in what.Facts.OrderBy(f => f.Key, StringComparer.Ordinal).Take(MostFacts))
            {
                json.WriteString(PlainText.Of(name, 64), AuditText.OfFact(name, value));
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        var body = bytes.ToArray();
        return new AuditEntry(seq, id, time, action, actor, subject, body, MerkleTree.Leaf(body));
    }

    public AuditTail Tail => new(Seq, Leaf, At);
}

/// <summary>The end of the log so far: how long it is, the leaf of its last entry, and when that was.</summary>
internal sealed record AuditTail(long Seq, byte[] Leaf, DateTimeOffset At)
{
    public static readonly AuditTail None = new(0, AuditEntry.NoLeaf, DateTimeOffset.MinValue);
}

/// <summary>Texts of an audit event made fit to be kept. Pure.</summary>
internal static class AuditText
{
    public const string Concealed = "[concealed]";

    private static readonly string[] SecretNames =
        ["password", "passphrase", "secret", "token", "assertion", "verifier", "authorization", "cookie", "totp", "otp", "seed", "recovery", "private", "proof"];

    private static readonly string[] SecretMarks = ["eyJ", "plain:", "pbkdf2$", "whsec_", "Bearer ", "Basic ", "DPoP ", "otpauth:", "-----BEGIN"];

    public static string Of(string? text) => IsSecret(text) ? Concealed : PlainText.Of(text, AuditEntry.MostText);

    public static string OfFact(string name, string? value) =>
        SecretNames.Any(secret => name.Contains(secret, StringComparison.OrdinalIgnoreCase)) ? Concealed : Of(value);

    // `eyJ` is how every JSON object begins in base64url, and so every token.
    private static bool IsSecret(string? text) => text is not null && SecretMarks.Any(mark => text.Contains(mark, StringComparison.Ordinal));
}
