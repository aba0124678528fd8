using System.Buffers.Binary;

namespace Rtp.Rtcp;

/// <summary>What every feedback packet starts with (RFC 4585 section 6.1).</summary>
/// <param name="SenderSsrc">Who gives the feedback.</param>
/// <param name="MediaSsrc">The source it is about; 0 where the entries name their own.</param>
internal readonly record struct FeedbackHeader(uint SenderSsrc, uint MediaSsrc)
{
    /// <summary>Bytes of the two sources.</summary>
    public const int Length = 8;

    /// <summary>Reads the sources of a feedback packet that has this type and format, and a body of at least this length.</summary>
    public static bool TryRead(RtcpPacket packet, byte type, byte format, int leastLength, out FeedbackHeader header)
    {
        if (packet.Type != type || packet.Count != format || packet.Body.Length < leastLength)
        {
            header = default;
            return false;
        }

        header = new FeedbackHeader(
            BinaryPrimitives.ReadUInt32BigEndian(packet.Body), BinaryPrimitives.ReadUInt32BigEndian(packet.Body[4..]));
        return true;
    }

    /// <summary>Writes the sources to the start of a body.</summary>
    public void Write(Span<byte> body)
    {
        BinaryPrimitives.WriteUInt32BigEndian(body, SenderSsrc);
        BinaryPrimitives.WriteUInt32BigEndian(body[4..], MediaSsrc);
    }
}
