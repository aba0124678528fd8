using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Rtp.Rtcp;

namespace Rtp.Tests.Rtcp;

public class ReportTests
{
    private static readonly byte[] SenderReportBytes = Hex.Bytes("""
        81 C8 00 0C  00 00 00 0A
        E1 23 45 67 80 00 00 00  00 01 51 80  00 00 03 E8  00 02 49 F0
        00 00 00 0B  40 FF FF FE  00 01 00 05  00 00 00 10  45 67 80 00  00 01 00 00
        """);

    private static readonly ReportBlock Block = new()
    {
        Ssrc = 11,
        FractionLost = 64,
        CumulativeLost = -2,
        ExtendedHighestSequenceNumber = 0x10005,
        Jitter = 16,
        LastSenderReport = 0x45678000,
        DelaySinceLastSenderReport = 0x10000,
    };

    private static RtcpPacket Single(ReadOnlySpan<byte> bytes)
    {
        var reader = new RtcpReader(bytes);
        Assert.True(reader.MoveNext());
        return reader.Current;
    }

    [Fact]
    public void A_sender_report_is_read_and_written()
    {
        Assert.True(SenderReport.TryParse(Single(SenderReportBytes), out SenderReport report));
        Assert.Equal(10u, report.Ssrc);
        Assert.Equal(0xE1234567_80000000, report.Time.Value);
        Assert.Equal(86400u, report.RtpTimestamp);
        Assert.Equal(1000u, report.PacketCount);
        Assert.Equal(150000u, report.OctetCount);
        Assert.Equal(1, report.Blocks.Count);
        Assert.Equal(Block, report.Blocks[0]);

        byte[] buffer = new byte[SenderReportBytes.Length];
        var writer = new RtcpWriter(buffer);
        Assert.True(SenderReport.TryWrite(ref writer, 10, report.Time, 86400, 1000, 150000, [Block]));
        Assert.Equal(SenderReportBytes, buffer);
    }

    [Fact]
    public void A_receiver_report_may_have_thirty_one_blocks_and_an_extension()
    {
        ReportBlock[] blocks = [.. Enumerable.Range(0, 31).Select(i => Block with { Ssrc = (uint)i })];
        byte[] buffer = new byte[1000];
        var writer = new RtcpWriter(buffer);
        Assert.True(ReceiverReport.TryWrite(ref writer, 5, blocks));
        Assert.False(ReceiverReport.TryWrite(ref writer, 5, new ReportBlock[32]));

        byte[] extended = [.. writer.Written, 1, 2, 3, 4];
        extended[3]++;
        Assert.True(ReceiverReport.TryParse(Single(extended), out ReceiverReport report));
        Assert.Equal(5u, report.Ssrc);
        var read = new List<ReportBlock>();
        foreach (ReportBlock block in report.Blocks)
        {
            read.Add(block);
        }

        Assert.Equal(blocks, read);
    }

    [Theory]
    [InlineData("82 C9 00 07  00 00 00 0A  00 00 00 0B  40 FF FF FE  00 01 00 05  00 00 00 10  45 67 80 00  00 01 00 00")]
    [InlineData("80 C9 00 00")]
    [InlineData("80 C8 00 05  00 00 00 0A  00 00 00 00  00 00 00 00  00 00 00 00  00 00 00 00")]
    [InlineData("81 CB 00 00")]
    public void A_packet_that_is_shorter_than_it_says_is_refused(string bytes)
    {
        RtcpPacket packet = Single(Hex.Bytes(bytes));
        Assert.False(ReceiverReport.TryParse(packet, out _));
        Assert.False(SenderReport.TryParse(packet, out _));
        Assert.False(Bye.TryParse(packet, out _));
    }

    [Theory]
    [InlineData(int.MinValue, -0x80_0000)]
    [InlineData(-1, -1)]
    [InlineData(0, 0)]
    [InlineData(int.MaxValue, 0x7F_FFFF)]
    public void Cumulative_loss_is_cut_to_24_bits(int lost, int read)
    {
        byte[] data = new byte[ReportBlock.Length];
        (Block with { CumulativeLost = lost }).Write(data);
        Assert.Equal(Block with { CumulativeLost = read }, ReportBlock.Read(data));
    }

    // RFC 3550 section 6.4.1, figure 2: A = 0xb710:8000, LSR = 0xb705:2000, DLSR = 5.25 s, so the round trip is 6.125 s.
    [Fact]
    public void The_round_trip_of_the_rfc_is_6_125_seconds()
    {
        Assert.True(RoundTripTime.TryCompute(0xB7108000, 0xB7052000, 0x00054000, out long microseconds));
        Assert.Equal(6_125_000, microseconds);
    }

