using FsCheck;
using FsCheck.Fluent;
using Rtp.Rtcp;

namespace Rtp.Tests.Rtcp;

public class TransportFeedbackTests
{
    private const string Sources = "00 00 00 01 00 00 00 02";

    private static byte[] Packet(string body)
    {
        byte[] bytes = Hex.Bytes("8F CD 00 00" + Sources + body);
        Array.Resize(ref bytes, (bytes.Length + 3) & ~3);
        bytes[3] = (byte)((bytes.Length / 4) - 1);
        return bytes;
    }

    private static bool TryRead(ReadOnlySpan<byte> datagram, out TransportFeedback feedback)
    {
        var reader = new RtcpReader(datagram);
        Assert.True(reader.MoveNext());
        return TransportFeedback.TryParse(reader.Current, out feedback);
    }

    private static string Describe(ReadOnlySpan<byte> datagram)
    {
        Assert.True(TryRead(datagram, out TransportFeedback feedback));
        var statuses = new List<string>();
        foreach (TransportFeedbackStatus status in feedback)
        {
            statuses.Add(status.Received ? $"{status.SequenceNumber}@{status.SinceReference}" : $"{status.SequenceNumber}-{status.Count}");
        }

        return string.Join(' ', statuses);
    }

    // The chunks are the examples of sections 3.1.3 and 3.1.4 of the draft.
    [Theory]
    [InlineData("0005 00DD 000000 00  00DD", "5-221")]
    [InlineData("0000 000E 000000 00  9F1C  00 01 02 03 04 05 06 07", "0-1 1@0 2@1 3@3 4@6 5@10 6-3 9@15 10@21 11@28 12-2")]
    [InlineData("0000 0007 000000 00  C554  01 02 03 04 05", "0-1 1@1 2@3 3@6 4@10 5@15 6-1")]
    [InlineData("FFFE 0004 000000 00  2004  01 01 01 01", "65534@1 65535@2 0@3 1@4")]
    [InlineData("0000 0003 000000 00  E600  FFFF 05 8000", "0@-1 1@4 2@-32764")]
    [InlineData("0000 2000 000000 00  1FFF 2001 FF", "0-8191 8191@255")]
    public void Chunks_and_deltas_give_arrivals_and_rows_of_losses(string body, string statuses) =>
        Assert.Equal(statuses, Describe(Packet(body)));

    [Theory]
    [InlineData("0000 0002 000000 00  9F1C  00", "0-1 1@0")]
    [InlineData("0000 0001 000000 00  3FFF  07", "0@7")]
    [InlineData("0000 0003 000000 00  1FFF", "0-3")]
    public void Symbols_beyond_the_last_status_do_not_count(string body, string statuses) =>
        Assert.Equal(statuses, Describe(Packet(body)));

    [Fact]
    public void A_run_of_nothing_is_passed_over() => Assert.Equal("0-2 2@9", Describe(Packet("0000 0003 000000 00  2000 0002 2001 09")));

    [Theory]
    [InlineData("0000 0000 000000 00  2001 01 00", "no status")]
    [InlineData("0000 0003 000000 00", "no chunk")]
    [InlineData("0000 FFFF 000000 00  1FFF 1FFF 1FFF 1FFF", "too few chunks for the count")]
    [InlineData("0000 0007 000000 00  CD50  01 02 03 04 05", "the reserved symbol in a vector")]
    [InlineData("0000 0018 000000 00  6018  01 01 01 01", "the reserved symbol in a run")]
    [InlineData("0000 0004 000000 00  2004  01 01", "a delta too few")]
    [InlineData("0000 0003 000000 00  E600  FFFF 05 80", "half a delta too few")]
    public void What_lacks_anything_is_refused_whole(string body, string why)
    {
        byte[] bytes = Hex.Bytes("8F CD 00 00" + Sources + body);
        int length = (bytes.Length + 3) & ~3;
        byte padding = (byte)(length - bytes.Length);
        Array.Resize(ref bytes, length);
        bytes[3] = (byte)((length / 4) - 1);
        if (padding > 0)
        {
            bytes[0] |= 0x20;
            bytes[^1] = padding;
        }

        Assert.False(TryRead(bytes, out _), why);
    }

