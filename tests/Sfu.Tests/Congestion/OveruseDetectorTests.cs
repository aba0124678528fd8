using Sfu.Congestion;

namespace Sfu.Tests.Congestion;

public sealed class OveruseDetectorTests
{
    [Theory]
    [InlineData(0.0, BandwidthUsage.Normal)]
    [InlineData(0.02, BandwidthUsage.Normal)]
    [InlineData(0.2, BandwidthUsage.Overusing)]
    [InlineData(-0.2, BandwidthUsage.Underusing)]
    internal void A_slope_of_the_delay_is_judged(double growth, BandwidthUsage usage)
    {
        var trend = new TrendlineEstimator();
        var detector = new OveruseDetector();
        bool seen = false;
        for (int i = 0; i < 60; i++)
        {
            long arrived = (long)(10_000 * (1 + growth));
            trend.Add(new GroupDelta(10_000, arrived, i * arrived));
            seen |= detector.Update(trend.Slope, trend.Deltas, 10_000, new MediaTime(i * 10_000)) == usage;
        }

        Assert.True(seen);
        Assert.Equal(growth > 0.1, seen && usage == BandwidthUsage.Overusing);
    }

    [Fact]
    public void One_late_packet_is_no_overuse()
    {
        var trend = new TrendlineEstimator();
        var detector = new OveruseDetector();
        for (int i = 0; i < 100; i++)
        {
            long late = i == 50 ? 15_000 : i == 51 ? -15_000 : 0;
            trend.Add(new GroupDelta(20_000, 20_000 + late, (i * 20_000) + late));
            Assert.NotEqual(BandwidthUsage.Overusing, detector.Update(trend.Slope, trend.Deltas, 20_000, new MediaTime(i * 20_000)));
        }
    }
}
