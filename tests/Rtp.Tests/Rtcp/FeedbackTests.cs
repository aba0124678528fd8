using FsCheck;
using FsCheck.Fluent;
using Rtp.Rtcp;

namespace Rtp.Tests.Rtcp;

public class FeedbackTests
{
    private static RtcpPacket Single(ReadOnlySpan<byte> bytes)
    {
        var reader = new RtcpReader(bytes);
        Assert.True(reader.MoveNext());
        return reader.Current;
    }

    private static List<ushort> Lost(ReadOnlySpan<byte> datagram)
    {
        var lost = new List<ushort>();
        Assert.True(Nack.TryParse(Single(datagram), out Nack nack));
        Assert.Equal((1u, 2u), (nack.SenderSsrc, nack.MediaSsrc));
        foreach (ushort number in nack)
        {
            lost.Add(number);
        }

        return lost;
    }

    [Theory]
    [InlineData("10", "000A 0000")]
    [InlineData("10 11", "000A 0001")]
    [InlineData("10 26", "000A 8000")]
    [InlineData("10 27", "000A 0000 001B 0000")]
    [InlineData("65535 0 15", "FFFF 8001")]
    [InlineData("5 4", "0005 0000 0004 0000")]
    [InlineData("5 5", "0005 0000 0005 0000")]
    [InlineData("1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18", "0001 FFFF 0012 0000")]
    public void Nack_packs_a_number_and_the_sixteen_after_it(string numbers, string entries)
    {
        ushort[] lost = [.. numbers.Split(' ').Select(ushort.Parse)];
        var writer = new RtcpWriter(new byte[100]);
        Assert.Equal(lost.Length, Nack.Write(ref writer, 1, 2, lost));
        byte[] fci = Hex.Bytes(entries);
        Assert.Equal([0x81, 0xCD, 0, (byte)(2 + (fci.Length / 4)), 0, 0, 0, 1, 0, 0, 0, 2, .. fci], writer.Written.ToArray());
        Assert.Equal(lost, Lost(writer.Written));
    }

    [Fact]
    public void Nack_takes_as_many_numbers_as_there_is_room_for()
    {
        ushort[] lost = [1, 2, 100, 101, 200];
        var writer = new RtcpWriter(new byte[12 + 8]);
        Assert.Equal(4, Nack.Write(ref writer, 1, 2, lost));
        Assert.Equal([1, 2, 100, 101], Lost(writer.Written));
        Assert.Equal(0, Nack.Write(ref writer, 1, 2, lost));

        writer = new RtcpWriter(new byte[15]);
        Assert.Equal(0, Nack.Write(ref writer, 1, 2, lost));
        Assert.Equal(0, writer.Length);

        writer = new RtcpWriter(new byte[100]);
        Assert.Equal(0, Nack.Write(ref writer, 1, 2, []));
        Assert.Equal(0, writer.Length);
    }

