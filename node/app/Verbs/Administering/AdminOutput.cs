using System.Text.Encodings.Web;
using System.Text.Json;
using CityOps.Node.Hosting;
using CityOps.Node.Verbs.Reporting;

namespace CityOps.Node.Verbs.Administering;

/// <summary>Shows an answer: lists as a table, one thing as lines, a refusal as the reason.</summary>
internal static class AdminOutput
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="columns">What a list shows of each item; dots lead into objects.</param>
    /// <param name="file">Where secrets go instead of the screen; readable by the owner alone.</param>
    public static int Show(AdminAnswer answer, IReadOnlyList<string> columns, bool json, string? file, TextWriter to)
    {
        if (!answer.Done)
        {
            Refused(answer, to);
            return 1;
        }

        if (file is not null)
        {
            PrivateFile.Write(file, JsonSerializer.SerializeToUtf8Bytes(answer.Body, Readable));
            to.WriteLine($"已写入 written to {file}");
        }
        else if (json)
        {
            to.WriteLine(answer.Body.ValueKind == JsonValueKind.Undefined ? "{}" : JsonSerializer.Serialize(answer.Body, Readable));
        }
        else if (answer.Body.ValueKind == JsonValueKind.Object && answer.Body.TryGetProperty("items", out var items))
        {
            Table([.. items.EnumerateArray()], columns, to);
        }
        else if (answer.Body.ValueKind == JsonValueKind.Object)
        {
            Lines("", answer.Body, to);
        }
        else
        {
            to.WriteLine("完成 done");
        }

        return 0;
    }

    private static void Refused(AdminAnswer answer, TextWriter to)
    {
        to.WriteLine($"未完成 not done: {answer.Status} {Text(answer.Body, "title")} {Text(answer.Body, "detail")}".TrimEnd());
        if (answer.Body.ValueKind == JsonValueKind.Object && answer.Body.TryGetProperty("errors", out var errors))
        {
            foreach (var error in errors.EnumerateArray())
            {
                to.WriteLine($"  {Text(error, "at")} {Text(error, "message")}");
            }
        }
    }

    private static void Table(IReadOnlyList<JsonElement> items, IReadOnlyList<string> columns, TextWriter to)
    {
        string[][] rows = [[.. columns], .. items.Select(item => columns.Select(column => Text(item, column.Split('.'))).ToArray())];
        var widths = columns.Select((_, at) => rows.Max(row => WideText.Width(row[at]))).ToArray();
        foreach (var row in rows)
        {
            to.WriteLine(string.Join("  ", row.Select((cell, at) => cell + new string(' ', widths[at] - WideText.Width(cell)))).TrimEnd());
        }

        to.WriteLine($"{items.Count} 项 items");
    }

    private static void Lines(string indent, JsonElement item, TextWriter to)
    {
        foreach (var member in item.EnumerateObject().Where(member => member.Value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined)))
        {
            if (member.Value.ValueKind == JsonValueKind.Object)
            {
                to.WriteLine($"{indent}{member.Name}:");
                Lines(indent + "  ", member.Value, to);
            }
            else
            {
                to.WriteLine($"{indent}{member.Name}: {Plain(member.Value)}");
            }
        }
    }

    private static string Text(JsonElement item, params string[] path)
    {
        foreach (var name in path)
        {
            if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty(name, out item))
            {
                return "";
            }
        }

        return Plain(item);
    }

    private static string Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => string.Join(' ', value.EnumerateArray().Select(one => one.ValueKind == JsonValueKind.Object && one.TryGetProperty("role", out var role) ? $"{role}({Text(one, "scope")}{(Text(one, "value") is { Length: > 0 } where ? " " + where : "")})" : one.ToString())),
        JsonValueKind.True => "是 yes",
        JsonValueKind.False => "否 no",
        JsonValueKind.Null => "",
        _ => value.ToString(),
    };
}
