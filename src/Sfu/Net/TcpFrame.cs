using System.Buffers;

namespace Sfu.Net;

/// <summary>What a TCP connection brought: a datagram, or its end.</summary>
/// <param name="source">The connection.</param>
/// <param name="buffer">Rented, or null for the end of the connection.</param>
/// <param name="length">Bytes of the datagram.</param>
internal readonly struct TcpFrame(TransportAddress source, byte[]? buffer, int length)
{
    /// <summary>The connection.</summary>
    public TransportAddress Source => source;

    /// <summary>Whether the connection has ended.</summary>
    public bool IsClosed => buffer is null;

    /// <summary>The datagram.</summary>
    public ReadOnlySpan<byte> Datagram => buffer.AsSpan(0, length);

    /// <summary>Gives the buffer back.</summary>
    public void Release()
    {
        if (buffer is not null)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
