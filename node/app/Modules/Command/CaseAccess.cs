using System.Collections.Frozen;
using CityOps.Hub.SignOn.People.Organisations;
using CityOps.Hub.SignOn.Policy;
using CityOps.Node.Modules.Command.Flow;
using CityOps.Schemas;
using CityOps.Schemas.Codes;
using static CityOps.Node.Modules.Command.Flow.CaseAction;

namespace CityOps.Node.Modules.Command;

/// <summary>
/// 数据范围: which case a person sees and which move is theirs. By region, or by organisation: a department sees what it handles
/// or reported, a collector answers for the places of its organisation. Foreign cases look like missing ones.
/// </summary>
internal sealed class CaseAccess(OrganisationPlaces places)
{
    public const string Read = "command.read";
    public const string Report = "command.report";

    private static readonly FrozenDictionary<CaseAction, string> Needed = new Dictionary<CaseAction, string>
    {
        [Accept] = "command.accept", [Refuse] = "command.accept", [Verify] = "command.accept", [VerifyAnswer] = "command.verify",
        [CaseAction.File] = "command.file", [NotFile] = "command.file",
        [Dispatch] = "command.dispatch", [SendBack] = "command.dispatch",
        [PostponeApprove] = "command.extend", [PostponeRefuse] = "command.extend", [Hang] = "command.extend", [Resume] = "command.extend",
        [Rework] = "command.rework", [Check] = "command.rework", [CheckPass] = "command.check", [CheckFail] = "command.check",
        [Sign] = "command.sign", [Return] = "command.sign", [HandBack] = "command.sign", [PostponeReview] = "command.sign",
        [Handle] = "command.act", [Postpone] = "command.act", [Confirm] = "command.reply", [DepartmentReturn] = "command.assign",
        [Close] = "command.close", [ForceClose] = "command.close", [CaseAction.Void] = "command.void", [Supervise] = "command.close",
    }.ToFrozenDictionary();

    /// <summary>Every action some move needs.</summary>
    public static string[] Moving { get; } = [.. Needed.Values.Distinct().Order(StringComparer.Ordinal)];

    public static string ActionFor(CaseAction move) => Needed[move];

    public async Task<bool> SeesAsync(Actor actor, string action, Case one, CancellationToken ct) =>
        actor.IsTool
        || actor.May(action, RegionCode.Parse(one.Report.DistrictCode))
        || await IsInsideAsync(actor, action, one.Dispatch?.DisposeOrgCode, ct)
        || await IsInsideAsync(actor, action, one.Report.FromOrg, ct);

    /// <summary>Why this person may not report this; null when they may.</summary>
    public Task<Refusal?> JudgeAsync(Actor actor, CaseReport report, CancellationToken ct) =>
        JudgeAsync(actor, Report, report.DistrictCode, (report.FromOrg, report.FromUser), ct);

    /// <summary>Why this person may not make this move on this case; null when they may.</summary>
    public async Task<Refusal?> JudgeAsync(Actor actor, Case one, CaseMove move, CancellationToken ct)
    {
        if (actor.IsTool)
        {
            return null;
        }

        var action = ActionFor(move.Action);
        if (!actor.Holds(action))
        {
            return CommandRefusals.NotYours.Because($"此动作须有权限 {action}", $"This move needs the right {action}");
        }

        var refusal = await JudgeAsync(actor, action, one.Report.DistrictCode, (move.FromOrg, move.FromUser), ct);
        return await SeesAsync(actor, action, one, ct) || (refusal is null && move.Action is VerifyAnswer or CheckPass or CheckFail) ? refusal : CommandRefusals.NoSuchCase;
    }

    // People speak for themselves, and where their right is an organisation's, for that organisation and its region only.
    private async Task<Refusal?> JudgeAsync(Actor actor, string action, string district, (string Org, string User) from, CancellationToken ct)
    {
        if (actor.User is not { } user)
        {
            return null;
        }

        if (from.User != user.Login && from.User != user.Name)
        {
            return CommandRefusals.NotYours.Because("fromUser 须为本人的登录名或姓名", "fromUser is the caller's own login or name") with { Fields = [new FieldError("/fromUser", user.Login)] };
        }

        if (!RegionCode.TryParse(district, out var region))
        {
            return null; // the desk says what is wrong with it
        }

        if (actor.May(action, region))
        {
            return null;
        }

        return await places.FindAsync(from.Org, ct) is { } place && actor.May(action, place) && RegionTree.Standard.Contains(place.Region, region)
            ? null
            : CommandRefusals.NotYours.Because($"fromOrg {from.Org} 不在本人权限范围内", $"fromOrg {from.Org} does not lie in the caller's scope");
    }

    private async Task<bool> IsInsideAsync(Actor actor, string action, string? org, CancellationToken ct) =>
        actor.Rights.Organisations(action).Count > 0 && org is not null && await places.FindAsync(org, ct) is { } place && actor.May(action, place);
}
