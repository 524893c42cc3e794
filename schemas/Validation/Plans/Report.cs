using System.Globalization;
using System.Text;
using CityOps.Schemas.Records;

namespace CityOps.Schemas.Validation.Plans;

/// <summary>What is wrong, without the place.</summary>
internal readonly record struct Complaint(string Keyword, string Code, string Message, string MessageEn)
{
    public RecordProblem At(string pointer) => new(pointer, Keyword, Code, Message, MessageEn);
}

/// <summary>Collects problems and knows where in the record one is.</summary>
internal sealed class Report(ICollection<RecordProblem> problems, int most)
{
    private readonly List<string> place = [];
    private readonly HashSet<RecordProblem> known = [];

    public bool IsFull => known.Count >= most;

    public int Count => known.Count;

    public void Push(string name) => place.Add(name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));

    public void Push(int index) => place.Add(index.ToString(CultureInfo.InvariantCulture));

    public void Pop() => place.RemoveAt(place.Count - 1);

    /// <summary>Notes a problem here; two schemas that complain alike of one place are one problem.</summary>
    public void Add(Complaint complaint)
    {
        var problem = complaint.At(Pointer());
        if (!IsFull && known.Add(problem))
        {
            problems.Add(problem);
        }
    }

    private string Pointer()
    {
        var pointer = new StringBuilder();
        foreach (var segment in place)
        {
            pointer.Append('/').Append(segment);
        }

        return pointer.ToString();
    }
}
