using System.Text.Json;

namespace CityOps.Node.Verbs.Reading;

/// <summary>Tells the layout of a file from its name and its beginning.</summary>
internal static class FileForms
{
    private const int Look = 256 * 1024;

    public static FileForm Of(string path, Stream file)
    {
        switch (Path.GetExtension(path).ToUpperInvariant())
        {
            case ".CSV":
                return FileForm.Csv;
            case ".NDJSON" or ".JSONL":
                return FileForm.Lines;
        }

        var head = new byte[Look];
        var length = file.ReadAtLeast(head, Look, throwOnEndOfStream: false);
        file.Position = 0;
        return Of(head.AsSpan(0, length));
    }

    private static FileForm Of(ReadOnlySpan<byte> head)
    {
        var text = (head.StartsWith("\uFEFF"u8) ? head[3..] : head).TrimStart(" \t\r\n"u8);
        if (text.StartsWith("["u8))
        {
            return FileForm.Array;
        }

        var end = text.IndexOf((byte)'\n');
        return end > 0 && !text[end..].Trim(" \t\r\n"u8).IsEmpty && IsWhole(text[..end]) ? FileForm.Lines : FileForm.Document;
    }

    private static bool IsWhole(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        try
        {
            while (reader.Read())
            {
                // Only soundness is asked for.
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
