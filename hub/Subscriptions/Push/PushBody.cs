using System.Buffers;
using System.Net;
using CityOps.Hub.Exchange;

namespace CityOps.Hub.Subscriptions.Push;

/// <summary>
/// The body of one delivery in pooled memory. It goes back when its owner is done and nothing is being sent from it any
/// more: an endpoint that answers early must not be sent what another delivery has written into the same memory.
/// </summary>
internal sealed class PushBody(int expected) : IBufferWriter<byte>, IDisposable
{
    private byte[] buffer = Buffers.Rent(expected);
    private int users = 1;

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => buffer.AsMemory(0, Length);

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Grow(Math.Max(sizeHint, 1));
        return buffer.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public HttpContent ToContent() => new Content(this);

    public void Dispose()
    {
        if (Interlocked.Decrement(ref users) == 0)
        {
            Buffers.Return(buffer);
            buffer = [];
        }
    }

    private void Grow(int room)
    {
        if (buffer.Length - Length >= room)
        {
            return;
        }

        var wider = Buffers.Rent(Math.Max(buffer.Length * 2, Length + room));
        Written.CopyTo(wider);
        Buffers.Return(buffer);
        buffer = wider;
    }

    private sealed class Content(PushBody body) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref body.users);
            try
            {
                await stream.WriteAsync(body.Written, cancellationToken);
            }
            finally
            {
                body.Dispose();
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = body.Length;
            return true;
        }
    }
}
