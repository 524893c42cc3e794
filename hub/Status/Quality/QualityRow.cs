namespace CityOps.Hub.Status.Quality;

/// <summary>
/// 六个维度 of domain.md 4.3.5 (names of GB/T 36344), each in hundredths of a point of 100; null where nobody can know it.
/// </summary>
/// <param name="Complete">完整性: of the periods in which something is due (4.7), those in which something came.</param>
/// <param name="Conforming">规范性: records without a fault of form (E3…).</param>
/// <param name="Consistent">一致性: records whose members and references agree (E4001, E4004–E4008, E41…, E5…).</param>
/// <param name="Accurate">准确性: records from their own place and plausible (E4002, E4003, E4202).</param>
/// <param name="Timely">及时性: accepted records that came before they were late (4.7).</param>
/// <param name="Single">唯一性: records that were not there already.</param>
public sealed record QualityParts(long? Complete, long? Conforming, long? Consistent, long? Accurate, long? Timely, long? Single)
{
    public static readonly QualityParts Unknown = new(null, null, null, null, null, null);
}

/// <summary>数据质量 of one sender's interface on one day; interface empty: of all it brought.</summary>
/// <param name="Timed">Of the accepted, those of which lateness can be told.</param>
/// <param name="Score">Hundredths of a point; null where no part is known.</param>
public sealed record QualityRow(string Day, string Platform, string Interface, long Offered, long Accepted, long Rejected, long InTime, long Timed, long DueSlots, long MetSlots, QualityParts Parts, long? Score);
