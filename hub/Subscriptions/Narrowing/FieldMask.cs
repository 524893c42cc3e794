using System.Buffers;
using System.Collections.Frozen;
using System.Text.Json;
using CityOps.Hub.Catalog;

namespace CityOps.Hub.Subscriptions.Narrowing;

/// <summary>
/// 字段范围: which members of a record a subscriber gets (I7). Header and key always come along; everything else that was
/// not granted is left out, and each page says which members it holds (I8).
/// </summary>
public sealed class FieldMask
{
    private const int ShortName = 128;

    private readonly FrozenSet<string> kept;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> lookup;

    private FieldMask(IEnumerable<string> names)
    {
        kept = names.ToFrozenSet(StringComparer.Ordinal);
        lookup = kept.GetAlternateLookup<ReadOnlySpan<char>>();
        Fields = [.. kept.Order(StringComparer.Ordinal)];
        Name = string.Join(' ', Fields);
    }

    /// <summary>The members that are delivered, in ordinal order.</summary>
    public IReadOnlyList<string> Fields { get; }

    /// <summary>Equal for masks that let the same through.</summary>
    public string Name { get; }

    /// <param name="granted">Null: everything that is not sensitive.</param>
    /// <returns>Null where nothing of the dataset is held back.</returns>
    public static FieldMask? Of(FieldSheet sheet, IReadOnlyList<string>? granted)
    {
        var mask = new FieldMask(sheet.Always.Concat(granted ?? [.. sheet.Usual]));
        return sheet.Fields.All(field => mask.kept.Contains(field.Name)) ? null : mask;
    }

    /// <summary>The record with the granted members only, word for word and in their order.</summary>
    public byte[] Apply(ReadOnlySpan<byte> record)
    {
        var output = new ArrayBufferWriter<byte>(record.Length);
        var reader = new Utf8JsonReader(record);
        reader.Read();
        output.Write("{"u8);
        var first = true;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (start, keeps) = ((int)reader.TokenStartIndex, Keeps(ref reader));
            reader.Read();
            reader.Skip();
            if (!keeps)
            {
                continue;
            }

            if (!first)
            {
                output.Write(","u8);
            }

            first = false;
            output.Write(record[start..(int)reader.BytesConsumed]);
        }

        output.Write("}"u8);
        return output.WrittenSpan.ToArray();
    }

    // Names are short: looked up without making strings of them.
    private bool Keeps(ref Utf8JsonReader reader)
    {
        Span<char> name = stackalloc char[ShortName];
        return reader.ValueSpan.Length <= ShortName ? lookup.Contains(name[..reader.CopyString(name)]) : kept.Contains(reader.GetString()!);
    }

    public override string ToString() => Name;
}
