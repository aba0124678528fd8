using FsCheck;
using FsCheck.Fluent;

namespace Rtp.Tests;

public class RtpHeaderTests
{
    // Two contributing sources, one word of one-byte extension, three bytes of payload, five of padding.
    private static readonly byte[] Full = Hex.Bytes("""
        B2 E0 12 34  89 AB CD EF  CA FE BA BE
        00 00 00 01  00 00 00 02
        BE DE 00 01  10 7F 00 00
        AA BB CC
        00 00 00 00 05
        """);

    [Fact]
    public void Every_part_of_a_full_header_is_found()
    {
        Assert.True(RtpHeader.TryParse(Full, out RtpHeader header));

        Assert.Equal(96, header.PayloadType);
        Assert.True(header.Marker);
        Assert.Equal(0x1234, header.SequenceNumber);
        Assert.Equal(0x89ABCDEFu, header.Timestamp);
        Assert.Equal(0xCAFEBABEu, header.Ssrc);
        Assert.Equal(2, header.CsrcCount);
        Assert.True(header.HasExtension);
        Assert.Equal(0xBEDE, header.ExtensionProfile);
        Assert.Equal(24, header.ExtensionOffset);
        Assert.Equal(4, header.ExtensionLength);
        Assert.Equal(28, header.PayloadOffset);
        Assert.Equal(3, header.PayloadLength);
        Assert.Equal(5, header.PaddingLength);
        Assert.Equal(Hex.Bytes("AA BB CC"), header.Payload((ReadOnlySpan<byte>)Full).ToArray());
    }

    [Fact]
    public void An_encrypted_packet_keeps_padding_and_tag_in_its_payload_until_it_is_decrypted()
    {
        byte[] encrypted = [.. Full[..28], .. Hex.Bytes("FF FF FF FF FF FF FF FF"), .. new byte[16]];

        Assert.False(RtpHeader.TryParse(encrypted, out _));
        Assert.True(RtpHeader.TryParseEncrypted(encrypted, out RtpHeader header));
        Assert.True(header.HasPadding);
        Assert.Equal(0, header.PaddingLength);
        Assert.Equal(24, header.PayloadLength);

        Assert.True(header.TryFinishPadding(Full));
        Assert.Equal(3, header.PayloadLength);
        Assert.Equal(5, header.PaddingLength);
    }

    [Theory]
    [InlineData("", "nothing")]
    [InlineData("80 60 00 01 00 00 00 00 00 00 00", "a byte short of the fixed header")]
    [InlineData("40 60 00 01 00 00 00 00 00 00 00 00", "version 1")]
    [InlineData("C0 60 00 01 00 00 00 00 00 00 00 00", "version 3")]
    [InlineData("81 60 00 01 00 00 00 00 00 00 00 00 00 00 00", "a contributing source cut off")]
    [InlineData("90 60 00 01 00 00 00 00 00 00 00 00 BE DE 00", "an extension header cut off")]
    [InlineData("90 60 00 01 00 00 00 00 00 00 00 00 BE DE 00 02 00 00 00 00", "an extension cut off")]
    [InlineData("90 60 00 01 00 00 00 00 00 00 00 00 BE DE FF FF 00 00 00 00", "an extension longer than any datagram")]
    [InlineData("A0 60 00 01 00 00 00 00 00 00 00 00", "a padding bit without padding")]
    [InlineData("A0 60 00 01 00 00 00 00 00 00 00 00 01 00", "a padding count of zero")]
    [InlineData("A0 60 00 01 00 00 00 00 00 00 00 00 00 03", "padding that reaches into the header")]
    public void What_is_no_whole_rtp_packet_is_refused(string packet, string why) =>
        Assert.False(RtpHeader.TryParse(Hex.Bytes(packet), out _), why);

    [Fact]
    public void A_packet_may_be_all_padding()
    {
        Assert.True(RtpHeader.TryParse(Hex.Bytes("A0 60 00 01 00 00 00 00 00 00 00 00 00 02"), out RtpHeader header));
        Assert.Equal(0, header.PayloadLength);
        Assert.Equal(2, header.PaddingLength);
    }

    [Fact]
    public void A_written_header_reads_back() =>
        Prop.ForAll<byte, ushort, uint>((type, sequence, timestamp) =>
        {
            byte[] packet = new byte[RtpHeader.FixedLength + 1];
            bool marker = (timestamp & 1) != 0;
            RtpHeader.Write(packet, type, marker, sequence, timestamp, ~timestamp);
            return RtpHeader.TryParse(packet, out RtpHeader header)
                && header.PayloadType == (type & 0x7F)
                && header.Marker == marker
                && header.SequenceNumber == sequence
                && header.Timestamp == timestamp
                && header.Ssrc == ~timestamp
                && header.PayloadLength == 1;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_flag_is_set_and_cleared_and_nothing_else()
    {
        byte[] packet = [.. Full];
        RtpHeader.WritePaddingFlag(packet, false);
        Assert.Equal([0x92, .. Full[1..]], packet);
        RtpHeader.WriteExtensionFlag(packet, false);
        Assert.Equal([0x82, .. Full[1..]], packet);
        RtpHeader.WritePaddingFlag(packet, true);
        RtpHeader.WriteExtensionFlag(packet, true);
        Assert.Equal(Full, packet);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(255)]
    public void Written_padding_is_found_again(byte length)
    {
        byte[] packet = new byte[300];
        RtpHeader.Write(packet, 96, false, 1, 2, 3);
        RtpHeader.WritePaddingFlag(packet, true);
        packet[^1] = length;

        Assert.True(RtpHeader.TryParse(packet, out RtpHeader header));
        Assert.Equal(length, header.PaddingLength);
        Assert.Equal(300 - 12 - length, header.PayloadLength);
    }

    [Fact]
    public void No_bytes_make_the_parser_throw_or_point_outside() =>
        Prop.ForAll<byte[]>(bytes =>
        {
            bytes = [0xB0, .. bytes];
            if (!RtpHeader.TryParse(bytes, out RtpHeader header))
            {
                return true;
            }

            foreach (RtpExtensionElement element in header.Extensions(bytes))
            {
                Assert.Equal(bytes.AsSpan(header.ExtensionOffset + element.Offset, element.Data.Length), element.Data);
            }

            return header.PayloadOffset + header.PayloadLength + header.PaddingLength == bytes.Length;
        }).QuickCheckThrowOnFailure();
}
