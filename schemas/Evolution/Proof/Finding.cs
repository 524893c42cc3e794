namespace CityOps.Schemas.Evolution.Proof;

/// <summary>
/// One place where the second schema asks for more than the first. <see cref="Witness"/> is a JSON text of the schema
/// looked at, valid under the first and not under the second; null where none was found and none could be ruled out,
/// then <see cref="Why"/> says so. <see cref="Pointer"/> leads from that text to the place.
/// </summary>
internal sealed record Finding(string Pointer, string Keyword, string? Witness, Reason Why)
{
    /// <summary>The value at the pointer, for telling people; null where the place is empty or the value is long.</summary>
    public string? Value { get; init; }

    /// <summary>What the second schema's keyword says; empty where that is long.</summary>
    public string Rule { get; init; } = "";
}

/// <summary>Why a place could not be decided, in Chinese and English.</summary>
internal sealed record Reason(string Chinese, string English)
{
    public static readonly Reason None = new("", "");

    public static readonly Reason NotProved = new("既未找到反例，也未能证明没有反例", "no counterexample was found, and none could be ruled out");

    public static readonly Reason NotRead = new("此关键字的含义不在可证明的范围内", "what this keyword means is beyond what can be proved here");

    public static readonly Reason TooLarge = new("模式过大，未能看完", "the schemas are too large to be looked through");

    public static readonly Reason Reference = new("引用指向文件之外，或文件内部分模式另有 $id", "a reference leads out of the document, or parts of it have an $id of their own");
}
