using System.Globalization;

namespace CityOps.Schemas.Codes;

/// <summary>
/// 接口编码: a dataset in one major version and one direction, <c>MG-01.v1.up</c>. Dataset codes are capitals, a hyphen
/// and digits, at most ten characters.
/// </summary>
public readonly record struct InterfaceCode
{
    private const int DatasetMost = 10;
    private const int MajorMost = 999;
    private readonly string? dataset;

    private InterfaceCode(string dataset, int major, Direction direction) =>
        (this.dataset, Major, Direction) = (dataset, major, direction);

    public string Dataset => dataset ?? "";

    /// <summary>1 to 999.</summary>
    public int Major { get; }

    public Direction Direction { get; }

    /// <exception cref="FormatException">No interface code.</exception>
    public static InterfaceCode Parse(string code) =>
        TryParse(code, out var parsed) ? parsed : throw new FormatException($"'{code}' is no interface code");

    /// <exception cref="FormatException">The dataset or the major version cannot stand in a code.</exception>
    public static InterfaceCode Of(string dataset, int major, Direction direction) =>
        IsDataset(dataset) && major is >= 1 and <= MajorMost
            ? new InterfaceCode(dataset, major, direction)
            : throw new FormatException($"'{dataset}' version {major} makes no interface code");

    /// <summary>One spelling only: no leading zeros, no capitals in <c>up</c> and <c>down</c>.</summary>
    public static bool TryParse(ReadOnlySpan<char> code, out InterfaceCode parsed)
    {
        parsed = default;
        var dot = code.IndexOf('.');
        if (dot < 0 || !IsDataset(code[..dot]))
        {
            return false;
        }

        var rest = code[(dot + 1)..];
        var second = rest.IndexOf('.');
        if (second < 0 || !TryReadMajor(rest[..second], out var major) || !TryReadDirection(rest[(second + 1)..], out var direction))
        {
            return false;
        }

        parsed = new InterfaceCode(code[..dot].ToString(), major, direction);
        return true;
    }

    /// <summary>Whether the text has the form of a dataset code, such as <c>MG-01</c>.</summary>
    public static bool IsDataset(ReadOnlySpan<char> text)
    {
        var hyphen = text.IndexOf('-');
        return hyphen > 0
            && hyphen < text.Length - 1
            && text.Length <= DatasetMost
            && !text[..hyphen].ContainsAnyExceptInRange('A', 'Z')
            && !text[(hyphen + 1)..].ContainsAnyExceptInRange('0', '9');
    }

    public override string ToString() =>
        dataset is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{dataset}.v{Major}.{(Direction == Direction.Up ? "up" : "down")}");

    private static bool TryReadMajor(ReadOnlySpan<char> text, out int major)
    {
        major = 0;
        return text.Length is >= 2 and <= 4
            && text[0] == 'v'
            && text[1] != '0'
            && int.TryParse(text[1..], NumberStyles.None, CultureInfo.InvariantCulture, out major);
    }

    private static bool TryReadDirection(ReadOnlySpan<char> text, out Direction direction)
    {
        direction = text is "down" ? Direction.Down : Direction.Up;
        return text is "up" or "down";
    }
}