    [Theory]
    [InlineData(100u, 0u, 0u, false, 0)]
    [InlineData(65636u, 100u, 0u, true, 1_000_000)]
    [InlineData(100u, 98u, 4u, true, 0)]
    [InlineData(100u, 50u, 60u, false, 0)]
    [InlineData(10u, uint.MaxValue - 65535u, 10u, true, 1_000_000)]
    public void A_round_trip_needs_an_echo_that_is_possible(uint now, uint last, uint delay, bool computed, long microseconds)
    {
        Assert.Equal(computed, RoundTripTime.TryCompute(now, last, delay, out long actual));
        if (computed)
        {
            Assert.InRange(actual, microseconds - 250, microseconds + 250);
        }
    }

    [Theory]
    [InlineData("", "81 CA 00 02 00 00 00 07 01 00 00 00")]
    [InlineData("a", "81 CA 00 02 00 00 00 07 01 01 61 00")]
    [InlineData("ab", "81 CA 00 03 00 00 00 07 01 02 61 62 00 00 00 00")]
    [InlineData("abcde", "81 CA 00 03 00 00 00 07 01 05 61 62 63 64 65 00")]
    public void A_canonical_name_ends_with_zeros_to_a_whole_word(string name, string bytes)
    {
        byte[] buffer = new byte[64];
        var writer = new RtcpWriter(buffer);
        Assert.True(SourceDescription.TryWrite(ref writer, 7, Encoding.UTF8.GetBytes(name)));
        Assert.Equal(Hex.Bytes(bytes), writer.Written.ToArray());
        Assert.Equal([(7u, SdesItemType.CanonicalName, name)], Items(writer.Written.ToArray()));
    }

    [Fact]
    public void A_name_longer_than_a_byte_can_say_is_refused()
    {
        var writer = new RtcpWriter(new byte[1000]);
        Assert.False(SourceDescription.TryWrite(ref writer, 7, new byte[256]));
        Assert.True(SourceDescription.TryWrite(ref writer, 7, new byte[255]));
    }

    [Theory]
    [InlineData("82 CA 00 06  00 00 00 01 01 01 61 02  01 62 00 00  00 00 00 02 01 02 63 64  00 00 00 00", "1:1:a 1:2:b 2:1:cd")]
    [InlineData("82 CA 00 04  00 00 00 01 00 00 00 00  00 00 00 02 01 00", "2:1:")]
    [InlineData("81 CA 00 02  00 00 00 01 01 02 61 62", "1:1:ab")]
    [InlineData("81 CA 00 02  00 00 00 01 01 03 61 62", "")]
    [InlineData("9F CA 00 01  00 00 00 01", "")]
    [InlineData("81 CA 00 00", "")]
    [InlineData("80 CA 00 02  00 00 00 01 01 02 61 62", "")]
    public void Chunks_are_read_as_far_as_they_go(string bytes, string items)
    {
        byte[] datagram = Hex.Bytes(bytes);
        Array.Resize(ref datagram, (datagram.Length + 3) & ~3);
        Assert.Equal(items, string.Join(' ', Items(datagram).Select(i => $"{i.Ssrc}:{i.Type}:{i.Text}")));
    }

    [Fact]
    public void A_goodbye_names_its_sources_and_may_say_why()
    {
        Assert.True(Bye.TryParse(Single(Hex.Bytes("82 CB 00 04 00 00 00 01 00 00 00 02 04 67 6F 6E 65 00 00 00")), out Bye bye));
        Assert.Equal(2, bye.Sources.Count);
        Assert.Equal(2u, bye.Sources[1].Ssrc);
        Assert.Equal("gone", Encoding.UTF8.GetString(bye.Reason));

        Assert.True(Bye.TryParse(Single(Hex.Bytes("80 CB 00 01 04 67 6F 6E")), out bye));
        Assert.Equal(0, bye.Reason.Length);

        var writer = new RtcpWriter(new byte[64]);
        Assert.True(Bye.TryWrite(ref writer, [new RtcpSource(9)]));
        Assert.Equal(Hex.Bytes("81 CB 00 01 00 00 00 09"), writer.Written.ToArray());
    }

    [Fact]
    public void Any_report_block_reads_back() =>
        Prop.ForAll<(uint, byte, short), (uint, uint), (uint, uint)>((a, b, c) =>
        {
            var block = new ReportBlock
            {
                Ssrc = a.Item1,
                FractionLost = a.Item2,
                CumulativeLost = a.Item3 * 256,
                ExtendedHighestSequenceNumber = b.Item1,
                Jitter = b.Item2,
                LastSenderReport = c.Item1,
                DelaySinceLastSenderReport = c.Item2,
            };
            byte[] data = new byte[ReportBlock.Length];
            block.Write(data);
            return ReportBlock.Read(data) == block;
        }).QuickCheckThrowOnFailure();

    private static List<(uint Ssrc, byte Type, string Text)> Items(byte[] datagram)
    {
        var items = new List<(uint, byte, string)>();
        Assert.True(SourceDescription.TryParse(Single(datagram), out SourceDescription description));
        foreach (SdesItem item in description)
        {
            items.Add((item.Ssrc, item.Type, Encoding.UTF8.GetString(item.Text)));
        }

        return items;
    }
}
