using CityOps.Hub.SignOn.Policy;
using CityOps.Node.Modules.Command.Flow;

namespace CityOps.Node.Modules.Command;

/// <summary>Cases as one caller may see and move them.</summary>
internal sealed class CaseCalls(CaseTable table, CaseDesk desk, CaseAccess access)
{
    /// <summary>Null when there is none, or none the caller may see.</summary>
    public async Task<Case?> FindAsync(Actor actor, string caseNo, CancellationToken ct) =>
        CaseNumbers.IsWellFormed(caseNo) && await table.FindAsync(caseNo, ct) is { } found && await access.SeesAsync(actor, CaseAccess.Read, found, ct) ? found : null;

    /// <summary>One page; where the caller sees only some, it may hold fewer although more follow: next says so.</summary>
    public async Task<(IReadOnlyList<Case> Cases, string? Next)> ListAsync(Actor actor, CaseState? state, string after, int most, CancellationToken ct)
    {
        var page = await table.ListAsync(state, after, most, ct);
        var seen = new List<Case>(page.Count);
        foreach (var one in page)
        {
            if (await access.SeesAsync(actor, CaseAccess.Read, one, ct))
            {
                seen.Add(one);
            }
        }

        return (seen, page.Count == most ? page[^1].CaseNo : null);
    }

    /// <summary>The move is judged on the case as it stands; another version of it is refused by the desk.</summary>
    public async Task<CaseAnswer> MoveAsync(Actor actor, string caseNo, CaseMove move, CancellationToken ct)
    {
        if (actor.IsTool)
        {
            return await desk.MoveAsync(caseNo, move, ct);
        }

        if (!CaseNumbers.IsWellFormed(caseNo) || await table.FindAsync(caseNo, ct) is not { } current)
        {
            return new CaseAnswer(null, CommandRefusals.NoSuchCase);
        }

        return await access.JudgeAsync(actor, current, move, ct) is { } closed ? new CaseAnswer(null, closed) : await desk.MoveAsync(caseNo, move, ct);
    }
}
