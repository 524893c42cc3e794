namespace CityOps.Schemas.Validation.Formats.Hosts;

/// <summary>RFC 1123 section 2.1; a label that says it is Punycode must be a valid A-label (RFC 5890).</summary>
internal sealed class HostFormat() : TextFormat("hostname")
{
    public override bool IsMatch(ReadOnlySpan<byte> utf8) => HostText.IsPlain(utf8) && HostText.AreValidLabels(utf8);
}

/// <summary>RFC 5890: labels of any script, by the rules of IDNA2008.</summary>
internal sealed class IdnHostFormat() : TextFormat("idn-hostname")
{
    public override bool IsMatch(ReadOnlySpan<byte> utf8) => HostText.IsInternational(utf8);
}
