using System.Buffers.Binary;

namespace Rtp.Rtcp;

/// <summary>A synchronization source as an entry of BYE (RFC 3550 section 6.6) and REMB.</summary>
/// <param name="Ssrc">The source.</param>
public readonly record struct RtcpSource(uint Ssrc) : IRtcpRecord<RtcpSource>
{
    /// <inheritdoc/>
    public static int Length => 4;

    /// <inheritdoc/>
    public static RtcpSource Read(ReadOnlySpan<byte> data) => new(BinaryPrimitives.ReadUInt32BigEndian(data));

    /// <inheritdoc/>
    public void Write(Span<byte> data) => BinaryPrimitives.WriteUInt32BigEndian(data, Ssrc);
}
