using FsCheck;
using FsCheck.Fluent;
using Rtp.Rtcp;

namespace Rtp.Tests.Rtcp;

public class RtcpReaderTests
{
    private static (List<(RtcpKind Kind, int BodyLength)> Packets, bool Malformed) Read(byte[] datagram)
    {
        var packets = new List<(RtcpKind, int)>();
        var reader = new RtcpReader(datagram);
        while (reader.MoveNext())
        {
            packets.Add((reader.Current.Kind, reader.Current.Body.Length));
        }

        return (packets, reader.IsMalformed);
    }

    [Fact]
    public void A_compound_has_its_packets_in_order()
    {
        (List<(RtcpKind Kind, int BodyLength)> packets, bool malformed) = Read(Hex.Bytes("""
            80 C9 00 01 00 00 00 01
            81 CA 00 02 00 00 00 01 01 01 61 00
            81 CD 00 03 00 00 00 01 00 00 00 02 00 05 00 00
            80 CC 00 02 00 00 00 01 61 62 63 64
            81 CB 00 01 00 00 00 01
            """));
        Assert.False(malformed);
        Assert.Equal(
            [(RtcpKind.ReceiverReport, 4), (RtcpKind.SourceDescription, 8), (RtcpKind.Nack, 12), (RtcpKind.Unknown, 8), (RtcpKind.Bye, 4)],
            packets);
    }

    // RFC 5506: feedback may come alone, without a report in front.
    [Theory]
    [InlineData("81 CE 00 02 00 00 00 01 00 00 00 02", RtcpKind.PictureLossIndication)]
    [InlineData("84 CE 00 02 00 00 00 01 00 00 00 02", RtcpKind.FullIntraRequest)]
    [InlineData("8F CE 00 02 00 00 00 01 00 00 00 02", RtcpKind.ApplicationLayerFeedback)]
    [InlineData("8F CD 00 02 00 00 00 01 00 00 00 02", RtcpKind.TransportFeedback)]
    [InlineData("82 CD 00 02 00 00 00 01 00 00 00 02", RtcpKind.Unknown)]
    [InlineData("82 CE 00 02 00 00 00 01 00 00 00 02", RtcpKind.Unknown)]
    [InlineData("80 CF 00 02 00 00 00 01 00 00 00 02", RtcpKind.ExtendedReport)]
    [InlineData("80 D0 00 02 00 00 00 01 00 00 00 02", RtcpKind.Unknown)]
    public void A_reduced_size_datagram_is_read_alone(string datagram, RtcpKind kind) =>
        Assert.Equal([(kind, 8)], Read(Hex.Bytes(datagram)).Packets);

    [Fact]
    public void Padding_is_no_part_of_the_body() =>
        Assert.Equal([(RtcpKind.Bye, 4)], Read(Hex.Bytes("A1 CB 00 02 00 00 00 01 00 00 00 04")).Packets);

    [Theory]
    [InlineData("40 C9 00 01 00 00 00 01", "another version")]
    [InlineData("80 C9 00", "a header cut off")]
    [InlineData("80 C9 00 02 00 00 00 01", "a body cut off")]
    [InlineData("A0 C9 00 01 00 00 00 00", "padding of nothing")]
    [InlineData("A0 C9 00 01 00 00 00 05", "padding that reaches into the header")]
    [InlineData("A0 C9 00 00", "padding without room")]
    public void A_wrong_frame_ends_the_walk_and_what_came_before_counts(string datagram, string why)
    {
        byte[] before = Hex.Bytes("81 CB 00 01 00 00 00 01");
        (List<(RtcpKind Kind, int BodyLength)> packets, bool malformed) = Read([.. before, .. Hex.Bytes(datagram)]);
        Assert.True(malformed, why);
        Assert.Equal([(RtcpKind.Bye, 4)], packets);
    }

    [Fact]
    public void Nothing_is_an_empty_datagram() => Assert.False(Read([]).Malformed);

    [Fact]
    public void A_writer_refuses_what_does_not_fit_and_stays_as_it_was()
    {
        var writer = new RtcpWriter(new byte[20]);
        Assert.True(new PictureLossIndication(1, 2).TryWrite(ref writer));
        Assert.False(new PictureLossIndication(1, 2).TryWrite(ref writer));
        Assert.False(writer.TryReserve(RtcpPacketType.ReceiverReport, 32, 0, out _));
        Assert.Equal(12, writer.Length);
        Assert.Equal([(RtcpKind.PictureLossIndication, 8)], Read(writer.Written.ToArray()).Packets);
    }

    [Fact]
    public void Bytes_written_by_other_means_are_added_and_never_beyond_the_end()
    {
        var writer = new RtcpWriter(new byte[8]);
        Hex.Bytes("80 C9 00 01 00 00 00 01").CopyTo(writer.Free);
        writer.Commit(8);
        Assert.Equal([(RtcpKind.ReceiverReport, 4)], Read(writer.Written.ToArray()).Packets);
        Assert.Throws<ArgumentOutOfRangeException>(() => new RtcpWriter(new byte[8]).Commit(9));
    }

    [Fact]
    public void No_bytes_make_the_reader_throw_or_run_beyond_them() =>
        Prop.ForAll<byte[]>(bytes =>
        {
            int total = 0;
            foreach (RtcpPacket packet in new RtcpReader(bytes))
            {
                total += 4 + packet.Body.Length;
            }

            return total <= bytes.Length;
        }).QuickCheckThrowOnFailure();
}
