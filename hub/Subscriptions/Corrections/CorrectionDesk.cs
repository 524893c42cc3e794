using System.Text.Json;
using CityOps.Hub.Catalog;
using CityOps.Hub.Catalog.Standards;
using CityOps.Hub.Exchange.Log;
using CityOps.Hub.Onboarding;
using CityOps.Hub.SignOn.Policy;
using CityOps.Hub.Subscriptions.Requests;
using CityOps.Schemas;
using CityOps.Schemas.Codes;
using CityOps.Store;

namespace CityOps.Hub.Subscriptions.Corrections;

/// <summary>Whom the desk of corrections asks.</summary>
internal sealed record CorrectionBooks(PlatformDirectory Platforms, InterfaceBook Interfaces, SubscriptionBook Subscriptions, StandardShelf Standard, Delivery Delivery, LogTables Tables);

/// <summary>
/// 校核纠错 (domain.md 4.5): only who gets a value may call it wrong, only its source may answer, and corrected it is
/// when a newer revision has been accepted; that flows to every subscriber by itself.
/// </summary>
internal sealed class CorrectionDesk(CorrectionTable table, CorrectionBooks books, IdMaker ids, TimeProvider clock)
{
    public const string Correct = "record.correct";
    private const int WorkingDays = 10;
    private const int MostText = 500;

    public DateTimeOffset Now => clock.GetUtcNow();

    public async Task<Outcome<Correction>> AskAsync(Actor caller, CorrectionBody body, CancellationToken ct)
    {
        if (!AskerOf(caller, body).TryGet(out var asker, out var refusal) || !(await RecordAsync(asker, body, ct)).TryGet(out var seen, out refusal))
        {
            return refusal;
        }

        var faults = Check(body, seen);
        if (faults.Count > 0)
        {
            return CorrectionRefusals.Wrong with { Fields = faults };
        }

        var now = clock.GetUtcNow();
        var made = new Correction(
            ids.Next().ToString("N"), body.Interface, body.RecordId, seen.Rev, body.Pointer, SourceOf(seen.Owner), asker, now, ApprovalProfile.After(now, WorkingDays, books.Standard.Current.Calendar),
            ValueAt(seen.Body, body.Pointer) ?? "", body.Wanted.Trim(), body.Reason.Trim(), CorrectionState.Open);
        return await table.AddAsync(made, ct) ? made : CorrectionRefusals.Pending;
    }

    public async Task<IReadOnlyList<Correction>> PageAsync(Actor caller, CorrectionSearch search, CancellationToken ct)
    {
        var found = await table.PageAsync(caller is { Platform: { } own, IsTool: false } ? search with { Party = own } : search, ct);
        return [.. found.Where(one => Sees(caller, one)).Select(one => ForEyes(caller, one))];
    }

    /// <summary>Foreign ones look like missing ones.</summary>
    public async Task<Outcome<Correction>> FindAsync(Actor caller, string id, CancellationToken ct) =>
        await table.FindAsync(id, ct) is { } found && Sees(caller, found) ? ForEyes(caller, found) : CorrectionRefusals.Unknown;

    public async Task<Outcome<Correction>> AnswerAsync(Actor caller, string id, CorrectionAnswer answer, CancellationToken ct)
    {
        if (!(await OpenAsync(caller, id, one => one.Source, ct)).TryGet(out var found, out var refusal))
        {
            return refusal;
        }

        var faults = new List<FieldError>();
        var states = new[] { CorrectionState.Corrected, CorrectionState.Confirmed, CorrectionState.Rejected };
        var state = states.FirstOrDefault(one => string.Equals(one.ToString(), answer.Answer, StringComparison.OrdinalIgnoreCase));
        if (state == CorrectionState.Open)
        {
            faults.Add(new FieldError("/answer", "corrected、confirmed 或 rejected / corrected, confirmed or rejected"));
        }

        Length(answer.Opinion, state == CorrectionState.Corrected ? 0 : 1, "/opinion", faults);
        if (faults.Count > 0)
        {
            return CorrectionRefusals.Wrong with { Fields = faults };
        }

        var newest = await books.Tables.Heads.FindAsync(KeyOf(found), ct);
        if (state == CorrectionState.Corrected && !(newest?.Rev > found.Rev))
        {
            return CorrectionRefusals.NotYetSent.Because($"请先以更高的修订号（大于 {found.Rev}）上报更正后的记录", $"Send the record with a revision above {found.Rev} first");
        }

        return await EndAsync(caller, found with { State = state, Opinion = answer.Opinion.Trim(), NewRev = state == CorrectionState.Corrected ? newest!.Value.Rev : null }, ct);
    }

    public async Task<Outcome<Correction>> WithdrawAsync(Actor caller, string id, ReasonBody reason, CancellationToken ct)
    {
        if (!(await OpenAsync(caller, id, one => one.AskedBy, ct)).TryGet(out var found, out var refusal))
        {
            return refusal;
        }

        var faults = new List<FieldError>();
        Length(reason.Reason, 1, "/reason", faults);
        return faults.Count > 0 ? CorrectionRefusals.Wrong with { Fields = faults } : await EndAsync(caller, found with { State = CorrectionState.Withdrawn, Opinion = reason.Reason.Trim() }, ct);
    }

    private async Task<Outcome<Correction>> OpenAsync(Actor caller, string id, Func<Correction, string> party, CancellationToken ct)
    {
        if (await table.FindAsync(id, ct) is not { } found || !Sees(caller, found))
        {
            return CorrectionRefusals.Unknown;
        }

        return !ActsFor(caller, party(found)) ? PolicyRefusals.NoRight
            : found.State != CorrectionState.Open ? CorrectionRefusals.NotNow.Because($"申请状态为 {found.State}", $"The request is {found.State}")
            : found;
    }

