namespace CityOps.Schemas.Validation.Plans;

/// <summary>The kinds of JSON values, with whole numbers apart: 1.0 is whole.</summary>
[Flags]
internal enum Kinds
{
    None = 0,
    Null = 1,
    Boolean = 2,
    Whole = 4,
    Fraction = 8,
    Number = Whole | Fraction,
    String = 16,
    Array = 32,
    Object = 64,
    All = Null | Boolean | Number | String | Array | Object,
}
