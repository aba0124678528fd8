using Rtp.Rtcp;
using Sfu.Streams.Incoming;

namespace Sfu.Tests.Streams;

public sealed class TransportFeedbackCollectorTests
{
    private static readonly MediaTime Start = new(MediaTime.Seconds(10));
    private readonly TransportFeedbackCollector _collector = new();

    [Fact]
    public void Arrivals_and_losses_are_reported_with_their_times()
    {
        _collector.Add(65_534, Start);
        _collector.Add(65_535, Start + 1_000);
        _collector.Add(2, Start + 9_000);

        List<(ushort Number, bool Received)> report = Report(Start + 60_000);
        Assert.Equal([(65_534, true), (65_535, true), (0, false), (1, false), (2, true)], report);
        Assert.Equal(MediaTime.Never, _collector.NextDeadline);
    }

    [Fact]
    public void A_packet_that_comes_after_its_report_is_reported_again_as_arrived()
    {
        _collector.Add(10, Start);
        _collector.Add(12, Start);
        Assert.Contains(((ushort)11, false), Report(Start + 60_000));
        _collector.Add(11, Start + 70_000);
        Assert.Contains(((ushort)11, true), Report(Start + 310_000));
    }

    [Fact]
    public void What_comes_is_reported_every_50_milliseconds_and_little_every_250()
    {
        _collector.Add(0, Start);
        Assert.True(_collector.NextDeadline <= Start, "the first packet after silence waits");
        Report(Start);
        for (ushort number = 1; number < 6; number++)
        {
            _collector.Add(number, Start + 1_000);
            Assert.Equal(Start + 250_000, _collector.NextDeadline);
        }

        _collector.Add(6, Start + 1_000);
        Assert.Equal(Start + 50_000, _collector.NextDeadline);
    }

    [Fact]
    public void Every_arrival_is_reported_whatever_is_lost_or_out_of_order()
    {
        var random = new Random(3);
        var arrived = new HashSet<ushort>();
        var reported = new HashSet<ushort>();
        MediaTime now = Start;
        for (int number = 60_000; number < 72_000; number++)
        {
            now += random.Next(3_000);
            if (random.Next(10) > 0)
            {
                ushort wire = (ushort)(number - (random.Next(20) == 0 ? random.Next(10) : 0));
                _collector.Add(wire, now);
                arrived.Add(wire);
            }

            while (_collector.NextDeadline <= now)
            {
                reported.UnionWith(Report(now).Where(status => status.Received).Select(status => status.Number));
            }
        }

        reported.UnionWith(Report(now + MediaTime.Seconds(1)).Where(status => status.Received).Select(status => status.Number));
        Assert.Empty(arrived.Except(reported));
        Assert.Empty(reported.Except(arrived));
    }

    [Fact]
    public void A_jump_starts_anew()
    {
        _collector.Add(1, Start);
        _collector.Add(30_000, Start);
        Assert.Equal([((ushort)30_000, true)], Report(Start + 60_000));
    }

    private List<(ushort Number, bool Received)> Report(MediaTime now)
    {
        List<(ushort, bool)> statuses = [];
        byte[] buffer = new byte[1200];
        while (_collector.NextDeadline <= now)
        {
            var writer = new RtcpWriter(buffer);
            Assert.True(_collector.TryWrite(ref writer, 1, 2, now));
            foreach (RtcpPacket packet in new RtcpReader(writer.Written))
            {
                Assert.True(TransportFeedback.TryParse(packet, out TransportFeedback feedback));
                foreach (TransportFeedbackStatus status in feedback)
                {
                    for (int i = 0; i < status.Count; i++)
                    {
                        statuses.Add(((ushort)(status.SequenceNumber + i), status.Received));
                    }
                }
            }
        }

        return statuses;
    }
}
