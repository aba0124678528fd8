using System.Runtime.InteropServices;
using Sfu.Net;

namespace Load.Net;

/// <summary>Datagrams that one client sends at once, by <c>sendmmsg</c> on its connected socket.</summary>
internal sealed unsafe class SendBuffers : IDisposable
{
    /// <summary>Datagrams of one call.</summary>
    public const int Capacity = 128;

    private const int BufferBytes = 2048;

    private readonly byte* _buffers = (byte*)NativeMemory.AlignedAlloc(Capacity * BufferBytes, 4096);
    private readonly MessageHeaders _headers = new(Capacity, Capacity);

    /// <summary>Allocates.</summary>
    public SendBuffers()
    {
        for (int i = 0; i < Capacity; i++)
        {
            ref LibC.MessageHeader header = ref _headers.Messages[i].Header;
            header.Name = null;
            header.NameLength = 0;
            header.Vectors = _headers.Vectors + i;
            header.VectorCount = 1;
        }
    }

    /// <summary>How many wait.</summary>
    public int Count { get; private set; }

    /// <summary>Datagrams that the system did not take.</summary>
    public long Failures { get; private set; }

    /// <summary>Room for the next datagram.</summary>
    public Span<byte> Next => new(_buffers + (Count * BufferBytes), BufferBytes);

    /// <summary>Adds the first bytes of <see cref="Next"/>.</summary>
    public void Commit(int length)
    {
        _headers.Vectors[Count] = new LibC.IoVector { Base = _buffers + (Count * BufferBytes), Length = (nuint)length };
        Count++;
    }

    /// <summary>Sends all.</summary>
    public void Flush(int socket)
    {
        int done = 0;
        while (done < Count)
        {
            int sent = LibC.SendMany(socket, _headers.Messages + done, (uint)(Count - done), LibC.MsgDontWait);
            if (sent <= 0)
            {
                // Full, or the answer "unreachable" to an earlier datagram: either way this one is lost, as on a real network.
                Failures++;
                sent = 1;
            }

            done += sent;
        }

        Count = 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.AlignedFree(_buffers);
        _headers.Dispose();
    }
}