    private async Task<Outcome<Correction>> EndAsync(Actor caller, Correction to, CancellationToken ct)
    {
        var ended = to with { AnsweredBy = caller.Name, AnsweredAt = clock.GetUtcNow() };
        return await table.EndAsync(ended, ct) ? ForEyes(caller, ended) : CorrectionRefusals.NotNow.Because("状态刚刚被他人改变，请刷新后再试", "Somebody changed it just now: look again");
    }

    private Outcome<string> AskerOf(Actor caller, CorrectionBody body)
    {
        if (caller is { Platform: { } own, IsTool: false })
        {
            return body.Platform is null || body.Platform == own ? own : CorrectionRefusals.Wrong with { Fields = [new FieldError("/platform", "平台只能为自己申请 / a platform asks for itself")] };
        }

        return body.Platform is { } code && books.Platforms.Find(code) is not null && ActsFor(caller, code)
            ? code
            : CorrectionRefusals.Wrong with { Fields = [new FieldError("/platform", "须为您管理范围内已登记的平台 / a registered platform within your reach")] };
    }

    // Whoever does not get the record, or not this member of it, learns nothing about it.
    private async Task<Outcome<SeenRecord>> RecordAsync(string asker, CorrectionBody body, CancellationToken ct)
    {
        if (books.Interfaces.Find(body.Interface) is not { } service || books.Subscriptions.Find(Subscription.IdOf(asker, body.Interface)) is not { } subscription)
        {
            return CorrectionRefusals.UnknownRecord;
        }

        if (await books.Tables.Heads.FindAsync(HeadTable.KeyOf(service.Dataset.Dataset, body.RecordId), ct) is not { } head
            || await books.Tables.Log.AtAsync(head.Position, ct) is not { } newest || newest.Row.Interface != body.Interface || !books.Delivery.Gets(subscription, newest.Row))
        {
            return CorrectionRefusals.UnknownRecord;
        }

        return new SeenRecord(FieldSheet.Of(service.Dataset), subscription, head.Owner, head.Rev, newest.Row.Body);
    }

    private static List<FieldError> Check(CorrectionBody body, SeenRecord seen)
    {
        var faults = new List<FieldError>();
        Length(body.Wanted, 1, "/wanted", faults);
        Length(body.Reason, 1, "/reason", faults);
        var name = FieldOf(body.Pointer);
        if (seen.Sheet.Find(name) is null || body.Pointer.Length > 200 || seen.Subscription.Mask?.Fields.Contains(name) == false)
        {
            faults.Add(new FieldError("/pointer", "须指向该数据集中您可见的字段，如 /description / must point at a field of the dataset that you get"));
        }

        return faults;
    }

    private string SourceOf(string owner)
    {
        if (books.Platforms.Find(owner) is not null)
        {
            return owner;
        }

        var home = PlatformCode.TryParse(owner, out var code) ? code.Region : null;
        var through = home is { } region ? books.Platforms.All.FirstOrDefault(one => one.Standing == Standing.Child && RegionTree.Standard.Contains(one.Region, region)) : null;
        return through?.Code.ToString() ?? books.Platforms.Deployment.Code.ToString();
    }

    private bool Sees(Actor caller, Correction one) => caller.IsTool || ActsFor(caller, one.Source) || ActsFor(caller, one.AskedBy)
        || (caller.Platform is null && RegionOf(one.Source) is { } region && (caller.May("status.read", region) || caller.May(Correct, region)));

    // The people of this hub speak for platforms within their reach; a system for itself.
    private bool ActsFor(Actor caller, string platform) =>
        caller.IsTool || (caller.Platform is { } own ? own == platform : RegionOf(platform) is { } region && caller.May(Correct, region));

    private RegionCode? RegionOf(string platform) => books.Platforms.Find(platform)?.Region;

    // Values of sensitive fields are for systems, not for the eyes of people.
    private Correction ForEyes(Actor caller, Correction one) =>
        caller.Platform is null && books.Interfaces.Find(one.Interface) is { } service && FieldSheet.Of(service.Dataset).Find(FieldOf(one.Pointer)) is { Level: >= FieldSheet.Sensitive }
            ? one with { Said = SensitiveValues.Hidden, Wanted = SensitiveValues.Hidden }
            : one;

    private string KeyOf(Correction one) => HeadTable.KeyOf(books.Interfaces.Find(one.Interface)?.Dataset.Dataset ?? InterfaceCode.Parse(one.Interface).Dataset, one.RecordId);

    private static string FieldOf(string pointer) => pointer.StartsWith('/') ? pointer[1..].Split('/')[0].Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal) : "";

    private static string? ValueAt(byte[] body, string pointer)
    {
        using var record = JsonDocument.Parse(body);
        var at = record.RootElement;
        foreach (var part in pointer[1..].Split('/').Select(one => one.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)))
        {
            if (at.ValueKind == JsonValueKind.Array && int.TryParse(part, out var index) && index >= 0 && index < at.GetArrayLength())
            {
                at = at[index];
            }
            else if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(part, out at))
            {
                return null;
            }
        }

        var text = at.ValueKind == JsonValueKind.String ? at.GetString()! : at.GetRawText();
        return text.Length > MostText ? text[..MostText] : text;
    }

    private static void Length(string text, int least, string at, List<FieldError> faults)
    {
        if (text.Trim().Length < least || text.Length > MostText || text.Any(letter => char.IsControl(letter) && letter is not '\n'))
        {
            faults.Add(new FieldError(at, $"{least}–{MostText} 个字 / {least} to {MostText} characters"));
        }
    }

    private sealed record SeenRecord(FieldSheet Sheet, Subscription Subscription, string Owner, long Rev, byte[] Body);
}
