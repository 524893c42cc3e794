using System.Globalization;
using System.Text;
using System.Text.Unicode;
using CityOps.Schemas.Mapping;
using CsvHelper;

namespace CityOps.Adapters.Csv;

/// <summary>
/// A CSV file row by row (RFC 4180; quotes, line breaks inside quotes, a byte order mark), in memory that does not grow with
/// the file. What is wrong with one row is told with that row and the next one is read; only a row without an end, such as
/// after a quote that never closes, ends the reading: nothing behind it can be trusted.
/// </summary>
public sealed class CsvRows : IDisposable
{
    /// <summary>UTF-8 bytes one row may have.</summary>
    public const int LongestRow = 1 << 20;

    private const int MostColumns = 4096;
    private readonly CsvReader reader;
    private readonly CsvShape shape;
    private CsvMalformedReason? malformed;
    private bool held; // the first row was read to count the columns of a table without header
    private long number;

    /// <exception cref="CsvException">There is no header row that can be read.</exception>
    public CsvRows(Stream file, CsvShape shape)
    {
        this.shape = shape;
        reader = CsvReader.Create(
            file,
            new CsvReaderOptions
            {
                Separator = shape.Delimiter,
                HasHeader = false,
                MaxRecordSize = LongestRow,
                TrackLineNumbers = true,
                TrimWhitespace = false,
                DetectSeparatorHint = false,
                Encoding = EncodingOf(shape.Encoding),
                OnMalformedRecord = record => malformed = record.Reason,
            },
            leaveOpen: false);
        Header = ReadHeader();
    }

    /// <summary>Names of the columns, spaces around them taken off.</summary>
    public IReadOnlyList<string> Header { get; }

    /// <summary>Bytes of UTF-8 taken so far, for progress.</summary>
    public long Position => reader.ByteOffset;

    /// <summary>The rows, once. Empty lines are no rows.</summary>
    public IEnumerable<CsvRow> Read()
    {
        CsvFault? fault = null;
        while (held || TryAdvance(out fault))
        {
            held = false;
            number++;
            if (fault is { Rule: "csv-row" } || malformed == CsvMalformedReason.UnterminatedQuote)
            {
                yield return new CsvRow(number, reader.LineNumber, [], fault, Ends: true);
                yield break;
            }

            var (fields, bad) = Fields();
            yield return new CsvRow(number, reader.LineNumber, fields, fault ?? WrongCount(fields.Length) ?? bad, Ends: false);
        }
    }

    public void Dispose() => reader.Dispose();

    // UTF-8 needs no decoder: fields are looked at as they stand in the file.
    private static Encoding? EncodingOf(string name) =>
        name == "gb18030" ? CodePagesEncodingProvider.Instance.GetEncoding("gb18030", EncoderFallback.ReplacementFallback, new DecoderReplacementFallback("\uFFFD")) : null;

    private string[] ReadHeader()
    {
        if (!TryAdvance(out var fault))
        {
            throw new CsvException("文件是空的。", "The file is empty.");
        }

        var (fields, bad) = fault is null ? Fields() : ([], null);
        if ((fault ?? bad) is { } wrong)
        {
            throw new CsvException($"第一行：{wrong.Message}。", $"The first row: {wrong.MessageEn}.");
        }

        if (fields.Length > MostColumns)
        {
            throw new CsvException($"超过 {MostColumns} 列。", $"More than {MostColumns} columns.");
        }

        held = !shape.HasHeader;
        return shape.HasHeader
            ? [.. fields.Select(field => field.Trim())]
            : [.. Enumerable.Range(1, fields.Length).Select(place => place.ToString(CultureInfo.InvariantCulture))];
    }

    private bool TryAdvance(out CsvFault? fault)
    {
        malformed = null;
        try
        {
            var read = reader.Read();
            fault = Malformed();
            return read;
        }
        catch (CsvFormatException)
        {
            fault = new CsvFault("csv-row", "E3003", $"一行超过 {LongestRow} 字节（引号没有闭合？），其后的内容没有读取", $"a row is longer than {LongestRow} bytes (a quote never closed?); nothing behind it was read");
            return true;
        }
    }

    private CsvFault? Malformed() => malformed switch
    {
        null => null,
        CsvMalformedReason.UnterminatedQuote => new CsvFault("csv-quote", "E3002", "引号没有闭合，文件到此为止", "a quote never closes: the file ends inside it"),
        _ => new CsvFault("csv-quote", "E3002", "引号位置不合 RFC 4180", "a quotation mark stands where RFC 4180 allows none"),
    };

    private (string[] Fields, CsvFault? Fault) Fields()
    {
        CsvFault? fault = null;
        var fields = new string[reader.FieldCount];
        for (var i = 0; i < fields.Length; i++)
        {
            var bytes = reader.GetSpan(i);
            fields[i] = Encoding.UTF8.GetString(bytes);
            fault ??= Judge(i, bytes);
        }

        return (fields, fault);
    }

    private CsvFault? Judge(int column, ReadOnlySpan<byte> field)
    {
        var name = Header?.ElementAtOrDefault(column) ?? (column + 1).ToString(CultureInfo.InvariantCulture);
        if (field.Contains((byte)0))
        {
            return new CsvFault("csv-nul", "E3003", $"列 {name} 含 NUL 字符", $"column {name} holds a NUL character");
        }

        // Behind a decoder the replacement character is what is left of bytes that mean nothing.
        return Utf8.IsValid(field) && field.IndexOf("\uFFFD"u8) < 0
            ? null
            : new CsvFault("csv-encoding", "E3002", $"列 {name} 不是有效的 {shape.Encoding} 编码", $"column {name} is not valid {shape.Encoding}");
    }

    private CsvFault? WrongCount(int count) => count == Header.Count
        ? null
        : new CsvFault("csv-columns", "E3002", $"有 {count} 个字段，表头有 {Header.Count} 列", $"{count} fields where the header has {Header.Count} columns");
}
