using System.Diagnostics.CodeAnalysis;

namespace CityOps.Schemas;

/// <summary>Either the value or the refusal, never both, never neither.</summary>
[SuppressMessage("Performance", "CA1815", Justification = "An outcome is taken apart at once, never compared.")]
[SuppressMessage("Usage", "CA2225", Justification = "The implicit conversions are the constructor.")]
public readonly struct Outcome<T>
{
    private readonly T? value;
    private readonly Refusal? refusal;

    private Outcome(T? value, Refusal? refusal) => (this.value, this.refusal) = (value, refusal);

    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(Refusal refusal) => new(default, refusal);

    public TOut Match<TOut>(Func<T, TOut> ok, Func<Refusal, TOut> refused) =>
        refusal is null ? ok(value!) : refused(refusal);

    /// <summary>True with the value; false with the refusal.</summary>
    public bool TryGet([MaybeNullWhen(false)] out T got, [MaybeNullWhen(true)] out Refusal refused)
    {
        (got, refused) = (value, refusal);
        return refusal is null;
    }
}
