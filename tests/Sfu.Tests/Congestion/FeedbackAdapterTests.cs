using Fuzzing;
using Rtp.Rtcp;
using Sfu.Congestion;

namespace Sfu.Tests.Congestion;

public sealed class FeedbackAdapterTests
{
    private const int Size = 1000;

    private readonly SentPacketHistory _history = new();
    private readonly FeedbackAdapter _adapter;

    public FeedbackAdapterTests() => _adapter = new FeedbackAdapter(_history);

    [Fact]
    public void Packets_that_came_are_told_with_the_times_of_both_ends()
    {
        Send(3);
        FeedbackReport report = Read(Feedback(0, [(0, 50), (2, 52)]), 100);

        Assert.Equal((2, 1, 0), (report.Received, report.Lost, report.Unmatched));
        Assert.Equal([0, 2_000], _adapter.Results.ToArray().Select(result => result.SentAt.Microseconds));
        Assert.Equal(2_000, _adapter.Results[1].ReceivedAt - _adapter.Results[0].ReceivedAt);
        Assert.Equal(98_000, report.RoundTrip);
        Assert.Equal(0, _history.InFlight);
    }

    [Fact]
    public void Pictures_called_missing_are_named_once_by_source_and_number()
    {
        Send(4);
        byte[] feedback = Feedback(0, [(0, 50), (3, 52)]);
        Read(feedback, 100);
        Assert.Equal([(1u, (ushort)1, 1_000L), (1u, (ushort)2, 2_000L)], _adapter.Losses.ToArray().Select(loss => (loss.Source, loss.Sequence, loss.SentAt.Microseconds)));
        Read(feedback, 110);
        Assert.Equal(0, _adapter.Losses.Length);
    }

    [Fact]
    public void A_packet_called_missing_may_still_come()
    {
        Send(3);
        Assert.Equal(1, Read(Feedback(0, [(0, 50), (2, 52)]), 100).Lost);
        FeedbackReport late = Read(Feedback(1, [(1, 60)]), 120);
        Assert.Equal((1, 1), (late.Received, late.Recovered));
        Assert.Equal(0, _history.Loss, 0.0001);
    }

    [Fact]
    public void Losses_add_up_to_their_share()
    {
        for (int packet = 0; packet < 5_000; packet += 10)
        {
            Send(10);
            Read(Feedback((ushort)packet, [((ushort)packet, 50), ((ushort)(packet + 9), 51)]), 100);
        }

        Assert.Equal(0.8, _history.Loss, 0.01);
    }

    [Fact]
    public void Feedback_that_is_repeated_says_nothing()
    {
        Send(3);
        byte[] feedback = Feedback(0, [(0, 50), (1, 51), (2, 52)]);
        Read(feedback, 100);
        FeedbackReport again = Read(feedback, 110);

        Assert.Equal((0, 3), (again.Received, again.Repeated));
        Assert.False(again.IsBlind);
        Assert.Equal(0, _adapter.Results.Length);
    }

    [Fact]
    public void Feedback_on_packets_never_sent_matches_nothing_and_says_so()
    {
        Send(3);
        FeedbackReport report = Read(Feedback(40_000, [(40_000, 50), (40_001, 51)]), 100);
        Assert.Equal((0, 2), (report.Received, report.Unmatched));
        Assert.True(report.IsBlind);
    }

    [Fact]
    public void Claims_of_tens_of_thousands_of_losses_touch_what_was_sent_only()
    {
        Send(10);
        FeedbackReport report = Read(Feedback(60_000, [(60_000, 10), (9, 20)]), 100);
        Assert.Equal(9, report.Lost);
        Assert.Equal((1, 1), (report.Received, report.Unmatched));
    }

    [Fact]
    public void Numbers_wrap()
    {
        Send(70_000);
        ushort last = unchecked((ushort)(70_000 - 1));
        FeedbackReport report = Read(Feedback((ushort)(last - 1), [((ushort)(last - 1), 50), (last, 51)]), 70_100);
        Assert.Equal((2, 0), (report.Received, report.Unmatched));
        Assert.Equal(69_999_000, _adapter.Results[1].SentAt.Microseconds);
    }

    [Fact]
    public void What_is_remembered_is_bounded()
    {
        Send(10 * SentPacketHistory.Capacity);
        Assert.Equal(SentPacketHistory.Capacity * (Size + 28L), _history.InFlight);
        _history.Expire(MediaTime.Never);
        Assert.Equal(0, _history.InFlight);
    }

    [Fact]
    public void Arbitrary_feedback_changes_nothing_that_was_not_sent_and_allocates_nothing()
    {
        var random = new Random(1);
        Send(500);
        byte[][] feedback = [.. Enumerable.Range(0, 300).Select(_ => Arbitrary(random))];
        Assert.Equal(0, Allocations.Least(() =>
        {
            foreach (byte[] one in feedback)
            {
                Read(one, 1_000);
            }
        }));
        Assert.InRange(_history.InFlight, 0, 500 * (Size + 28));
    }

    private static byte[] Feedback(ushort first, (ushort Number, int Milliseconds)[] arrivals)
    {
        byte[] buffer = new byte[1200];
        var writer = new TransportFeedbackWriter(buffer, 1, 2, first, 0);
        foreach ((ushort number, int milliseconds) in arrivals)
        {
            Assert.True(writer.TryAdd(number, milliseconds * 1000));
        }

        return buffer[..writer.Finish()];
    }

    private static byte[] Arbitrary(Random random)
    {
        ushort first = (ushort)random.Next(1 << 16);
        return Feedback(first, [((ushort)(first + random.Next(1000)), random.Next(1, 1000))]);
    }

    private void Send(int count)
    {
        for (int i = 0; i < count; i++)
        {
            _history.Add(SentPacketKind.Video, 1, (ushort)i, Size, MediaTime.Zero + MediaTime.Milliseconds(i));
        }
    }

    private FeedbackReport Read(byte[] datagram, long milliseconds)
    {
        foreach (RtcpPacket packet in new RtcpReader(datagram))
        {
            Assert.True(TransportFeedback.TryParse(packet, out TransportFeedback feedback));
            return _adapter.Read(feedback, MediaTime.Zero + MediaTime.Milliseconds(milliseconds));
        }

        throw new InvalidOperationException("No feedback.");
    }
}
