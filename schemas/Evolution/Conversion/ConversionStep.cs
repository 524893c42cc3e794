using System.Text;
using System.Text.Json;
using CityOps.Schemas.Evolution.Witnesses;

namespace CityOps.Schemas.Evolution.Conversion;

/// <summary>One declared change of a record; adds what it did to the notes, or does nothing where its member is absent.</summary>
internal abstract record ConversionStep
{
    public abstract void Apply(List<MemberText> members, bool isDeletion, List<ConversionNote> notes);

    protected static string Pointer(string name) => $"/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    protected static int Find(List<MemberText> members, string name) => members.FindIndex(member => member.Name == name);
}

/// <summary>The member keeps its place and value under another name.</summary>
internal sealed record RenameStep(string From, string To) : ConversionStep
{
    public override void Apply(List<MemberText> members, bool isDeletion, List<ConversionNote> notes)
    {
        var at = Find(members, From);
        if (at < 0)
        {
            return;
        }

        members[at] = members[at] with { Name = To, QuotedName = Encoding.UTF8.GetBytes(ObjectText.Quote(To)) };
        notes.Add(new ConversionNote("rename", Pointer(From), ObjectText.Quote(Pointer(To)), $"字段 {From} 改名为 {To}", $"{From} is now called {To}"));
    }
}

/// <summary>A member that is absent gets a value; a deletion carries header and key only and gets none.</summary>
internal sealed record DefaultStep(string Member, string Value) : ConversionStep
{
    public override void Apply(List<MemberText> members, bool isDeletion, List<ConversionNote> notes)
    {
        if (isDeletion || Find(members, Member) >= 0)
        {
            return;
        }

        members.Add(new MemberText(Member, Encoding.UTF8.GetBytes(ObjectText.Quote(Member)), Encoding.UTF8.GetBytes(Value)));
        notes.Add(new ConversionNote("default", Pointer(Member), Value, $"字段 {Member} 原记录没有，填入默认值 {Value}", $"{Member} was absent and is filled with {Value}"));
    }
}

/// <summary>A member that the other version does not know is left out; its name is told, its value is not.</summary>
internal sealed record DropStep(string Member, string Notice) : ConversionStep
{
    public override void Apply(List<MemberText> members, bool isDeletion, List<ConversionNote> notes)
    {
        var at = Find(members, Member);
        if (at >= 0)
        {
            members.RemoveAt(at);
            notes.Add(new ConversionNote("drop", Pointer(Member), null, $"字段 {Member} 未投递：{Notice}", $"{Member} is not delivered: {Notice}"));
        }
    }
}

/// <summary>Codes are replaced by others; a value that is not listed stays, and the other version's schema decides on it.</summary>
internal sealed record MapStep(string Member, IReadOnlyDictionary<string, string> Codes) : ConversionStep
{
    public override void Apply(List<MemberText> members, bool isDeletion, List<ConversionNote> notes)
    {
        var at = Find(members, Member);
        if (at < 0)
        {
            return;
        }

        var value = JsonElement.Parse(members[at].Value.Span);
        var code = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        if (Codes.TryGetValue(code, out var becomes))
        {
            members[at] = members[at] with { Value = Encoding.UTF8.GetBytes(becomes) };
            notes.Add(new ConversionNote("map", Pointer(Member), becomes, $"字段 {Member} 的代码 {code} 换为 {becomes}", $"the code {code} of {Member} becomes {becomes}"));
        }
    }
}
