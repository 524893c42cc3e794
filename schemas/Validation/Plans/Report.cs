using System.Globalization;
using System.Text;
using CityOps.Schemas.Records;

namespace CityOps.Schemas.Validation.Plans;

/// <summary>
/// Collects problems and knows where in the record one is. Places that any schema calls sensitive are remembered, and
/// no problem at or inside them shows what was found there.
/// </summary>
/// <param name="most">How many problems are wanted.</param>
/// <param name="holdsSensitive">The schema knows sensitive values: then no object or array is shown at all.</param>
internal sealed class Report(int most, bool holdsSensitive)
{
    private readonly List<string> place = [];
    private readonly List<(string Pointer, Complaint Complaint)> found = [];
    private readonly HashSet<(string, Complaint)> known = [];
    private readonly HashSet<string> concealed = [];

    public bool IsFull => known.Count >= most;

    public int Count => known.Count;

    /// <summary>Parts that fit need no look: only sensitive places inside them would be worth one.</summary>
    public bool MaySkipWhatFits => !holdsSensitive;

    public void Push(string name) => place.Add(name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));

    public void Push(int index) => place.Add(index.ToString(CultureInfo.InvariantCulture));

    public void Pop() => place.RemoveAt(place.Count - 1);

    /// <summary>What stands here is sensitive.</summary>
    public void Conceal() => concealed.Add(Pointer());

    /// <summary>Notes a problem here; two schemas that complain alike of one place are one problem.</summary>
    public void Add(Complaint complaint)
    {
        var pointer = Pointer();
        if (!IsFull && known.Add((pointer, complaint)))
        {
            found.Add((pointer, complaint));
        }
    }

    /// <param name="nameOf">Says what an entry of a list at a place is called, where somebody knows.</param>
    public IEnumerable<RecordProblem> Problems(Func<string, string, string?>? nameOf) =>
        found.Select(one => one.Complaint.At(one.Pointer, IsConcealed(one.Pointer, one.Complaint), nameOf));

    private bool IsConcealed(string pointer, Complaint complaint)
    {
        if (!holdsSensitive)
        {
            return false;
        }

        var isInside = complaint.Value.StartsWith('{') || complaint.Value.StartsWith('[') || concealed.Contains(pointer);
        for (var end = pointer.LastIndexOf('/'); end >= 0 && !isInside; end = end == 0 ? -1 : pointer.LastIndexOf('/', end - 1))
        {
            isInside = concealed.Contains(pointer[..end]);
        }

        return isInside;
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
