using System.Buffers;
using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using CityOps.Hub.Catalog;

namespace CityOps.Hub.Subscriptions.Narrowing;

/// <summary>
/// 字段范围: which members of a record a subscriber gets (I7). Header and key always come along; everything else that was
/// not granted is left out, and each page says which members it holds (I8).
/// </summary>
public sealed class FieldMask
{
    private readonly FrozenSet<string> kept;

    private FieldMask(IEnumerable<string> names)
    {
        kept = names.ToFrozenSet(StringComparer.Ordinal);
        Fields = [.. kept.Order(StringComparer.Ordinal)];
    }

    /// <summary>The members that are delivered, in ordinal order.</summary>
    public IReadOnlyList<string> Fields { get; }

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
            var start = (int)reader.TokenStartIndex;
            var name = reader.GetString()!;
            reader.Read();
            reader.Skip();
            if (!kept.Contains(name))
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

    public override string ToString() => new StringBuilder().AppendJoin(' ', Fields).ToString();
}
