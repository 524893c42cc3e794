namespace CityOps.Schemas.Validation.Formats;

/// <summary>RFC 2673 section 3.2 dotted quad.</summary>
internal sealed class Ipv4Format() : TextFormat("ipv4")
{
    public override bool IsMatch(ReadOnlySpan<byte> utf8) => IpText.IsVersion4(utf8);
}

/// <summary>RFC 4291 section 2.2, without zone.</summary>
internal sealed class Ipv6Format() : TextFormat("ipv6")
{
    public override bool IsMatch(ReadOnlySpan<byte> utf8) => IpText.IsVersion6(utf8);
}
