using Sfu.Congestion;
using Sfu.Streams.Incoming;

namespace Sfu.Tests.Streams;

public sealed class LossTrackerTests
{
    private const long RoundTrip = 50_000;
    private static readonly MediaTime Start = new(MediaTime.Seconds(10));
    private readonly LossTracker _losses = AfterCalm();

    [Fact]
    public void A_gap_is_asked_for_after_a_short_wait_and_once_a_round_trip_from_then_on()
    {
        Receive(Start, 1, 2, 5);
        Assert.Empty(Requests(Start));
        Assert.Equal([3, 4], Requests(Start + 8_000));
        Assert.Empty(Requests(Start + 30_000));
        Assert.Equal([3, 4], Requests(Start + 8_000 + RoundTrip + (RoundTrip / 4)));
    }

    [Fact]
    public void A_packet_that_was_only_late_is_never_asked_for()
    {
        Receive(Start, 1, 3);
        Receive(Start + 5_000, 2);
        Assert.Equal(MediaTime.Never, _losses.NextDeadline);
        Assert.Empty(Requests(Start + 100_000));
        Assert.Equal(0, _losses.Missed);
    }

    [Fact]
    public void What_had_to_be_asked_for_was_missed_once_however_it_came_in_the_end()
    {
        Receive(Start, 1, 4);
        Requests(Start + 10_000);
        Requests(Start + 200_000);
        _losses.Receive(2, Start + 210_000, repaired: true);
        Assert.Equal(2, _losses.Missed);
    }

    [Fact]
    public void The_time_of_an_answer_is_that_of_a_request_that_was_made_once()
    {
        Receive(Start, 1, 3);
        Requests(Start + 10_000);
        _losses.Receive(2, Start + 50_000, repaired: true);
        Assert.Equal(40_000, _losses.AnswerTime);

        Receive(Start + 60_000, 5);
        Requests(Start + 70_000);
        Requests(Start + 200_000);
        _losses.Receive(4, Start + 240_000, repaired: true);
        Assert.Equal(40_000, _losses.AnswerTime);
    }

    [Fact]
    public void A_packet_that_does_not_come_is_given_up_in_bounded_time()
    {
        Receive(Start, 1, 3);
        int requests = 0;
        MediaTime now = Start;
        bool gaveUp = false;
        for (; !gaveUp && now - Start < MediaTime.Seconds(5); now += 1000)
        {
            requests += Requests(now, out gaveUp).Length;
        }

        Assert.True(gaveUp);
        Assert.InRange(requests, 5, 10);
        Assert.InRange(now - Start, 0, MediaTime.Seconds(2));
        Assert.Equal(MediaTime.Never, _losses.NextDeadline);
    }

    [Fact]
    public void A_keyframe_makes_what_was_lost_before_it_needless()
    {
        Receive(Start, 1, 5, 9);
        _losses.ForgetBefore(7);
        Assert.Equal([7, 8], Requests(Start + 10_000));
    }

    [Fact]
    public void A_gap_that_is_too_large_is_not_asked_for_at_all()
    {
        Receive(Start, 1);
        Assert.False(_losses.Receive(1 + LossTracker.Capacity + 2, Start));
        Assert.Equal(0, _losses.Count);
        Assert.Equal(LossTracker.Capacity + 1, _losses.Missed);
    }