    [Fact]
    public void Tens_of_thousands_of_losses_in_a_few_bytes_are_a_few_rows()
    {
        byte[] packet = Packet("0000 FFFF 000000 00" + string.Concat(Enumerable.Repeat("1FFF", 9)));
        Assert.True(TryRead(packet, out TransportFeedback feedback));
        Assert.Equal(65535, feedback.StatusCount);
        int rows = 0;
        int lost = 0;
        foreach (TransportFeedbackStatus status in feedback)
        {
            Assert.False(status.Received);
            rows++;
            lost += status.Count;
        }

        Assert.Equal((9, 65535), (rows, lost));
    }

    [Fact]
    public void The_fixed_fields_are_read()
    {
        Assert.True(TryRead(Packet("ABCD 0001 FFFFFE 07  0001"), out TransportFeedback feedback));
        Assert.Equal((1u, 2u), (feedback.SenderSsrc, feedback.MediaSsrc));
        Assert.Equal(0xABCD, feedback.BaseSequenceNumber);
        Assert.Equal(1, feedback.StatusCount);
        Assert.Equal(-2, feedback.ReferenceTime);
        Assert.Equal(7, feedback.FeedbackCount);
    }

    [Theory]
    [InlineData("0@1000", "0000 0001 000000 07  2001 04")]
    [InlineData("0@64000 1@64250 2@64500", "0000 0003 000001 07  2003 00 01 01")]
    [InlineData("2@0 3@0", "0000 0004 000000 07  8C00 00 00")]
    [InlineData("0@0 1@64000 2@63750", "0000 0003 000000 07  DA00 00 0100 FFFF")]
    [InlineData("0@-250", "0000 0001 FFFFFF 07  2001 FF")]
    [InlineData("0@0 8192@0", "0000 2001 000000 07  A000 1FF2 2001 00 00")]
    public void Arrivals_are_packed_into_the_fewest_chunks(string arrivals, string body)
    {
        byte[] buffer = new byte[200];
        buffer.AsSpan().Fill(0xEE);
        var writer = new TransportFeedbackWriter(buffer, 1, 2, 0, 7);
        foreach (string arrival in arrivals.Split(' '))
        {
            string[] parts = arrival.Split('@');
            Assert.True(writer.TryAdd(ushort.Parse(parts[0]), long.Parse(parts[1])));
        }

        Assert.Equal(Packet(body), buffer[..writer.Finish()]);
    }

    [Fact]
    public void Rounding_does_not_add_up()
    {
        byte[] buffer = new byte[1200];
        var writer = new TransportFeedbackWriter(buffer, 1, 2, 0, 0);
        for (int i = 0; i < 500; i++)
        {
            Assert.True(writer.TryAdd((ushort)i, i * 333L));
        }

        Assert.True(TryRead(buffer.AsSpan(..writer.Finish()), out TransportFeedback feedback));
        foreach (TransportFeedbackStatus status in feedback)
        {
            Assert.InRange((status.SequenceNumber * 333L) - (status.SinceReference * 250), 0, 249);
        }
    }

    [Theory]
    [InlineData(9)]
    [InlineData(10 + 32768)]
    public void Older_numbers_are_refused(int number)
    {
        var writer = new TransportFeedbackWriter(new byte[200], 1, 2, 10, 0);
        Assert.False(writer.TryAdd((ushort)number, 0));
        Assert.Equal(0, writer.Finish());
    }

