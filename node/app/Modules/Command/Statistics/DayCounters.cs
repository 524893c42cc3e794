using CityOps.Node.Modules.Command.Flow;

namespace CityOps.Node.Modules.Command.Statistics;

/// <summary>What is counted; the names on the wire are those of CR-02, in its order.</summary>
internal enum Counter
{
    Report,
    ValidReport,
    PublicReport,
    Accept,
    Verify,
    File,
    Dispatch,
    AccurateDispatch,
    NeedDispose,
    Dispose,
    IntimeDispose,
    OvertimeDispose,
    OvertimeToDispose,
    NeedClose,
    Close,
    IntimeClose,
    Rework,
    Hang,
    Postpone,
    Cancel,
    SelfHandled,
}

/// <summary>
/// 案件计数: the 0/1 marks of cases, summed (domain.md 3.9). Reports, acceptances, filings and dispatches count on the day
/// they happen; everything from dispatch on counts for the day of the last dispatch, so that parts never exceed wholes.
/// </summary>
internal sealed class DayCounters
{
    private readonly int[] counts = new int[Enum.GetValues<Counter>().Length];
    private double disposeHours;

    public int this[Counter counter] => counts[(int)counter];

    /// <summary>平均处置时长 in counted hours; null where nothing was disposed of.</summary>
    public decimal? AverageDisposeHours =>
        this[Counter.Dispose] > 0 ? Math.Round((decimal)(disposeHours / this[Counter.Dispose]), 2, MidpointRounding.AwayFromZero) : null;

    /// <summary>Adds the marks one case has for one day.</summary>
    /// <param name="happened">The case with its history.</param>
    /// <param name="on">Whether an instant lies in the day.</param>
    /// <param name="asOf">When the counting is done: what is overdue depends on it.</param>
    /// <param name="hours">Counted hours between two instants, by the case's limit type.</param>
    public void Add(CaseHistory happened, Func<DateTimeOffset?, bool> on, DateTimeOffset asOf, Func<DateTimeOffset, DateTimeOffset, double> hours)
    {
        var c = happened.Case;
        Mark(Counter.Report, on(c.ReportTime));
        Mark(Counter.ValidReport, on(c.ReportTime) && c.AcceptTime is not null);
        Mark(Counter.PublicReport, on(c.ReportTime) && c.Report.ReporterKind == "2");
        Mark(Counter.Accept, on(c.AcceptTime));
        Mark(Counter.Verify, happened.Flow.Any(row => row.FromState == CaseState.Reported && row.ToState == CaseState.Verifying && on(row.EndTime)));
        Mark(Counter.File, on(c.FileTime));
        if (on(c.DispatchTime))
        {
            AddDispatched(happened, asOf, hours);
        }
    }

    private void AddDispatched(CaseHistory happened, DateTimeOffset asOf, Func<DateTimeOffset, DateTimeOffset, double> hours)
    {
        var c = happened.Case;
        var kept = c.State is not (CaseState.ToBeFiled or CaseState.ToBeDispatched or CaseState.Suspended or CaseState.Void);
        var disposed = kept && c.DisposeTime is not null;
        var late = kept && !disposed && asOf > c.Deadline;
        var closed = c.State is CaseState.Closed or CaseState.ForceClosed;
        Mark(Counter.Dispatch, true);
        Mark(Counter.AccurateDispatch, !happened.Flow.Any(row => row is { FromState: CaseState.AwaitingSign, ToState: CaseState.ToBeDispatched }));
        Mark(Counter.NeedDispose, kept);
        Mark(Counter.Dispose, disposed);
        Mark(Counter.IntimeDispose, disposed && c.DisposeTime <= c.Deadline);
        Mark(Counter.OvertimeDispose, disposed && c.DisposeTime > c.Deadline);
        Mark(Counter.OvertimeToDispose, late);
        Mark(Counter.NeedClose, disposed || late);
        Mark(Counter.Close, closed);
        Mark(Counter.IntimeClose, closed && c.DisposeTime <= c.Deadline);
        Mark(Counter.Rework, c.ReworkTimes > 0);
        Mark(Counter.Hang, c.State is CaseState.Suspended);
        Mark(Counter.Postpone, c.PostponeTimes > 0);
        Mark(Counter.Cancel, c.State is CaseState.Void);
        Mark(Counter.SelfHandled, c.CloseType == "3");
        disposeHours += disposed ? hours(c.DispatchTime!.Value, c.DisposeTime!.Value) : 0;
    }

    private void Mark(Counter counter, bool isMarked) => counts[(int)counter] += isMarked ? 1 : 0;
}

/// <summary>A case and its flow rows in order.</summary>
internal sealed record CaseHistory(Case Case, IReadOnlyList<FlowRow> Flow);
