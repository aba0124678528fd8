using System.Buffers.Binary;

namespace Rtp.Srtp;

/// <summary>What SRTP reads of an RTP header itself (RFC 3550 section 5.1).</summary>
internal static class RtpFixedHeader
{
    public const int Length = 12;

    public static ushort SequenceNumber(ReadOnlySpan<byte> packet) => BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);

    public static uint Ssrc(ReadOnlySpan<byte> packet) => BinaryPrimitives.ReadUInt32BigEndian(packet[8..]);
}
