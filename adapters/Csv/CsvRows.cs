using System.Globalization;
using System.Text;
using CityOps.Schemas.Mapping;
using CsvHelper;
using CsvHelper.Configuration;

namespace CityOps.Adapters.Csv;

/// <summary>
/// A CSV file row by row (RFC 4180; quotes, line breaks inside quotes, a byte order mark), in memory that does not grow with
/// the file. What is wrong with one row is told with that row and the next one is read; only a quote that never closes ends
/// the reading, for nothing behind it can be trusted.
/// </summary>
public sealed class CsvRows : IDisposable
{
    /// <summary>Characters one field may have.</summary>
    public const int LongestField = 256 * 1024;

    private const int MostColumns = 4096;
    private const char Unreadable = '\uFFFD';
    private readonly StreamReader reader;
    private readonly CsvParser parser;
    private readonly CsvShape shape;
    private bool first = true;
    private bool badQuote;
    private long number;

    public CsvRows(Stream file, CsvShape shape)
    {
        this.shape = shape;
        CheckMark(file);
        reader = new StreamReader(file, EncodingOf(shape.Encoding), detectEncodingFromByteOrderMarks: false, 1 << 16);
        parser = new CsvParser(reader, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = shape.Delimiter.ToString(),
            HasHeaderRecord = false,
            MaxFieldSize = LongestField,
            BadDataFound = _ => badQuote = true,
            CacheFields = false,
        });
        Header = ReadHeader();
    }

    /// <summary>Names of the columns, spaces around them taken off.</summary>
    public IReadOnlyList<string> Header { get; }

    /// <summary>Bytes of the file taken so far, for progress.</summary>
    public long Position => reader.BaseStream.CanSeek ? reader.BaseStream.Position : 0;

    /// <summary>The rows, once.</summary>
    public IEnumerable<CsvRow> Read()
    {
        while (Next() is { } row)
        {
            yield return row;
            if (row.Ends)
            {
                yield break;
            }
        }
    }

    public void Dispose()
    {
        parser.Dispose();
        reader.Dispose();
    }

    private static Encoding EncodingOf(string name) =>
        name == "gb18030" ? CodePagesEncodingProvider.Instance.GetEncoding("gb18030", EncoderFallback.ReplacementFallback, new DecoderReplacementFallback("\uFFFD"))! : new UTF8Encoding(false, false);

    // Another mark than the one of UTF-8 says plainly that the file is of another encoding.
    private static void CheckMark(Stream file)
    {
        Span<byte> mark = stackalloc byte[3];
        var read = file.ReadAtLeast(mark, 3, throwOnEndOfStream: false);
        if (read >= 2 && (mark[..2].SequenceEqual([0xFF, 0xFE]) || mark[..2].SequenceEqual([0xFE, 0xFF])))
        {
            throw new CsvException("文件是 UTF-16 编码，请另存为 UTF-8。", "The file is UTF-16: save it as UTF-8.");
        }

        file.Position = read == 3 && mark.SequenceEqual("\uFEFF"u8) ? 3 : 0;
    }

    private string[] ReadHeader()
    {
        if (!TryAdvance(out var fault))
        {
            throw new CsvException("文件是空的。", "The file is empty.");
        }

        if (fault is not null)
        {
            throw new CsvException(fault.Message, fault.MessageEn);
        }

        var fields = Fields();
        if (fields.Length > MostColumns)
        {
            throw new CsvException($"超过 {MostColumns} 列。", $"More than {MostColumns} columns.");
        }

        if (!shape.HasHeader)
        {
            return [.. Enumerable.Range(1, fields.Length).Select(place => place.ToString(CultureInfo.InvariantCulture))];
        }

        first = false;
        return Array.Find(fields, Spoilt) is { } bad
            ? throw new CsvException($"表头无法读取（编码不是 {shape.Encoding}？）：{bad}", $"The header row cannot be read; is the file not {shape.Encoding}? {bad}")
            : [.. fields.Select(field => field.Trim())];
    }

    private CsvRow? Next()
    {
        CsvFault? fault = null;
        if (!first && !TryAdvance(out fault))
        {
            return null;
        }

        first = false;
        number++;
        if (fault is not null)
        {
            return new CsvRow(number, parser.RawRow, [], fault, Ends: true);
        }

        var fields = Fields();
        var line = parser.RawRow - LineBreaks(parser.RawRecord);
        return new CsvRow(number, line, fields, Judge(fields), Ends: false);
    }

    private bool TryAdvance(out CsvFault? fault)
    {
        badQuote = false;
        fault = null;
        try
        {
            return parser.Read();
        }
        catch (MaxFieldSizeException)
        {
            fault = new CsvFault(
                "csv-field", "E3003",
                $"字段超过 {LongestField} 个字符（引号没有闭合？），其后的内容没有读取",
                $"a field is longer than {LongestField} characters (a quote never closed?); nothing behind it was read");
            return true;
        }
    }

    private string[] Fields()
    {
        var fields = new string[parser.Count];
        for (var i = 0; i < fields.Length; i++)
        {
            fields[i] = parser[i];
        }

        return fields;
    }

    private CsvFault? Judge(string[] fields)
    {
        if (badQuote)
        {
            return new CsvFault("csv-quote", "E3002", "引号位置不合 RFC 4180", "a quotation mark stands where RFC 4180 allows none");
        }

        if (fields.Length != Header.Count)
        {
            return new CsvFault("csv-columns", "E3002", $"有 {fields.Length} 个字段，表头有 {Header.Count} 列", $"{fields.Length} fields where the header has {Header.Count} columns");
        }

        var bad = Array.FindIndex(fields, Spoilt);
        return bad < 0 ? null : fields[bad].Contains('\0', StringComparison.Ordinal)
            ? new CsvFault("csv-nul", "E3003", $"列 {Header[bad]} 含 NUL 字符", $"column {Header[bad]} holds a NUL character")
            : new CsvFault("csv-encoding", "E3002", $"列 {Header[bad]} 不是有效的 {shape.Encoding} 编码", $"column {Header[bad]} is not valid {shape.Encoding}");
    }

    private static bool Spoilt(string field) => field.Contains('\0', StringComparison.Ordinal) || field.Contains(Unreadable, StringComparison.Ordinal);

    // The parser says where a record ends; people look for where it begins.
    private static long LineBreaks(string raw)
    {
        var inside = raw.AsSpan().TrimEnd("\r\n");
        return inside.Count('\n') + (inside.Contains('\n') ? 0 : inside.Count('\r'));
    }
}
