namespace CityOps.Schemas.Mapping;

/// <summary>Why a step could not go on with a value.</summary>
internal sealed record StepFault(string Rule, string Code, string Message, string MessageEn);

/// <summary>A value on its way: text, nothing (null), or the fault that ended it.</summary>
internal readonly record struct Cell(string? Text, StepFault? Fault = null)
{
    public static Cell Nothing => default;

    /// <summary>Values are quoted in messages; a long one is cut.</summary>
    public static string Show(string text) => text.Length <= 60 ? $"“{text}”" : $"“{text[..60]}…”";

    public static Cell Bad(string rule, string code, string message, string messageEn) => new(null, new StepFault(rule, code, message, messageEn));
}

/// <summary>The row a record is being made of: its fields, and the members already made.</summary>
internal sealed class RowInHand(int members, IReadOnlyDictionary<string, int> places)
{
    private readonly Cell[] made = new Cell[members];

    public IReadOnlyList<string?> Fields { get; set; } = [];

    public long Number { get; set; }

    public string? Field(string column) => Fields[places[column]];

    public Cell this[int member]
    {
        get => made[member];
        set => made[member] = value;
    }
}
