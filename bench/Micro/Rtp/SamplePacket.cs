using Rtp;
using Rtp.HeaderExtensions;

namespace Micro.Rtp;

/// <summary>A video packet as a browser sends it: MID, transport-wide number and send time in front of 1200 bytes of VP8.</summary>
internal static class SamplePacket
{
    public const int PayloadLength = 1200;
    public const uint Ssrc = 0x12345678;
    public const byte MidId = 1;
    public const byte TransportSequenceId = 3;
    public const byte AbsoluteSendTimeId = 2;

    /// <summary>RFC 7741 section 4.2: extended, with a picture identifier of 15 bits and TL0PICIDX; no keyframe.</summary>
    public static ReadOnlySpan<byte> Vp8Descriptor => [0x90, 0xC0, 0x80, 0x01, 0x01, 0x01];

    /// <summary>A packet in the clear.</summary>
    public static byte[] Create()
    {
        byte[] packet = new byte[1500];
        int length = RtpHeader.Write(packet, 96, false, 1000, 90_000, Ssrc);
        length += WriteExtensions(packet.AsSpan(length), 1);
        RtpHeader.WriteExtensionFlag(packet, true);
        Vp8Descriptor.CopyTo(packet.AsSpan(length));
        return packet[..(length + PayloadLength)];
    }

    /// <summary>Its header extension; answers the bytes.</summary>
    public static int WriteExtensions(Span<byte> destination, ushort number)
    {
        var writer = new RtpExtensionWriter(destination, mayMix: true);
        writer.TryAdd(MidId, "1"u8);
        if (writer.TryReserve(AbsoluteSendTimeId, 3, out Span<byte> data))
        {
            data.Fill(1);
        }

        if (writer.TryReserve(TransportSequenceId, TransportSequenceNumber.Length, out data))
        {
            TransportSequenceNumber.Write(data, number);
        }

        return writer.Finish();
    }
}
