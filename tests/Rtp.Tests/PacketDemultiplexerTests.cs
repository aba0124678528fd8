namespace Rtp.Tests;

public class PacketDemultiplexerTests
{
    [Theory]
    [InlineData(0x00, 0x01, PacketKind.Stun)]
    [InlineData(0x03, 0x00, PacketKind.Stun)]
    [InlineData(0x04, 0x00, PacketKind.Unknown)]
    [InlineData(0x10, 0x00, PacketKind.Unknown)]
    [InlineData(0x13, 0x00, PacketKind.Unknown)]
    [InlineData(0x14, 0xFE, PacketKind.Dtls)]
    [InlineData(0x16, 0xFE, PacketKind.Dtls)]
    [InlineData(0x3F, 0x00, PacketKind.Dtls)]
    [InlineData(0x40, 0x00, PacketKind.TurnChannel)]
    [InlineData(0x4F, 0x00, PacketKind.TurnChannel)]
    [InlineData(0x50, 0x00, PacketKind.Unknown)]
    [InlineData(0x7F, 0x00, PacketKind.Unknown)]
    [InlineData(0x80, 0x60, PacketKind.Rtp)]
    [InlineData(0x80, 0xE0, PacketKind.Rtp)]
    [InlineData(0x80, 0xBF, PacketKind.Rtp)]
    [InlineData(0x80, 0xC0, PacketKind.Rtcp)]
    [InlineData(0x81, 0xC8, PacketKind.Rtcp)]
    [InlineData(0x8F, 0xCD, PacketKind.Rtcp)]
    [InlineData(0xBF, 0xDF, PacketKind.Rtcp)]
    [InlineData(0xC0, 0xC8, PacketKind.Unknown)]
    [InlineData(0xFF, 0xFF, PacketKind.Unknown)]
    public void The_first_two_bytes_tell_the_kind(byte first, byte second, PacketKind kind) =>
        Assert.Equal(kind, PacketDemultiplexer.Classify([first, second, .. new byte[30]]));

    [Theory]
    [InlineData(0x00, 20)]
    [InlineData(0x16, 13)]
    [InlineData(0x40, 4)]
    public void What_is_shorter_than_its_own_header_is_unknown(byte first, int least)
    {
        byte[] datagram = new byte[least];
        datagram[0] = first;
        Assert.NotEqual(PacketKind.Unknown, PacketDemultiplexer.Classify(datagram));
        Assert.Equal(PacketKind.Unknown, PacketDemultiplexer.Classify(datagram.AsSpan(..^1)));
        Assert.Equal(PacketKind.Unknown, PacketDemultiplexer.Classify([]));
    }

    [Theory]
    [InlineData(0x60, 12)]
    [InlineData(0xC9, 8)]
    public void Short_rtp_and_rtcp_are_unknown(byte second, int least)
    {
        byte[] datagram = new byte[least];
        datagram[0] = 0x80;
        datagram[1] = second;
        Assert.NotEqual(PacketKind.Unknown, PacketDemultiplexer.Classify(datagram));
        Assert.Equal(PacketKind.Unknown, PacketDemultiplexer.Classify(datagram.AsSpan(..^1)));
    }
}