    [Fact]
    public void On_a_network_that_reorders_it_waits_as_long_as_packets_are_late_there()
    {
        Receive(Start, 1, 3);
        Receive(Start + 20_000, 2);
        Receive(Start + 30_000, 5);
        Assert.Empty(Requests(Start + 45_000));
        Assert.Equal([4], Requests(Start + 55_000));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_wait_becomes_shorter_with_what_was_lost_and_not_with_what_was_late(bool lost)
    {
        MediaTime now = Start;
        Receive(now, 1, 3);
        Receive(now + 20_000, 2);
        for (int sequence = 5; sequence < 1005; sequence += 2)
        {
            now += 100_000;
            Receive(now, sequence);
            _losses.Receive(sequence - 1, now + 5_000, repaired: lost);
        }

        now += 100_000;
        Receive(now, 1005);
        Assert.Equal(lost ? [1004] : [], Requests(now + 12_000));
        Assert.Equal(lost ? [] : [1004], Requests(now + 23_000));
    }

    [Fact]
    public void What_comes_as_retransmission_says_nothing_of_how_late_packets_are()
    {
        Receive(Start, 1, 3);
        Assert.True(_losses.Receive(2, Start + 40_000, repaired: true));
        Receive(Start + 50_000, 5);
        Assert.Equal([4], Requests(Start + 60_000));
    }

    [Fact]
    public void What_comes_a_round_trip_after_it_was_asked_for_is_an_answer_and_not_late()
    {
        Receive(Start, 1, 3);
        Assert.Equal([2], Requests(Start + 8_000));
        Receive(Start + 8_000 + RoundTrip, 2);
        Receive(Start + 100_000, 5);
        Assert.Equal([4], Requests(Start + 110_000));
    }

    [Fact]
    public void Where_much_is_lost_requests_go_out_twice_and_again_as_soon_as_a_sender_answers()
    {
        MediaTime now = LoseEveryTenth();
        long last = _losses.Count;
        Assert.Single(Requests(now + 8_000));
        Assert.Single(Requests(now + 28_000));
        Assert.Empty(Requests(now + 8_000 + RoundTrip));
        Assert.Single(Requests(now + 18_000 + RoundTrip));
        Assert.Equal(1, last);
    }

    [Fact]
    public void Pictures_have_to_wait_for_repairs_only_where_much_is_lost()
    {
        Receive(Start, 1, 3);
        Requests(Start + 10_000);
        Assert.Equal(0, _losses.RepairTime);
        MediaTime now = LoseEveryTenth();
        Requests(now + 10_000);
        Assert.InRange(_losses.RepairTime, 2 * RoundTrip, 4 * RoundTrip);
    }

    [Fact]
    public void A_stream_that_begins_with_losses_shows_that_much_is_lost_at_once()
    {
        var losses = new LossTracker();
        losses.Receive(1, Start);
        losses.Receive(3, Start);
        losses.TakeRequests(Start + 10_000, RoundTrip, new ushort[LossTracker.Capacity], out _);
        Assert.InRange(losses.RepairTime, RoundTrip, 3 * RoundTrip);
    }

    [Fact]
    public void A_burst_among_the_first_packets_is_no_reason_to_send_less()
    {
        var losses = new LossTracker();
        losses.Receive(1, Start);
        losses.Receive(18, Start);
        Assert.Equal(long.MaxValue, RepairableRate.Of(losses.LastingLoss));
    }

    [Fact]
    public void Losses_that_last_are_a_reason_to_send_less()
    {
        var losses = new LossTracker();
        for (int sequence = 0; sequence < 10_000; sequence += 5)
        {
            losses.Receive(sequence, Start);
            losses.Receive(sequence + 1, Start);
            losses.Receive(sequence + 2, Start);
            losses.Receive(sequence + 3, Start);
        }

        Assert.InRange(RepairableRate.Of(losses.LastingLoss), 300_000, 1_000_000);
    }

    // Of a stream that has lost nothing up to number 0.
    private static LossTracker AfterCalm()
    {
        var losses = new LossTracker();
        for (int sequence = -200; sequence <= 0; sequence++)
        {
            losses.Receive(sequence, Start);
        }

        return losses;
    }

    // The last one stays lost.
    private MediaTime LoseEveryTenth()
    {
        MediaTime now = Start + 1_000_000;
        for (int sequence = 1; sequence <= 2_000; sequence++, now += 1_000)
        {
            if (sequence % 10 != 9)
            {
                Receive(now, sequence);
            }
            else if (sequence < 1_999)
            {
                Receive(now, sequence + 1);
                Receive(now, sequence);
            }
        }

        return new MediaTime(now.Microseconds - 1_000);
    }

    private void Receive(MediaTime now, params long[] sequences) => Assert.All(sequences, sequence => Assert.True(_losses.Receive(sequence, now)));

    private ushort[] Requests(MediaTime now) => Requests(now, out _);

    private ushort[] Requests(MediaTime now, out bool gaveUp)
    {
        ushort[] room = new ushort[LossTracker.Capacity];
        return room[.._losses.TakeRequests(now, RoundTrip, room, out gaveUp)];
    }
}
