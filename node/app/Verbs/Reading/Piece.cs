using CityOps.Schemas.Mapping;

namespace CityOps.Node.Verbs.Reading;

/// <summary>
/// One record as it stands in a file: the line it begins in and its text, valid until the next piece; or, where it could not
/// be cut out, the reason.
/// </summary>
internal readonly record struct Piece(long Line, ReadOnlyMemory<byte> Text, RowProblem? Fault);

/// <summary>How a file of records is laid out.</summary>
internal enum FileForm
{
    Document,
    Array,
    Lines,
    Csv,
}
