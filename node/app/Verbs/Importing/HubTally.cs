using CityOps.Hub.Exchange;

namespace CityOps.Node.Verbs.Importing;

/// <summary>Receipts added up.</summary>
internal sealed class HubTally
{
    public long Batches { get; private set; }

    public long Accepted { get; private set; }

    public long Duplicate { get; private set; }

    public long Stale { get; private set; }

    public long Rejected { get; private set; }

    public long Offered => Accepted + Duplicate + Stale + Rejected;

    public void Add(ReceiptCounts counts)
    {
        Batches++;
        Accepted += counts.Accepted;
        Duplicate += counts.Duplicate;
        Stale += counts.Stale;
        Rejected += counts.Rejected;
    }
}
