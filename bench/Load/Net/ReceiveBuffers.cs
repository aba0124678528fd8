using System.Runtime.InteropServices;
using Sfu.Net;

namespace Load.Net;

/// <summary>Takes what one socket has by <c>recvmmsg</c>, with the time at which the system had each datagram.</summary>
internal sealed unsafe class ReceiveBuffers : IDisposable
{
    /// <summary>Datagrams of one call.</summary>
    public const int Capacity = 64;

    private const int BufferBytes = 2048;
    private const int ControlBytes = 64;
    private const int ControlHeaderBytes = 16;

    private readonly byte* _buffers = (byte*)NativeMemory.AlignedAlloc(Capacity * BufferBytes, 4096);
    private readonly byte* _controls = (byte*)NativeMemory.AllocZeroed(Capacity * ControlBytes);
    private readonly LibC.MultiMessageHeader* _messages = (LibC.MultiMessageHeader*)NativeMemory.AllocZeroed(Capacity, (nuint)sizeof(LibC.MultiMessageHeader));
    private readonly LibC.IoVector* _vectors = (LibC.IoVector*)NativeMemory.AllocZeroed(Capacity, (nuint)sizeof(LibC.IoVector));

    /// <summary>Allocates.</summary>
    public ReceiveBuffers()
    {
        for (int i = 0; i < Capacity; i++)
        {
            _vectors[i] = new LibC.IoVector { Base = _buffers + (i * BufferBytes), Length = BufferBytes };
            _messages[i].Header.Vectors = _vectors + i;
            _messages[i].Header.VectorCount = 1;
            _messages[i].Header.Control = _controls + (i * ControlBytes);
        }
    }

    /// <summary>Takes what is there; answers how many.</summary>
    public int Receive(int socket)
    {
        for (int i = 0; i < Capacity; i++)
        {
            _messages[i].Header.ControlLength = ControlBytes;
        }

        return Math.Max(0, LibC.ReceiveMany(socket, _messages, Capacity, LibC.MsgDontWait, null));
    }

    /// <summary>A datagram of the last call.</summary>
    public Span<byte> Datagram(int index) => new(_buffers + (index * BufferBytes), (int)_messages[index].Length);

    /// <summary>When the system had it, in nanoseconds of the world's clock; 0 where it does not say.</summary>
    public long ArrivalNanoseconds(int index)
    {
        if (_messages[index].Header.ControlLength < ControlHeaderBytes + 16)
        {
            return 0;
        }

        // The only control message that was asked for: struct cmsghdr, struct timespec.
        long* time = (long*)(_controls + (index * ControlBytes) + ControlHeaderBytes);
        return (time[0] * 1_000_000_000) + time[1];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.AlignedFree(_buffers);
        NativeMemory.Free(_controls);
        NativeMemory.Free(_messages);
        NativeMemory.Free(_vectors);
    }
}
