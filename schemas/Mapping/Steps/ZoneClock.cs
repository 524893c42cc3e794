using System.Globalization;

namespace CityOps.Schemas.Mapping.Steps;

/// <summary>Which of two instants a local time means when clocks were set back.</summary>
internal enum Overlap
{
    Earlier,
    Later,
    Reject,
}

/// <summary>Local times of one zone as instants. The zone is a name of the IANA list or a fixed offset like <c>+08:00</c>.</summary>
internal sealed class ZoneClock(TimeZoneInfo zone, Overlap overlap)
{
    public static TimeZoneInfo? Find(string name)
    {
        if (name is "Asia/Shanghai" or "+08:00")
        {
            return TimeZoneInfo.CreateCustomTimeZone("+08:00", TimeSpan.FromHours(8), "+08:00", "+08:00"); // no summer time since 1991
        }

        if (name[0] is '+' or '-')
        {
            return TimeSpan.TryParseExact(name[1..], "hh\\:mm", CultureInfo.InvariantCulture, out var offset) && offset <= TimeSpan.FromHours(14)
                ? TimeZoneInfo.CreateCustomTimeZone(name, name[0] == '-' ? -offset : offset, name, name)
                : null;
        }

        return TimeZoneInfo.TryFindSystemTimeZoneById(name, out var found) ? found : null;
    }

    public Cell Place(DateTime local, string text, out DateTimeOffset instant)
    {
        instant = default;
        if (zone.IsInvalidTime(local))
        {
            return Cell.Bad("date", "E3002", $"{Cell.Show(text)} 在 {zone.Id} 不存在（拨快时钟）", $"{Cell.Show(text)} does not exist in {zone.Id}: clocks went forward");
        }

        var offset = zone.GetUtcOffset(local);
        if (zone.IsAmbiguousTime(local))
        {
            if (overlap == Overlap.Reject)
            {
                return Cell.Bad("date", "E3002", $"{Cell.Show(text)} 在 {zone.Id} 出现两次（拨慢时钟）", $"{Cell.Show(text)} happened twice in {zone.Id}: clocks went back");
            }

            var offsets = zone.GetAmbiguousTimeOffsets(local);
            offset = overlap == Overlap.Earlier ? offsets.Max() : offsets.Min();
        }

        if (local.Ticks < TimeSpan.TicksPerDay || local.Ticks > DateTime.MaxValue.Ticks - TimeSpan.TicksPerDay)
        {
            return Cell.Bad("date", "E3002", $"{Cell.Show(text)} 超出可表示的时间", $"{Cell.Show(text)} is beyond the times that can be written");
        }

        instant = new DateTimeOffset(local, offset);
        return default;
    }
}
