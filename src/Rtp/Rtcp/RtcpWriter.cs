using System.Buffers.Binary;

namespace Rtp.Rtcp;

/// <summary>
/// Appends RTCP packets to a span, one after another: the <c>TryWrite</c> of each packet's type takes a writer, and leaves it as it was
/// where there is no room.
/// </summary>
public ref struct RtcpWriter
{
    /// <summary>The most entries that the count of a header can say.</summary>
    public const int MaximumCount = 31;

    private readonly Span<byte> _buffer;

    /// <summary>Starts an empty datagram in a span, which bounds it.</summary>
    public RtcpWriter(Span<byte> buffer)
    {
        _buffer = buffer;
    }

    /// <summary>Bytes written so far.</summary>
    public int Length { get; private set; }

    /// <summary>What has been written so far.</summary>
    public readonly Span<byte> Written => _buffer[..Length];

    /// <summary>The room that is left. A packet that was written into it by other means is added with <see cref="Commit"/>.</summary>
    public readonly Span<byte> Free => _buffer[Length..];

    /// <summary>Adds a whole packet that stands at the start of <see cref="Free"/>.</summary>
    public void Commit(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Free.Length);
        Length += length;
    }

    /// <summary>Appends a packet's header, and gives its body, cleared, for the caller to fill.</summary>
    /// <param name="type">One of <see cref="RtcpPacketType"/>.</param>
    /// <param name="count">At most <see cref="MaximumCount"/>.</param>
    /// <param name="bodyLength">In bytes, a multiple of four.</param>
    /// <param name="body">The body.</param>
    /// <returns>False, with nothing written, when there is no room or the count is too great.</returns>
    public bool TryReserve(byte type, int count, int bodyLength, out Span<byte> body)
    {
        int length = RtcpReader.HeaderLength + bodyLength;
        if (length > Free.Length || count > MaximumCount)
        {
            body = default;
            return false;
        }

        Span<byte> packet = Free[..length];
        WriteHeader(packet, type, count);
        body = packet[RtcpReader.HeaderLength..];
        body.Clear();
        Length += length;
        return true;
    }

    /// <summary>Writes the header of a packet that fills the span, whose length is a multiple of four.</summary>
    internal static void WriteHeader(Span<byte> packet, byte type, int count)
    {
        packet[0] = (byte)((RtpHeader.Version << 6) | count);
        packet[1] = type;
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], (ushort)((packet.Length / sizeof(uint)) - 1));
    }
}
