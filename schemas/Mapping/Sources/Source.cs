using System.Globalization;
using System.Text;
using CityOps.Schemas.Mapping.Steps;
using CityOps.Schemas.Records;

namespace CityOps.Schemas.Mapping.Sources;

/// <summary>Where a value comes from, and the steps it takes.</summary>
internal abstract class Source(IReadOnlyList<Step> steps)
{
    public IReadOnlyList<Step> Steps { get; } = steps;

    /// <summary>Columns read here directly.</summary>
    public virtual IEnumerable<string> Columns => [];

    /// <summary>Members that must be made before.</summary>
    public virtual IEnumerable<int> Members => [];

    /// <summary>Sources inside this one.</summary>
    public virtual IEnumerable<Source> Parts => [];

    public Cell Take(RowInHand row)
    {
        var cell = Raw(row);
        foreach (var step in Steps)
        {
            if (cell.Fault is not null)
            {
                return cell;
            }

            cell = cell.Text is { } text ? step.Of(text) : step.OfNothing();
        }

        return cell;
    }

    protected abstract Cell Raw(RowInHand row);
}

internal sealed class ColumnSource(string column, IReadOnlyList<Step> steps) : Source(steps)
{
    public override IEnumerable<string> Columns => [column];

    protected override Cell Raw(RowInHand row) => new(row.Field(column));
}

internal sealed class ConstSource(string? value, IReadOnlyList<Step> steps) : Source(steps)
{
    protected override Cell Raw(RowInHand row) => new(value);
}

/// <summary>A member made before: numbers derived from a time, a record id from its key. Its fault is told once, there.</summary>
internal sealed class MemberSource(int member, IReadOnlyList<Step> steps) : Source(steps)
{
    public override IEnumerable<int> Members => [member];

    protected override Cell Raw(RowInHand row) => row[member];
}

/// <summary>All parts put together; one that is nothing makes the whole nothing.</summary>
internal sealed class JoinSource(IReadOnlyList<Source> parts, IReadOnlyList<Step> steps) : Source(steps)
{
    public override IEnumerable<Source> Parts => parts;

    protected override Cell Raw(RowInHand row)
    {
        var built = new StringBuilder();
        foreach (var part in parts)
        {
            var cell = part.Take(row);
            if (cell.Text is null)
            {
                return cell;
            }

            built.Append(cell.Text);
        }

        return new Cell(built.ToString());
    }
}

/// <summary>The first part that has a value.</summary>
internal sealed class FirstSource(IReadOnlyList<Source> parts, IReadOnlyList<Step> steps) : Source(steps)
{
    public override IEnumerable<Source> Parts => parts;

    protected override Cell Raw(RowInHand row) =>
        parts.Select(part => part.Take(row)).FirstOrDefault(cell => cell.Text is not null || cell.Fault is not null);
}

/// <summary>Whole units of time between two members; backwards is a fault.</summary>
internal sealed class BetweenSource(int from, int to, TimeSpan unit, IReadOnlyList<Step> steps) : Source(steps)
{
    public override IEnumerable<int> Members => [from, to];

    protected override Cell Raw(RowInHand row)
    {
        if (row[from].Text is not { } start || row[to].Text is not { } end || !ChinaTime.TryParse(start, out var first) || !ChinaTime.TryParse(end, out var second))
        {
            return Cell.Nothing;
        }

        return second >= first
            ? new Cell(((second - first).Ticks / unit.Ticks).ToString(CultureInfo.InvariantCulture))
            : Cell.Bad("between", "E4001", $"{end} 早于 {start}", $"{end} is earlier than {start}");
    }
}

/// <summary>The number of the row, padded with zeros.</summary>
internal sealed class SequenceSource(int width, IReadOnlyList<Step> steps) : Source(steps)
{
    protected override Cell Raw(RowInHand row) => new(row.Number.ToString(CultureInfo.InvariantCulture).PadLeft(width, '0'));
}