    [Fact]
    public void Any_set_of_lost_numbers_reads_back() =>
        Prop.ForAll<ushort[], ushort>((numbers, start) =>
        {
            ushort[] lost = [.. numbers.Select(n => (ushort)(n % 300)).Distinct().Order().Select(n => (ushort)(start + n))];
            var writer = new RtcpWriter(new byte[1200]);
            return Nack.Write(ref writer, 1, 2, lost) == lost.Length && (lost.Length == 0 || Lost(writer.Written).SequenceEqual(lost));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Picture_loss_indication_is_two_sources()
    {
        var indication = new PictureLossIndication(0x01020304, 0x05060708);
        var writer = new RtcpWriter(new byte[12]);
        Assert.True(indication.TryWrite(ref writer));
        Assert.Equal(Hex.Bytes("81 CE 00 02 01 02 03 04 05 06 07 08"), writer.Written.ToArray());
        Assert.True(PictureLossIndication.TryParse(Single(writer.Written), out PictureLossIndication read));
        Assert.Equal(indication, read);
    }

    [Fact]
    public void Full_intra_request_has_an_entry_for_each_stream()
    {
        FullIntraRequestEntry[] entries = [new(0x0A0B0C0D, 7), new(2, 255)];
        var writer = new RtcpWriter(new byte[28]);
        Assert.True(FullIntraRequest.TryWrite(ref writer, 1, entries));
        Assert.Equal(
            Hex.Bytes("84 CE 00 06 00 00 00 01 00 00 00 00 0A 0B 0C 0D 07 00 00 00 00 00 00 02 FF 00 00 00"), writer.Written.ToArray());
        Assert.True(FullIntraRequest.TryParse(Single(writer.Written), out FullIntraRequest read));
        Assert.Equal(1u, read.SenderSsrc);
        Assert.Equal((entries[0], entries[1]), (read.Entries[0], read.Entries[1]));
    }

    [Theory]
    [InlineData("81 CE 00 01 00 00 00 01")]
    [InlineData("84 CE 00 02 00 00 00 01 00 00 00 02")]
    [InlineData("81 CD 00 02 00 00 00 01 00 00 00 02")]
    [InlineData("8F CE 00 02 00 00 00 01 00 00 00 02")]
    [InlineData("8F CD 00 03 00 00 00 01 00 00 00 02 00 00 00 00")]
    [InlineData("8F CE 00 04 00 00 00 01 00 00 00 00 52 45 4D 43 00 00 00 00")]
    [InlineData("8F CE 00 04 00 00 00 01 00 00 00 00 52 45 4D 42 01 00 00 00")]
    public void Feedback_without_its_entries_is_refused(string bytes)
    {
        RtcpPacket packet = Single(Hex.Bytes(bytes));
        Assert.False(Nack.TryParse(packet, out _));
        Assert.False(PictureLossIndication.TryParse(packet, out _));
        Assert.False(FullIntraRequest.TryParse(packet, out _));
        Assert.False(ReceiverEstimate.TryParse(packet, out _));
        Assert.False(TransportFeedback.TryParse(packet, out _));
    }

    [Theory]
    [InlineData(0, "01 00 00 00")]
    [InlineData(-5, "01 00 00 00")]
    [InlineData(0x3FFFF, "01 03 FF FF")]
    [InlineData(0x40000, "01 06 00 00")]
    [InlineData(0x40001, "01 06 00 00")]
    [InlineData(1_000_000, "01 0B D0 90")]
    [InlineData(long.MaxValue, "01 B7 FF FF")]
    public void Receiver_estimate_is_mantissa_and_exponent(long bitsPerSecond, string packed)
    {
        var writer = new RtcpWriter(new byte[24]);
        Assert.True(ReceiverEstimate.TryWrite(ref writer, 1, bitsPerSecond, [new RtcpSource(9)]));
        Assert.Equal(
            [.. Hex.Bytes("8F CE 00 05 00 00 00 01 00 00 00 00 52 45 4D 42"), .. Hex.Bytes(packed), 0, 0, 0, 9], writer.Written.ToArray());
    }

    [Theory]
    [InlineData("01 FC 00 00", true, 0)]
    [InlineData("01 FC 00 01", false, 0)]
    [InlineData("01 F8 00 01", true, 1L << 62)]
    [InlineData("01 B7 FF FF", true, 0x3FFFFL << 45)]
    [InlineData("01 BB FF FF", false, 0)]
    [InlineData("02 03 FF FF", false, 0)]
    [InlineData("00 03 FF FF", true, 0x3FFFF)]
    public void Rates_beyond_63_bits_and_missing_sources_are_refused(string packed, bool valid, long bitsPerSecond)
    {
        byte[] bytes = [.. Hex.Bytes("8F CE 00 05 00 00 00 01 00 00 00 00 52 45 4D 42"), .. Hex.Bytes(packed), 0, 0, 0, 9];
        Assert.Equal(valid, ReceiverEstimate.TryParse(Single(bytes), out ReceiverEstimate estimate));
        Assert.Equal(bitsPerSecond, estimate.BitsPerSecond);
    }

    [Fact]
    public void An_estimate_loses_less_than_one_part_in_2_to_the_17() =>
        Prop.ForAll<uint, byte>((low, shift) =>
        {
            long rate = (long)low << (shift % 32);
            var writer = new RtcpWriter(new byte[24]);
            ReceiverEstimate.TryWrite(ref writer, 1, rate, [new RtcpSource(9)]);
            return ReceiverEstimate.TryParse(Single(writer.Written), out ReceiverEstimate estimate)
                && estimate.BitsPerSecond <= rate
                && rate - estimate.BitsPerSecond <= rate >> 17
                && estimate.Sources[0].Ssrc == 9;
        }).QuickCheckThrowOnFailure();
}
