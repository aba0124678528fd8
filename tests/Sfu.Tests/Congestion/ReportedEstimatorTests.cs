using Sfu.Congestion;

namespace Sfu.Tests.Congestion;

public sealed class ReportedEstimatorTests
{
    private const long RoundTrip = 50_000;

    private readonly ReportedEstimator _estimator = new();
    private MediaTime _now = MediaTime.Zero;
    private long _bytes;

    private long Estimate => _estimator.Estimate.BitsPerSecond;

    [Fact]
    public void Nothing_is_known_before_there_are_reports() => Assert.Equal(DownlinkState.Unknown, _estimator.State);

    [Fact]
    public void What_got_through_before_anything_was_limited_is_the_start()
    {
        Report(0, sent: 0);
        Report(0, sent: 900_000);
        Assert.InRange(Estimate, 890_000, 910_000);
    }

    [Fact]
    public void Without_losses_the_estimate_grows_by_eight_percent_a_second_while_it_is_used()
    {
        long before = Started(900_000);
        Report(0, sent: 900_000);
        Assert.InRange(Estimate, before * 1.079, before * 1.085);
        Report(0, sent: 100_000);
        Assert.InRange(Estimate, before * 1.079, before * 1.085);
        Assert.True(_estimator.Estimate.ApplicationLimited);
    }

    [Theory]
    [InlineData(0.05, 1.0)]
    [InlineData(0.1, 1.0)]
    public void Some_loss_holds_it(double loss, double factor)
    {
        long before = Started(1_000_000);
        Report(loss, sent: 1_000_000);
        Assert.InRange(Estimate, before * (factor - 0.01), before * (factor + 0.01));
    }

    [Fact]
    public void More_loss_than_a_tenth_lowers_it_by_half_of_the_loss_where_it_did_not_come_suddenly()
    {
        Started(1_000_000);
        for (int i = 0; i < 20; i++)
        {
            Report(0.1, sent: 1_000_000);
        }

        long before = Estimate;
        Report(0.16, sent: before);
        Assert.InRange(Estimate, before * 0.91, before * 0.93);
    }

    [Fact]
    public void A_way_that_became_narrow_is_found_at_once()
    {
        Started(2_000_000);
        Report(0.75, sent: 2_000_000);
        Assert.InRange(Estimate, 400_000, 500_000);
        Assert.Equal(DownlinkState.Congested, _estimator.State);
    }

    [Fact]
    public void A_queue_is_congestion_without_any_loss_but_not_for_ever()
    {
        long before = Started(1_000_000);
        Report(0, sent: 1_000_000, roundTrip: RoundTrip + 200_000);
        Assert.InRange(Estimate, before * 0.84, before * 0.86);

        // Where a lower rate does not help the other way is what became longer.
        for (int i = 0; i < 60; i++)
        {
            Report(0, sent: Estimate, roundTrip: RoundTrip + 200_000);
        }

        Assert.InRange(Estimate, 200_000, 20_000_000);
    }

    [Fact]
    public void A_receivers_own_estimate_bounds_it_and_is_believed_while_little_is_lost()
    {
        Started(500_000);
        _estimator.ReceiveEstimate(1_500_000);
        Assert.Equal(1_500_000, Estimate);
        _estimator.ReceiveEstimate(700_000);
        Assert.Equal((700_000, DownlinkState.Congested), (Estimate, _estimator.State));
        Report(0.5, sent: 700_000);
        Assert.InRange(Estimate, 250_000, 350_000);
        _estimator.ReceiveEstimate(700_000);
        Assert.InRange(Estimate, 250_000, 350_000);
    }

    [Theory]
    [InlineData(0, long.MaxValue)]
    [InlineData(long.MaxValue, 0)]
    public void Absurd_values_stay_within_bounds(long receiver, long roundTrip)
    {
        Started(500_000);
        _estimator.ReceiveEstimate(receiver);
        _estimator.Receive(new ReportedReceipt(int.MaxValue, int.MaxValue), roundTrip, long.MaxValue, _now + 1);
        _estimator.Receive(new ReportedReceipt(100, int.MinValue), -roundTrip, 0, _now + 10_000_000);
        Assert.InRange(Estimate, BandwidthEstimator.Lowest, BandwidthEstimator.Highest);
    }

    private long Started(long sent)
    {
        Report(0, sent: 0);
        Report(0, sent);
        return Estimate;
    }

    private void Report(double loss, long sent, long roundTrip = RoundTrip)
    {
        _now += MediaTime.Seconds(1);
        _bytes += sent / 8;
        _estimator.Receive(new ReportedReceipt(100, (int)(100 * loss)), roundTrip, _bytes, _now);
    }
}
