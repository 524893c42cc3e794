using System.Security.Cryptography;
using CityOps.Schemas.Codes;

namespace CityOps.Schemas.Records;

/// <summary>
/// 记录: the unit of truth. Its bytes are the sender's own, insignificant white space removed, member order and number
/// text kept; they are forwarded unchanged. The digest is their SHA-256.
/// </summary>
public sealed class Record
{
    private readonly IReadOnlyList<RegionCode>? addressees;

    internal Record(RecordHeader header, ReadOnlyMemory<byte> bytes, IReadOnlyList<RegionCode>? addressees)
    {
        (Header, Bytes, this.addressees) = (header, bytes, addressees);
        Digest = SHA256.HashData(bytes.Span);
    }

    public RecordHeader Header { get; }

    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>SHA-256 of <see cref="Bytes"/>, 32 bytes; nobody writes into it.</summary>
    public byte[] Digest { get; }

    /// <summary>Whom the record concerns: the regions it is addressed to where its dataset says so, else the region it is about.</summary>
    public IReadOnlyList<RegionCode> Regions => addressees ?? RegionTree.Standard.Alone(Header.Region);
}
