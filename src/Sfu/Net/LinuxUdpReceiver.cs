using System.Runtime.InteropServices;
using Sfu.Memory;

namespace Sfu.Net;

/// <summary>
/// Receives by <c>recvmmsg</c>. Where the system joins datagrams of one source and size (<c>UDP_GRO</c>), their way through the kernel was taken once
/// for all of them; they are cut apart here. One that comes alone is not copied.
/// </summary>
internal sealed unsafe class LinuxUdpReceiver : IDisposable
{
    // A buffer is a slab and room behind it, together for the longest that the system makes by joining.
    private const int OverflowLength = 65_536 - SlabPool.SlabSize;

    private const nuint PageSize = 4096;

    private readonly int[] _descriptors;
    private readonly bool[] _ipv6;
    private readonly MessageHeaders _headers = new(ReceiveBatch.BufferCount, 2 * ReceiveBatch.BufferCount);
    private readonly byte* _overflow = (byte*)NativeMemory.AlignedAlloc(OverflowLength * ReceiveBatch.BufferCount, PageSize);
    private int _used = ReceiveBatch.BufferCount;

    /// <summary>Receives from these sockets.</summary>
    public LinuxUdpReceiver(int[] descriptors, bool[] ipv6)
    {
        _descriptors = descriptors;
        _ipv6 = ipv6;
        foreach (int descriptor in descriptors)
        {
            // A system that does not know it delivers each datagram alone.
            int on = 1;
            _ = LibC.SetSocketOption(descriptor, LibC.SolUdp, LibC.UdpGro, &on, sizeof(int));
        }

        for (int i = 0; i < ReceiveBatch.BufferCount; i++)
        {
            _headers.Vectors[(2 * i) + 1] = new LibC.IoVector { Base = Overflow(i), Length = OverflowLength };
            ref LibC.MessageHeader header = ref _headers.Messages[i].Header;
            header.Vectors = _headers.Vectors + (2 * i);
            header.VectorCount = 2;
            header.Control = _headers.Controls + i;
        }
    }

    /// <summary>Takes what a socket has, without waiting. True when there may be more.</summary>
    public bool Receive(ReceiveBatch batch, int socket)
    {
        // What the last call has not touched is as it was.
        for (int i = 0; i < _used; i++)
        {
            _headers.Vectors[2 * i] = new LibC.IoVector { Base = batch.Pool.Pointer(batch.Buffer(i)), Length = SlabPool.SlabSize };
            ref LibC.MessageHeader header = ref _headers.Messages[i].Header;
            header.NameLength = SocketAddressCodec.MaximumLength;
            header.ControlLength = (nuint)sizeof(LibC.ControlMessage);
        }

        // An error is EAGAIN, EINTR or a passing error of the network: the next turn tries again.
        _used = Math.Max(0, LibC.ReceiveMany(_descriptors[socket], _headers.Messages, ReceiveBatch.BufferCount, LibC.MsgDontWait, null));
        for (int i = 0; i < _used; i++)
        {
            ref LibC.MultiMessageHeader message = ref _headers.Messages[i];
            TransportAddress source = SocketAddressCodec.Read(
                new ReadOnlySpan<byte>(message.Header.Name, SocketAddressCodec.MaximumLength), _ipv6[socket], (uint)socket);
            Split(batch, i, (int)message.Length, SegmentSize(message.Header, i), source);
        }

        return _used == ReceiveBatch.BufferCount;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _headers.Dispose();
        NativeMemory.AlignedFree(_overflow);
    }

    // 0 where the datagram came alone.
    private int SegmentSize(in LibC.MessageHeader header, int message)
    {
        ref LibC.ControlMessage control = ref _headers.Controls[message];
        return header.ControlLength > 0 && control.Level == LibC.SolUdp && control.Type == LibC.UdpGro ? control.Number : 0;
    }

    private void Split(ReceiveBatch batch, int buffer, int length, int segment, in TransportAddress source)
    {
        int first = segment > 0 ? Math.Min(segment, length) : length;
        if (first > SlabPool.SlabSize)
        {
            // Nothing that WebRTC sends is larger than a slab.
            batch.Add(buffer, 0, source);
            return;
        }

        batch.Add(buffer, first, source);
        byte* slab = batch.Pool.Pointer(batch.Buffer(buffer));
        for (int offset = first; offset < length; offset += segment)
        {
            Span<byte> copy = batch.AddCopy(Math.Min(segment, length - offset), source);
            int inSlab = Math.Clamp(SlabPool.SlabSize - offset, 0, copy.Length);
            new ReadOnlySpan<byte>(slab + offset, inSlab).CopyTo(copy);
            new ReadOnlySpan<byte>(Overflow(buffer) + (offset + inSlab - SlabPool.SlabSize), copy.Length - inSlab).CopyTo(copy[inSlab..]);
        }
    }

    private byte* Overflow(int buffer) => _overflow + (buffer * OverflowLength);
}
