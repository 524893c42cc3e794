using CityOps.Hub.Status;
using CityOps.Schemas.Codes;

namespace CityOps.Node.Federation;

/// <summary>
/// Whether a run lost, doubled or changed anything: the plan against the cities, each tier against the tier below, each
/// node against its hub. Pure: holdings in, checks out.
/// </summary>
internal sealed class Judge(FederationPlan plan, IReadOnlyList<Expectation> expectations, TaskExpectation tasks)
{
    private static readonly string[] ToProvince = ["MG-01", "MG-02", "MG-03", "SI-02", "SI-03", "CR-02"];
    private static readonly string[] ToNation = ["MG-01", "SI-02", "SI-03", "CR-02"];
    private static readonly string[] OfDepartments = ["SV-01", "OP-05"];
    private static readonly string[] Everything = [.. ToProvince, "SI-01", .. OfDepartments];

    public List<CheckResult> Check(IReadOnlyDictionary<string, Holdings> held)
    {
        var checks = new List<CheckResult>();
        foreach (var expectation in expectations)
        {
            checks.AddRange(CityHolds(expectation, held[expectation.City.Code]));
        }

        foreach (var lower in plan.Members.Where(m => plan.Above(m) is not null))
        {
            checks.AddRange(UpperEqualsLower(plan.Above(lower)!, lower, held));
        }

        foreach (var member in plan.Members)
        {
            checks.AddRange(NodeEqualsHub(member, held[member.Code]));
        }

        checks.AddRange(tasks.Check(held));
        return checks;
    }

    private static IEnumerable<CheckResult> CityHolds(Expectation expected, Holdings held)
    {
        var city = expected.City;
        foreach (var dataset in OfDepartments)
        {
            yield return Equal($"{city.Code} {dataset} department's good records", expected.Department.GoodByDataset.GetValueOrDefault(dataset), held.HubLine(dataset, city.Department.Code)?.Keys ?? 0);
            yield return Equal($"{city.Code} {dataset} rejected exactly the broken", expected.Department.BrokenByDataset.GetValueOrDefault(dataset), held.Counts(dataset).Rejected);
        }

        yield return new CheckResult($"{city.Code} CR-02 tells its days", held.HubLine("CR-02", city.Code) is { Keys: > 0 }, $"{held.HubLine("CR-02", city.Code)?.Keys ?? 0} rows");
        foreach (var (dataset, (keys, revisions)) in expected.Own)
        {
            var line = held.HubLine(dataset, city.Code);
            yield return Equal($"{city.Code} {dataset} keys as planned", keys, line?.Keys ?? 0);
            yield return Equal($"{city.Code} {dataset} revisions as planned", revisions, line?.Revisions ?? 0);
            yield return Equal($"{city.Code} {dataset} department's good records", expected.Department.GoodByDataset.GetValueOrDefault(dataset), held.HubLine(dataset, city.Department.Code)?.Keys ?? 0);
            yield return Equal($"{city.Code} {dataset} rejected exactly the broken", expected.Department.BrokenByDataset.GetValueOrDefault(dataset), held.Counts(dataset).Rejected);
        }
    }

    private static IEnumerable<CheckResult> UpperEqualsLower(Member upper, Member lower, IReadOnlyDictionary<string, Holdings> held)
    {
        var travels = upper.Tier == Tier.Nation ? ToNation : ToProvince;
        foreach (var dataset in Everything.Where(d => d != "SI-01"))
        {
            foreach (var line in held[lower.Code].Sources(dataset))
            {
                var above = held[upper.Code].HubLine(dataset, line.Source);
                yield return travels.Contains(dataset)
                    ? new CheckResult($"{upper.Code} holds {line.Source} {dataset} as {lower.Code} does", above?.RollUp == line.RollUp, $"{line.Keys} keys {line.RollUp[..12]} / {above?.Keys ?? 0} keys {above?.RollUp[..12]}")
                    : new CheckResult($"{upper.Code} is not sent {line.Source} {dataset}", above is null, $"{above?.Keys ?? 0} keys");
            }
        }
    }

    private static IEnumerable<CheckResult> NodeEqualsHub(Member member, Holdings held)
    {
        foreach (var dataset in Everything)
        {
            var counts = held.Counts(dataset);
            var revisions = held.Sources(dataset).Sum(l => l.Revisions);
            yield return Equal($"{member.Code} {dataset} each revision accepted once", revisions, counts.Accepted);
            yield return Equal($"{member.Code} {dataset} offered = accepted + duplicate + stale + rejected", counts.Offered, counts.Accepted + counts.Duplicate + counts.Stale + counts.Rejected);
            yield return Equal($"{member.Code} {dataset} node applied what the hub accepted", counts.Accepted, held.Applied.GetValueOrDefault(dataset));
            yield return new CheckResult($"{member.Code} {dataset} node holds what the hub holds", Same(held, dataset), "roll-ups by source");
        }

        yield return Equal($"{member.Code} parked nothing", 0, held.Summary.Links.Sum(l => l.Parked) + held.Summary.Subscriptions.Sum(s => s.Parked));
    }

    private static bool Same(Holdings held, string dataset) =>
        held.Sources(dataset).OrderBy(l => l.Source, StringComparer.Ordinal).SequenceEqual(
            held.Node.Where(l => l.Dataset == dataset && l.Source != Ledger.AllSources).OrderBy(l => l.Source, StringComparer.Ordinal));

    internal static CheckResult Equal(string name, long expected, long found) => new(name, expected == found, $"expected {expected}, found {found}");
}
