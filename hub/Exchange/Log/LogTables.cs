namespace CityOps.Hub.Exchange.Log;

/// <summary>Everything the accepting transaction writes.</summary>
public sealed record LogTables(LogTable Log, HeadTable Heads, BatchTable Batches, QuarantineTable Quarantine, TallyTable Tallies, FeedTable Feeds, CauseTable Causes);
