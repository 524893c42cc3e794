namespace CityOps.Hub.Status.Quality;

/// <summary>Days of quality as pages are told of them: points with two decimals, null where nobody can know.</summary>
internal static class QualityShow
{
    public static object Row(QualityRow row, string name, string? title) => new
    {
        day = row.Day, platform = row.Platform, name, @interface = row.Interface, title, offered = row.Offered, accepted = row.Accepted, rejected = row.Rejected, dueSlots = row.DueSlots, metSlots = row.MetSlots,
        complete = Points(row.Parts.Complete), conforming = Points(row.Parts.Conforming), consistent = Points(row.Parts.Consistent), accurate = Points(row.Parts.Accurate), timely = Points(row.Parts.Timely),
        single = Points(row.Parts.Single), score = Points(row.Score),
    };

    public static decimal? Points(long? hundredths) => hundredths is { } known ? known / 100m : null;
}
