using System.IO.Compression;
using System.Security.Cryptography;
using CityOps.Schemas;

namespace CityOps.Hub.Exchange;

/// <summary>The unpacked body of one batch in a pooled buffer, with the digest its batch id is compared by.</summary>
public sealed class Body : IDisposable
{
    private byte[] buffer;

    private Body(byte[] buffer, int length)
    {
        this.buffer = buffer;
        Length = length;
        Digest = SHA256.HashData(buffer.AsSpan(0, length));
    }

    public int Length { get; }

    public byte[] Digest { get; }

    public ReadOnlyMemory<byte> Bytes => buffer.AsMemory(0, Length);

    public void Dispose()
    {
        var returned = Interlocked.Exchange(ref buffer, []);
        if (returned.Length > 0)
        {
            Buffers.Return(returned);
        }
    }

    /// <summary>
    /// Reads and unpacks a body, never holding more than the limit. Refuses unknown codings, bodies over
    /// <see cref="ExchangeLimits.BatchBytes"/> unpacked, unpack ratios over <see cref="ExchangeLimits.UnpackRatio"/> and
    /// damaged compression.
    /// </summary>
    /// <param name="wireLength">What the sender said it would send; an unpacked body is then read into one buffer of its size.</param>
    public static async Task<Outcome<Body>> ReadAsync(Stream wire, string? coding, long? wireLength, ExchangeLimits limits, CancellationToken ct)
    {
        var counted = new CountingStream(wire);
        await using var unpacked = Unpack(counted, coding);
        if (unpacked is null)
        {
            return ExchangeRefusals.Coding;
        }

        var expected = coding is null ? (wireLength ?? 0) + 1 : 0;
        var buffer = Buffers.Rent((int)Math.Clamp(expected, 64 << 10, limits.BatchBytes + 1));
        var length = 0;
        try
        {
            while (true)
            {
                var read = await unpacked.ReadAsync(buffer.AsMemory(length), ct);
                if (read == 0)
                {
                    var body = new Body(buffer, length);
                    buffer = [];
                    return body;
                }

                length += read;
                if (length > limits.BatchBytes || (coding is not null && length > 1 << 20 && length > counted.Bytes * limits.UnpackRatio))
                {
                    return TooLarge(limits);
                }

                buffer = Grow(buffer, length, limits.BatchBytes);
            }
        }
        catch (InvalidDataException)
        {
            return ExchangeRefusals.BrokenCoding;
        }
        catch (InvalidOperationException) when (coding == "br")
        {
            return ExchangeRefusals.BrokenCoding; // what the Brotli decoder says of damaged input
        }
        finally
        {
            if (buffer.Length > 0)
            {
                Buffers.Return(buffer);
            }
        }
    }

    private static Stream? Unpack(Stream wire, string? coding) => coding switch
    {
        null or "" or "identity" => wire,
        "gzip" => new GZipStream(wire, CompressionMode.Decompress),
        "br" => new BrotliStream(wire, CompressionMode.Decompress),
        _ => null,
    };

    private static Refusal TooLarge(ExchangeLimits limits) => ExchangeRefusals.BatchTooLarge.Because(
        $"批次解压后不得超过 {limits.BatchBytes} 字节，压缩比不得超过 {limits.UnpackRatio}。请拆分后重报。",
        $"A batch holds at most {limits.BatchBytes} bytes unpacked, at an unpack ratio of at most {limits.UnpackRatio}. Split it.");

    private static byte[] Grow(byte[] buffer, int length, int most)
    {
        if (length < buffer.Length)
        {
            return buffer;
        }

        var larger = Buffers.Rent(Math.Min(buffer.Length * 2, most + 1));
        buffer.AsSpan(0, length).CopyTo(larger);
        Buffers.Return(buffer);
        return larger;
    }

    /// <summary>Counts what came over the wire, so that the ratio is known while unpacking.</summary>
    private sealed class CountingStream(Stream inner) : Stream
    {
        public long Bytes { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await inner.ReadAsync(buffer, cancellationToken);
            Bytes += read;
            return read;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("The body is read asynchronously.");

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
