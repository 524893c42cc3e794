using CityOps.Hub.Onboarding;
using CityOps.Schemas.Codes;
using CityOps.Schemas.Records;

namespace CityOps.Hub.Exchange;

/// <summary>
/// Who may bring whose record, and for which region (design.md section 4; invariant I6). Pure. Region rules test the
/// source of the record, not the sender that carries it.
/// </summary>
public sealed class SourceRules(PlatformDirectory directory, RegionTree regions)
{
    /// <summary>How far a source's clock may run ahead of ours before its business time is refused (domain.md R-G1).</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    public RecordProblem? Refuse(Sender sender, Direction direction, Record record, DateTimeOffset now)
    {
        var header = record.Header;
        if (header.DataTime > now + Ahead || header.UpdateTime > now + Ahead)
        {
            return new("/dataTime", "x-time", "E3006", "业务时间或更新时间晚于接收时间 5 分钟以上，请校准时钟。", "dataTime or updateTime lies more than 5 minutes ahead of the hub's clock: synchronise the clock.");
        }

        if (!PlatformCode.TryParse(header.SourcePlatform, out var source))
        {
            return new("/sourcePlatform", "x-platform", "E3006", $"来源平台代码 {header.SourcePlatform} 不合规则。", $"{header.SourcePlatform} is not a platform code.");
        }

        return direction == Direction.Down ? RefuseDown(sender, source, record) : RefuseUp(sender, source, record);
    }

    private RecordProblem? RefuseUp(Sender sender, PlatformCode source, Record record)
    {
        var itself = record.Header.SourcePlatform == sender.Code;
        var home = HomeOf(sender, source);
        if (!itself && (sender.Standing != Standing.Child || home is not { } below || !regions.Contains(sender.Region, below)))
        {
            return NotTheOwner(sender, record);
        }

        return home is { } region && regions.Contains(region, record.Header.Region) ? null : OutsideRegion(record, home ?? sender.Region);
    }

    private RecordProblem? RefuseDown(Sender sender, PlatformCode source, Record record)
    {
        var own = directory.Deployment;
        var entitled = sender.Uplink
            ? source.Region is { } above && above != own.Region && regions.Contains(above, own.Region)
            : record.Header.SourcePlatform == sender.Code && sender.Standing == Standing.Own;
        if (!entitled)
        {
            return NotTheOwner(sender, record);
        }

        var issuer = source.Region ?? sender.Region;
        foreach (var addressee in record.Regions)
        {
            if (!regions.Contains(issuer, addressee))
            {
                return new("/targetRegions", "x-addressee", "E4002", $"接收区划 {addressee} 不在下达单位辖区内。", $"Addressee region {addressee} lies outside the issuer's area.");
            }
        }

        return regions.Contains(issuer, record.Header.Region) ? null : OutsideRegion(record, issuer);
    }

    // A deployment's code says its region. A department registered here has a registered one; one that is known only
    // further down is held to the region of the link that brings it.
    private RegionCode? HomeOf(Sender sender, PlatformCode source) =>
        source.Region ?? directory.Find(source.ToString()) switch
        {
            null => sender.Region,
            { } known when known.Code.ToString() == sender.Code => known.Region,
            _ => null,
        };

    private static RecordProblem NotTheOwner(Sender sender, Record record) =>
        new("/sourcePlatform", "x-owner", "E5003", $"{sender.Code} 无权改动 {record.Header.SourcePlatform} 的记录。", $"{sender.Code} may not change records of {record.Header.SourcePlatform}.");

    private static RecordProblem OutsideRegion(Record record, RegionCode area) =>
        new("/regionCode", "x-region", "E4002", $"区划 {record.Header.Region} 不在来源平台辖区 {area} 内。", $"Region {record.Header.Region} lies outside the source platform's area {area}.");
}
