using System.Buffers.Binary;
using System.Numerics;

namespace Rtp.Rtcp;

/// <summary>REMB (draft-alvestrand-rmcat-remb-03): the receiver's estimate of the bit rate it can take.</summary>
public readonly ref struct ReceiverEstimate
{
    private const int FixedLength = FeedbackHeader.Length + 8;
    private const int MantissaBits = 18;
    private const uint MantissaMask = (1 << MantissaBits) - 1;

    private ReceiverEstimate(uint senderSsrc, long bitsPerSecond, ReadOnlySpan<byte> sources)
    {
        SenderSsrc = senderSsrc;
        BitsPerSecond = bitsPerSecond;
        Sources = new RtcpRecordList<RtcpSource>(sources);
    }

    private static ReadOnlySpan<byte> Identifier => "REMB"u8;

    /// <summary>Who estimates.</summary>
    public uint SenderSsrc { get; }

    /// <summary>The estimate for all <see cref="Sources"/> together.</summary>
    public long BitsPerSecond { get; }

    /// <summary>The streams that share the estimate.</summary>
    public RtcpRecordList<RtcpSource> Sources { get; }

    /// <summary>Reads the packet.</summary>
    /// <returns>False when it is another, shorter than it says, or its rate exceeds 63 bits.</returns>
    public static bool TryParse(RtcpPacket packet, out ReceiverEstimate estimate)
    {
        estimate = default;
        if (!FeedbackHeader.TryRead(
                packet,
                RtcpPacketType.PayloadSpecificFeedback,
                RtcpFeedbackFormat.ApplicationLayer,
                FixedLength,
                out FeedbackHeader header)
            || !packet.Body[FeedbackHeader.Length..].StartsWith(Identifier))
        {
            return false;
        }

        uint packed = BinaryPrimitives.ReadUInt32BigEndian(packet.Body[12..]);
        int sources = (int)(packed >> 24) * RtcpSource.Length;
        int exponent = (int)(packed >> MantissaBits) & 0x3F;
        uint mantissa = packed & MantissaMask;

        // 63 bits hold the mantissa after the shift, unless its highest bit goes beyond them.
        bool overflows = mantissa != 0 && BitOperations.Log2(mantissa) + exponent > 62;
        if (overflows || packet.Body.Length < FixedLength + sources)
        {
            return false;
        }

        long bitsPerSecond = mantissa == 0 ? 0 : (long)mantissa << exponent;
        estimate = new ReceiverEstimate(header.SenderSsrc, bitsPerSecond, packet.Body.Slice(FixedLength, sources));
        return true;
    }

    /// <summary>Appends the packet. The rate is rounded down to 18 significant bits; below zero counts as zero.</summary>
    /// <returns>False when there is no room, or more than 255 sources.</returns>
    public static bool TryWrite(ref RtcpWriter writer, uint senderSsrc, long bitsPerSecond, scoped ReadOnlySpan<RtcpSource> sources)
    {
        int length = FixedLength + (sources.Length * RtcpSource.Length);
        if (sources.Length > byte.MaxValue
            || !writer.TryReserve(
                RtcpPacketType.PayloadSpecificFeedback, RtcpFeedbackFormat.ApplicationLayer, length, out Span<byte> body))
        {
            return false;
        }

        ulong rate = (ulong)Math.Max(bitsPerSecond, 0);
        int exponent = Math.Max(0, BitOperations.Log2(rate) + 1 - MantissaBits);
        uint mantissa = (uint)(rate >> exponent);
        new FeedbackHeader(senderSsrc, 0).Write(body);
        Identifier.CopyTo(body[FeedbackHeader.Length..]);
        BinaryPrimitives.WriteUInt32BigEndian(body[12..], ((uint)sources.Length << 24) | ((uint)exponent << MantissaBits) | mantissa);
        RtcpRecordList<RtcpSource>.Write(body[FixedLength..], sources);
        return true;
    }
}
