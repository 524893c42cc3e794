using System.Text.Json;
using System.Text.Json.Nodes;
using CityOps.Hub.Catalog;
using CityOps.Hub.Exchange;
using CityOps.Hub.Exchange.Log;
using CityOps.Hub.Onboarding;
using CityOps.Hub.SignOn.Policy;
using CityOps.Schemas;

namespace CityOps.Hub.Status.Showing;

/// <summary>A refused record as somebody set it right: <c>POST /status/v1/quarantine/{id}/resubmit</c>.</summary>
/// <param name="Record">The whole record. A value left at <c>***</c> stays as it was sent.</param>
internal sealed record ResubmitBody(JsonElement Record);

/// <summary>更正重报: what became of it. <paramref name="Result"/> is <c>accepted</c>, <c>duplicate</c> or <c>stale</c>.</summary>
internal sealed record Resubmitted(string Id, string BatchId, string Result);

/// <summary>Every way a corrected record ends with a no.</summary>
public static class ResubmissionRefusals
{
    public static readonly Refusal Unknown = new("not-found", "E2005", RefusalKind.NotFound, "没有此问题数据", "There is no such refused record");
    public static readonly Refusal Done = new("state-conflict", "E1009", RefusalKind.Conflict, "此记录已更正重报", "This record has been set right already");
    public static readonly Refusal StillWrong = new("schema-invalid", "E3003", RefusalKind.Unprocessable, "更正后的记录仍有问题", "The record still has problems");

    public static readonly IReadOnlyList<Refusal> All = [Unknown, Done, StillWrong];
}

/// <summary>
/// 问题数据更正重报: a refused record goes in again in its sender's name, by the same road and the same rules as any batch.
/// It is tried first, so that a second mistake leaves nothing behind.
/// </summary>
internal sealed class Resubmission(LogTables tables, PlatformDirectory platforms, InterfaceBook interfaces, Intake intake, TimeProvider clock)
{
    public const string Correct = "record.correct";
    private const int MostErrors = 50;

    public async Task<Outcome<Resubmitted>> SendAsync(Actor caller, string id, ResubmitBody body, CancellationToken ct)
    {
        if (!Guid.TryParseExact(id, "N", out var key) || await tables.Quarantine.FindAsync(key, ct) is not { } found)
        {
            return ResubmissionRefusals.Unknown;
        }

        if (platforms.Find(found.Kept.Sender) is not { Suspended: false } platform)
        {
            return ExchangeRefusals.Suspended;
        }

        if (!caller.May(Correct, platform.Region))
        {
            return PolicyRefusals.NoRight;
        }

        if (found.Kept.ResolvedAt is not null)
        {
            return ResubmissionRefusals.Done;
        }

        if (body.Record.ValueKind != JsonValueKind.Object)
        {
            return ResubmissionRefusals.StillWrong with { Fields = [new FieldError("/record", "须为 JSON 对象 / must be a JSON object")] };
        }

        var (sender, record) = (Sender.From(platform, null), Restored(found.Kept.Interface, body.Record, found.Body));
        var header = new BatchHeader(found.Kept.Interface, "fix-" + id, BatchMode.Test, BodyForm.Lines, null, record.Length);
        if (!(await TakeAsync(sender, header, record, ct)).TryGet(out var tried, out var refusal))
        {
            return refusal;
        }

        if (tried.Counts.Rejected > 0)
        {
            var problems = Receipt.FromJson(tried.Receipt).Problems;
            return ResubmissionRefusals.StillWrong with { Fields = [.. problems.Take(MostErrors).Select(one => new FieldError("/record" + one.Pointer, $"{one.Message} / {one.MessageEn}"))] };
        }

        if (!(await TakeAsync(sender, header with { Mode = BatchMode.Partial }, record, ct)).TryGet(out var taken, out refusal))
        {
            return refusal;
        }

        var counts = Receipt.FromJson(taken.Receipt).Counts;
        if (counts.Rejected > 0)
        {
            return ResubmissionRefusals.StillWrong;
        }

        await tables.Quarantine.ResolveAsync(key, caller.Name, header.BatchId, clock.GetUtcNow(), ct);
        return new Resubmitted(id, header.BatchId, counts.Accepted > 0 ? "accepted" : counts.Duplicate > 0 ? "duplicate" : "stale");
    }

    private async Task<Outcome<Accepted>> TakeAsync(Sender sender, BatchHeader header, byte[] record, CancellationToken ct)
    {
        using var wire = new MemoryStream(record, writable: false);
        return await intake.TakeAsync(sender, header, wire, ct);
    }

    // Pages hide sensitive values: one that comes back hidden was not touched.
    private byte[] Restored(string service, JsonElement corrected, byte[] sent)
    {
        var record = JsonNode.Parse(corrected.GetRawText())!.AsObject();
        if (interfaces.Find(service) is { } known && Read(sent) is { } before)
        {
            foreach (var field in FieldSheet.Of(known.Dataset).Fields.Where(one => one.Level >= FieldSheet.Sensitive))
            {
                if (record[field.Name] is JsonValue value && value.TryGetValue<string>(out var text) && text == SensitiveValues.Hidden && before.TryGetPropertyValue(field.Name, out var was))
                {
                    record[field.Name] = was?.DeepClone();
                }
            }
        }

        return JsonSerializer.SerializeToUtf8Bytes(record, SmallJson.Readable);
    }

    private static JsonObject? Read(byte[] sent)
    {
        try
        {
            return JsonNode.Parse(sent) as JsonObject;
        }
        catch (JsonException)
        {
            return null; // what came was no JSON: nothing to take over
        }
    }
}
