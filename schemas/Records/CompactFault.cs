namespace CityOps.Schemas.Records;

/// <summary>
/// Why a text is not taken as a record. <paramref name="Name"/> is a stable problem name: malformed-json, duplicate-key,
/// too-deep, invalid-encoding, number-out-of-range or payload-too-large. <paramref name="Offset"/> counts bytes from the
/// start of the text; <paramref name="Pointer"/> is the JSON pointer of the innermost value reached, empty for the whole.
/// </summary>
public sealed record CompactFault(string Name, int Offset, string Pointer, string Message, string MessageEn)
{
    /// <summary>The fault as a problem of one record: E2004 for size, E3003 for a number's range, else E3002.</summary>
    public RecordProblem ToProblem() => new(Pointer, Name, Code, Message, MessageEn);

    private string Code => Name switch
    {
        "payload-too-large" => "E2004",
        "number-out-of-range" => "E3003",
        _ => "E3002",
    };
}
