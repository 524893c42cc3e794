using CityOps.Schemas.Codes;

namespace CityOps.Node.Modules.Aggregation;

/// <summary>A region and everything below it as a range of codes: GB/T 2260 numbers a subtree without gaps.</summary>
internal static class RegionRange
{
    public static (string From, string To) Of(RegionCode region)
    {
        var code = region.ToString();
        return code switch
        {
            "000000" => ("000000", "999999"),
            _ when code.EndsWith("0000", StringComparison.Ordinal) => (code, code[..2] + "9999"),
            _ when code.EndsWith("00", StringComparison.Ordinal) => (code, code[..4] + "99"),
            _ => (code, code),
        };
    }
}
