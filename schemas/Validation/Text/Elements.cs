namespace CityOps.Schemas.Validation.Text;

/// <summary>Walks over the members or elements of a well-formed container, for equality and hashing.</summary>
internal ref struct Elements
{
    private readonly bool named;
    private Cursor cursor;
    private bool more;

    public Elements(ReadOnlySpan<byte> container)
    {
        named = container[0] == (byte)'{';
        cursor = new Cursor(container) { Position = 1 };
        more = cursor.Peek() is not ((byte)'}' or (byte)']');
    }

    /// <summary>The raw name of the member; empty in an array.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    public ReadOnlySpan<byte> Value { get; private set; }

    public bool Next()
    {
        if (!more)
        {
            return false;
        }

        if (named)
        {
            cursor.ReadName(out var name, out _);
            Name = name;
        }

        cursor.Peek();
        var start = cursor.Position;
        cursor.Skip();
        Value = cursor.Text[start..cursor.Position];
        cursor.Continue(named ? (byte)'}' : (byte)']', out more);
        return true;
    }
}
