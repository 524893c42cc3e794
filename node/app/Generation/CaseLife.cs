namespace CityOps.Node.Generation;

/// <summary>
/// One call of a life: <c>create</c> (<c>POST /api/command/cases</c>) or a move's action name
/// (<c>POST /api/command/cases/{caseNo}/moves</c>), with the body to send, its business time and how many media it brings.
/// </summary>
internal sealed record LifeCall(string Action, DateTimeOffset At, int Media, byte[] Body);

/// <summary>案件一生: the calls that lead one case from its report to where it stands today; the first is the creation.</summary>
internal sealed record CaseLife(string TaskNum, IReadOnlyList<LifeCall> Calls);

/// <summary>What must stand in every store once a life has been lived; said from the plan alone.</summary>
internal sealed record LifeExpectation(string State, int CaseRevisions, int FlowRows, int MediaRows);