    [Fact]
    public void An_arrival_too_far_in_time_begins_the_next_packet()
    {
        byte[] buffer = new byte[200];
        var writer = new TransportFeedbackWriter(buffer, 1, 2, 0, 0);
        Assert.True(writer.TryAdd(0, 0));
        Assert.False(writer.TryAdd(5, 32768 * 250));
        Assert.Equal(1, writer.NextSequenceNumber);
        Assert.True(writer.TryAdd(1, 32767 * 250));
        Assert.False(writer.TryAdd(2, -500));
        Assert.True(writer.TryAdd(2, 0));
        Assert.Equal("0@0 1@32767 2@0", Describe(buffer.AsSpan(..writer.Finish())));
    }

    [Fact]
    public void A_full_packet_refuses_and_stays_whole() =>
        Prop.ForAll<byte, (byte Gap, short Delta)[]>((room, arrivals) =>
        {
            byte[] buffer = new byte[room + 64];
            Span<byte> packet = buffer.AsSpan(..room);
            var writer = new TransportFeedbackWriter(packet, 1, 2, 0, 0);
            int number = 0;
            long time = 0;
            var accepted = new List<int>();
            for (int i = 0; i < 200; i++)
            {
                (byte gap, short delta) = arrivals.Length == 0 ? default : arrivals[i % arrivals.Length];
                number += 1 + (gap % 4 == 0 ? gap * 97 : gap % 3);
                time += delta;
                if (writer.TryAdd((ushort)number, time * 250))
                {
                    accepted.Add(number);
                }
                else
                {
                    break;
                }
            }

            int length = writer.Finish();
            Assert.Equal(-1, buffer.AsSpan(room).IndexOfAnyExcept((byte)0));
            return length == 0 ? accepted.Count == 0 : Received(packet[..length]).SequenceEqual(accepted);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_arrivals_read_back() =>
        Prop.ForAll<(ushort Gap, short Delta, byte Kind)[], ushort, int>((arrivals, start, epoch) =>
        {
            byte[] buffer = new byte[8000];
            var writer = new TransportFeedbackWriter(buffer, 1, 2, start, 0);
            long number = start;
            long time = epoch;
            var expected = new List<(ushort, long)>();
            foreach ((ushort gap, short delta, byte kind) in arrivals)
            {
                number += kind % 8 == 0 ? gap % 20_000 : kind % 3;
                time += kind % 5 == 0 ? delta : delta & 0xFF;
                if (!writer.TryAdd((ushort)number, time * 250))
                {
                    break;
                }

                expected.Add(((ushort)number, time));
                number++;
            }

            int length = writer.Finish();
            if (length == 0)
            {
                return expected.Count == 0;
            }

            Assert.True(TryRead(buffer.AsSpan(..length), out TransportFeedback feedback));
            var read = new List<(ushort, long)>();
            int statuses = 0;
            foreach (TransportFeedbackStatus status in feedback)
            {
                statuses += status.Count;
                if (status.Received)
                {
                    read.Add((status.SequenceNumber, status.SinceReference + (feedback.ReferenceTime * 256L)));
                }
            }

            // The reference time holds 24 bits of 64 ms, which is 32 bits of 250 us.
            long turns = expected[0].Item2 - read[0].Item2;
            return statuses == feedback.StatusCount
                && (uint)turns == 0
                && expected.SequenceEqual(read.Select(r => (r.Item1, r.Item2 + turns)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_body_makes_the_reader_throw_or_run_on() =>
        Prop.ForAll<byte[]>(body =>
        {
            if (!TryRead(Packet(Convert.ToHexString(body)), out TransportFeedback feedback))
            {
                return true;
            }

            int statuses = 0;
            foreach (TransportFeedbackStatus status in feedback)
            {
                statuses += status.Count;
            }

            return statuses == feedback.StatusCount;
        }).QuickCheckThrowOnFailure();

    private static List<int> Received(ReadOnlySpan<byte> datagram)
    {
        Assert.True(TryRead(datagram, out TransportFeedback feedback));
        var received = new List<int>();
        foreach (TransportFeedbackStatus status in feedback)
        {
            if (status.Received)
            {
                received.Add(status.SequenceNumber);
            }
        }

        return received;
    }
}
