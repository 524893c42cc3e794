using System.Text;
using CityOps.Schemas.Validation.Patterns;

namespace CityOps.Schemas.Validation.Formats;

/// <summary>ECMA-262 pattern syntax in Unicode mode; valid also where our engine would not run it.</summary>
internal sealed class RegexFormat() : TextFormat("regex")
{
    public override bool IsMatch(ReadOnlySpan<byte> utf8) => PatternParser.IsPattern(Encoding.UTF8.GetString(utf8));
}
