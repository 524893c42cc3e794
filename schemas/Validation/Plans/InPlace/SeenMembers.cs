namespace CityOps.Schemas.Validation.Plans.InPlace;

/// <summary>An object that was read: where it starts, and where the values of the watched members stand (0: absent).</summary>
internal readonly ref struct SeenMembers(int start, ReadOnlySpan<int> slots)
{
    public int Start { get; } = start;

    public ReadOnlySpan<int> Slots { get; } = slots;
}
