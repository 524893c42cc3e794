using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace CityOps.Schemas.Evolution.Conversion;

/// <summary>One top-level member of a stored record, with name and value in the publisher's own bytes.</summary>
internal readonly record struct MemberText(string Name, ReadOnlyMemory<byte> QuotedName, ReadOnlyMemory<byte> Value)
{
    public static List<MemberText> Read(ReadOnlySpan<byte> record) =>
        [.. JsonElement.Parse(record).EnumerateObject().Select(member => new MemberText(member.Name, Quoted(member), JsonMarshal.GetRawUtf8Value(member.Value).ToArray()))];

    public static byte[] Write(IReadOnlyList<MemberText> members)
    {
        var text = new ArrayBufferWriter<byte>(1024);
        text.Write("{"u8);
        for (var i = 0; i < members.Count; i++)
        {
            text.Write(i == 0 ? [] : ","u8);
            text.Write(members[i].QuotedName.Span);
            text.Write(":"u8);
            text.Write(members[i].Value.Span);
        }

        text.Write("}"u8);
        return text.WrittenSpan.ToArray();
    }

    private static byte[] Quoted(JsonProperty member) => [(byte)'"', .. JsonMarshal.GetRawUtf8PropertyName(member), (byte)'"'];
}
