using CityOps.Node.Generation;

namespace CityOps.Node.Federation;

/// <summary>
/// What must stand in a city when its lives are lived: keys and sum of newest revisions per dataset, known from the plan
/// alone; and how many department records were good and broken.
/// </summary>
internal sealed record Expectation(Member City, IReadOnlyDictionary<string, (long Keys, long Revisions)> Own, PostedCounts Department)
{
    public static Expectation Of(Member city, IReadOnlyList<CaseLife> lives, PostedCounts department)
    {
        var expected = lives.Select(CaseLives.Expected).ToList();
        return new Expectation(
            city,
            new Dictionary<string, (long, long)>(StringComparer.Ordinal)
            {
                ["MG-01"] = (expected.Count, expected.Sum(e => (long)e.CaseRevisions)),
                ["MG-02"] = (expected.Sum(e => (long)e.FlowRows), expected.Sum(e => (long)e.FlowRows)),
                ["MG-03"] = (expected.Sum(e => (long)e.MediaRows), expected.Sum(e => (long)e.MediaRows)),
            },
            department);
    }
}
