using System.Text.Json;
using CityOps.Schemas.Codes;

namespace CityOps.Schemas.Rules.Expressions;

/// <summary>What a rule may ask beside comparing. <c>has</c> and <c>ordered</c> are terms of their own.</summary>
internal static class Functions
{
    private const decimal MostSummand = 1e18m;
    private static readonly TimeSpan Beijing = TimeSpan.FromHours(8);

    private static readonly Dictionary<string, (Kind[] Takes, Kind Gives, Function Run)> All = new(StringComparer.Ordinal)
    {
        ["part"] = ([Kind.Text, Kind.Number, Kind.Number], Kind.Text, Part),
        ["starts"] = ([Kind.Text, Kind.Text], Kind.Truth, (a, b, _) => Value.Of(a.Text.StartsWith(b.Text))),
        ["size"] = ([Kind.Text], Kind.Number, (a, _, _) => Value.Of((decimal)CodePoints(a.Text))),
        ["masked"] = ([Kind.Text], Kind.Truth, (a, _, _) => Value.Of(a.Text.IndexOf((byte)'*') >= 0)),
        ["region"] = ([Kind.Text], Kind.Truth, (a, _, _) => Value.Of(RegionCode.TryParse(a.Text, out var code) && RegionTree.Standard.Exists(code))),
        ["begin"] = ([Kind.Text], Kind.Time, (a, _, _) => MemberText.TryReadPeriod(a.Text, out var ticks) ? Value.OfTicks(ticks) : Value.Nothing),
        ["abs"] = ([Kind.Number], Kind.Number, (a, _, _) => Value.Of(Math.Abs(a.Number))),
        ["count"] = ([Kind.List], Kind.Number, (a, _, _) => Value.Of((decimal)Count(a.Text))),
        ["sum"] = ([Kind.List, Kind.Text], Kind.Number, (a, b, _) => Sum(a.Text, b.Text)),
        ["aligned"] = ([Kind.Time, Kind.Number], Kind.Truth, Aligned),
        ["contains"] = ([Kind.List, Kind.Text], Kind.Truth, (a, b, _) => Value.Of(Contains(a.Text, b.Text))),
    };

    private delegate Value Function(Value first, Value second, Value third);

    public static IEnumerable<string> Names => ["has", "ordered", .. All.Keys];

    /// <exception cref="FormatException">No such function, or it takes something else.</exception>
    public static Term Call(string name, IReadOnlyList<Term> arguments)
    {
        if (!All.TryGetValue(name, out var function))
        {
            throw new FormatException($"there is no function {name}; there are {string.Join(", ", Names)}");
        }

        return arguments.Select(argument => argument.Kind).SequenceEqual(function.Takes)
            ? new Application(function.Gives, arguments, function.Run)
            : throw new FormatException($"{name} takes {string.Join(", ", function.Takes)}");
    }

    /// <summary><c>part(text, 3, 2)</c>: two characters from the third on; meant for codes, which are ASCII; nothing where the text is shorter.</summary>
    private static Value Part(Value text, Value from, Value length)
    {
        var (start, count) = ((int)from.Number - 1, (int)length.Number);
        return start >= 0 && count >= 0 && text.Text.Length >= start + count ? Value.Of(text.Text.Slice(start, count)) : Value.Nothing;
    }

    private static int CodePoints(ReadOnlySpan<byte> utf8)
    {
        var count = 0;
        foreach (var unit in utf8)
        {
            count += (unit & 0xC0) == 0x80 ? 0 : 1;
        }

        return count;
    }

    private static int Count(ReadOnlySpan<byte> list)
    {
        var reader = new Utf8JsonReader(list);
        var count = 0;
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            count++;
            reader.Skip();
        }

        return count;
    }

    private static bool Contains(ReadOnlySpan<byte> list, ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(list);
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(text))
            {
                return true;
            }

            reader.Skip();
        }

        return false;
    }

    /// <summary><c>sum(list, "score")</c>: that member of every object of the list; nothing where one is no number.</summary>
    private static Value Sum(ReadOnlySpan<byte> list, ReadOnlySpan<byte> member)
    {
        var reader = new Utf8JsonReader(list);
        var sum = 0m;
        while (reader.Read())
        {
            if (reader.CurrentDepth != 2 || reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals(member))
            {
                continue;
            }

            reader.Read();
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetDecimal(out var number) || Math.Abs(number) > MostSummand)
            {
                return Value.Nothing;
            }

            sum += number;
        }

        return Value.Of(sum);
    }

    /// <summary>Whether an instant, by the clock in Beijing, is a whole number of windows of so many seconds.</summary>
    private static Value Aligned(Value time, Value seconds, Value _)
    {
        var window = (long)Math.Clamp(seconds.Number, 0, int.MaxValue) * TimeSpan.TicksPerSecond;
        return window > 0 ? Value.Of((time.Ticks + Beijing.Ticks) % window == 0) : Value.Nothing;
    }

    private sealed class Application(Kind kind, IReadOnlyList<Term> arguments, Function run) : Term(kind)
    {
        public override Value Of(scoped in RuleInput record)
        {
            var first = arguments[0].Of(record);
            var second = arguments.Count > 1 ? arguments[1].Of(record) : Value.Of(true);
            var third = arguments.Count > 2 ? arguments[2].Of(record) : Value.Of(true);
            return first.IsThere && second.IsThere && third.IsThere ? run(first, second, third) : Value.Nothing;
        }
    }
}
