namespace CityOps.Schemas.Validation;

/// <summary>A schema that cannot be compiled. <see cref="Pointer"/> says where in its document, <see cref="Reason"/> why.</summary>
public sealed class SchemaException : Exception
{
    public SchemaException()
    {
    }

    public SchemaException(string message)
        : base(message)
    {
    }

    public SchemaException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <param name="name">Stable name: <c>bad-schema</c>, <c>unsafe-pattern</c>, <c>unresolved-reference</c>, <c>unsupported-keyword</c>, <c>endless-reference</c>, <c>too-large</c>.</param>
    public SchemaException(string name, string pointer, string reason)
        : base($"{name} at '{pointer}': {reason}") => (Name, Pointer, Reason) = (name, pointer, reason);

    /// <summary>What sort of fault it is; see the constructor for the list.</summary>
    public string Name { get; } = "bad-schema";

    /// <summary>JSON pointer of the keyword at fault, after the document's URI and <c>#</c> where that is not the root document.</summary>
    public string Pointer { get; } = "";

    public string Reason { get; } = "";
}
