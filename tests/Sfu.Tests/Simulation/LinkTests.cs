using Simulation.Network;
using Simulation.World;

namespace Sfu.Tests.Simulation;

/// <summary>The simulated network does what its settings say.</summary>
public sealed class LinkTests
{
    private const int Length = 1_000 - Link.Overhead;

    private readonly Schedule _schedule = new(MediaTime.Zero);
    private readonly List<(int Number, MediaTime Time)> _arrivals = [];

    [Fact]
    public void A_datagram_takes_the_delay()
    {
        Link link = NewLink(new LinkSettings(Delay: 25_000));
        Send(link, count: 3, interval: 1_000);
        Assert.Equal([(0, new MediaTime(25_000)), (1, new MediaTime(26_000)), (2, new MediaTime(27_000))], _arrivals);
    }

    [Fact]
    public void What_exceeds_the_rate_waits_and_what_exceeds_the_queue_is_dropped()
    {
        // 1 Mbit/s is 125 datagrams of 1000 bytes a second; twice as many come, and ten find room in the queue.
        Link link = NewLink(new LinkSettings(Delay: 0, Rate: 1_000_000, Bucket: 1_000, Queue: 10_000));
        Send(link, count: 500, interval: 4_000);

        Assert.InRange(_arrivals.Count, 258, 262);
        Assert.Equal(500, _arrivals.Count + link.Statistics.Dropped);
        Assert.InRange(link.Statistics.RateBetween(new MediaTime(0), new MediaTime(2_000_000)), 990_000, 1_010_000);
        Assert.InRange(link.Statistics.Waited(1), 72_000, 80_000);
    }

    [Fact]
    public void A_bucket_lets_a_burst_pass_after_a_pause()
    {
        Link link = NewLink(new LinkSettings(Delay: 0, Rate: 1_000_000, Bucket: 5_000));
        Send(link, count: 10, interval: 0);
        Assert.Equal(5, _arrivals.Count(arrival => arrival.Time == MediaTime.Zero));
        Assert.Equal(new MediaTime(40_000), _arrivals[^1].Time);
    }

    [Fact]
    public void A_change_of_the_rate_holds_for_what_is_in_the_queue_already()
    {
        Link link = NewLink(new LinkSettings(Delay: 0, Rate: 1_000_000, Bucket: 1_000));
        Send(link, count: 11, interval: 0, untilDone: false);
        _schedule.At(new MediaTime(16_000), () => link.Settings = link.Settings with { Rate = 100_000 });
        _schedule.At(new MediaTime(176_000), () => link.Settings = link.Settings with { Rate = 0 });
        _schedule.At(new MediaTime(1_000_000), () => link.Settings = link.Settings with { Rate = 1_000_000 });
        RunAll();

        Assert.Equal([0, 8, 16, 96, 176, 1008, 1016, 1024, 1032, 1040, 1048], _arrivals.Select(arrival => (int)(arrival.Time.Microseconds / 1000)));
    }

    [Fact]
    public void Losses_come_alone_or_in_bursts_of_the_length_and_share_that_were_asked_for()
    {
        Send(NewLink(new LinkSettings(Loss: 0.05)), count: 100_000, interval: 100);
        (double share, double length) = Losses(100_000);
        Assert.InRange(share, 0.047, 0.053);
        Assert.InRange(length, 1.0, 1.1);

        _arrivals.Clear();
        Send(NewLink(new LinkSettings(Bursts: new BurstLoss(0.05, 8))), count: 100_000, interval: 100);
        (share, length) = Losses(100_000);
        Assert.InRange(share, 0.043, 0.057);
        Assert.InRange(length, 7.3, 8.7);
    }

    [Fact]
    public void A_delay_that_wanders_keeps_the_order_and_stays_in_its_range()
    {
        Send(NewLink(new LinkSettings(Delay: 20_000, Wander: 60_000)), count: 20_000, interval: 500);
        Assert.Equal(_arrivals.Select(arrival => arrival.Number).Order(), _arrivals.Select(arrival => arrival.Number));
        long[] delays = [.. _arrivals.Select(arrival => arrival.Time.Microseconds - (arrival.Number * 500L)).Order()];
        Assert.InRange(delays[0], 20_000, 25_000);
        Assert.InRange(delays[^1], 75_000, 80_000);
        Assert.InRange(delays[delays.Length / 2], 42_000, 58_000);
    }

    [Fact]
    public void Reordering_holds_the_share_back_that_was_asked_for_and_duplication_repeats()
    {
        Link link = NewLink(new LinkSettings(Reordering: 0.02, ReorderingDelay: 30_000, Duplication: 0.01));
        Send(link, count: 50_000, interval: 1_000);
        Assert.InRange(_arrivals.Count, 50_400, 50_600);
        int highest = -1;
        int late = 0;
        foreach ((int number, _) in _arrivals)
        {
            late += number < highest ? 1 : 0;
            highest = Math.Max(highest, number);
        }

        Assert.InRange(late, 900, 1_100);
        Assert.InRange(link.Statistics.Reordered, 900, 1_100);
    }

    [Fact]
    public void Nothing_passes_during_a_blackout()
    {
        Link link = NewLink(LinkSettings.Perfect);
        _schedule.At(new MediaTime(10_500), () => link.Settings = link.Settings with { Blackout = true });
        _schedule.At(new MediaTime(20_500), () => link.Settings = link.Settings with { Blackout = false });
        Send(link, count: 30, interval: 1_000);
        Assert.Equal([.. Enumerable.Range(0, 11), .. Enumerable.Range(21, 9)], _arrivals.Select(arrival => arrival.Number));
    }

    [Fact]
    public void Several_routes_share_a_link()
    {
        Link first = NewLink(new LinkSettings(Delay: 1_000));
        Link second = NewLink(new LinkSettings(Delay: 2_000));
        Link shared = NewLink(new LinkSettings(Delay: 10_000, Rate: 800_000, Bucket: 1_000));
        new Route(first, shared).Send(Length, () => Arrive(1));
        new Route(second, shared).Send(Length, () => Arrive(2));
        RunAll();
        Assert.Equal([(1, new MediaTime(11_000)), (2, new MediaTime(21_000))], _arrivals);
    }

    private static Link NewLink(LinkSettings settings, Schedule schedule) => new(schedule, settings, new Random(1));

    private Link NewLink(LinkSettings settings) => NewLink(settings, _schedule);

    private void Send(Link link, int count, long interval, bool untilDone = true)
    {
        for (int i = 0; i < count; i++)
        {
            int number = i;
            _schedule.At(new MediaTime(i * interval), () => link.Send(Length, () => Arrive(number)));
        }

        if (untilDone)
        {
            RunAll();
        }
    }

    private void Arrive(int number) => _arrivals.Add((number, _schedule.Now));

    private void RunAll()
    {
        while (_schedule.Next != MediaTime.Never)
        {
            _schedule.MoveTo(_schedule.Next);
            _schedule.RunOne();
        }
    }

    /// <summary>The share of lost datagrams, and how many were lost in a row on average.</summary>
    private (double Share, double Length) Losses(int sent)
    {
        HashSet<int> arrived = [.. _arrivals.Select(arrival => arrival.Number)];
        int lost = 0;
        int runs = 0;
        for (int i = 0; i < sent; i++)
        {
            lost += arrived.Contains(i) ? 0 : 1;
            runs += !arrived.Contains(i) && (i == 0 || arrived.Contains(i - 1)) ? 1 : 0;
        }

        return (lost / (double)sent, lost / (double)runs);
    }
}
