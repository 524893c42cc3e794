using System.Text.Encodings.Web;
using System.Text.Json;

namespace CityOps.Schemas.Evolution.Witnesses;

/// <summary>An object as members in order, each value as JSON text.</summary>
internal sealed class ObjectText(IEnumerable<KeyValuePair<string, string>> members)
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly List<KeyValuePair<string, string>> members = [.. members];

    public IReadOnlyList<KeyValuePair<string, string>> Members => members;

    /// <summary>Null where the text is no object.</summary>
    public static ObjectText? Read(string json)
    {
        var value = JsonElement.Parse(json);
        return value.ValueKind == JsonValueKind.Object
            ? new ObjectText(value.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, member.Value.GetRawText())))
            : null;
    }

    /// <summary>A text as JSON writes it, with no needless escapes.</summary>
    public static string Quote(string text) => JsonSerializer.Serialize(text, Relaxed);

    /// <summary>Any value without white space and needless escapes; numbers as they were written.</summary>
    public static string Plain(JsonElement value) => JsonSerializer.Serialize(value, Relaxed);

    public ObjectText With(string name, string value)
    {
        var at = members.FindIndex(member => member.Key == name);
        var all = members.ToList();
        if (at < 0)
        {
            all.Add(KeyValuePair.Create(name, value));
        }
        else
        {
            all[at] = KeyValuePair.Create(name, value);
        }

        return new ObjectText(all);
    }

    public ObjectText Without(string name) => new(members.Where(member => member.Key != name));

    public override string ToString() => $"{{{string.Join(',', members.Select(member => $"{Quote(member.Key)}:{member.Value}"))}}}";
}
