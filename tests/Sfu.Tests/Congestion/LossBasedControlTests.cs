using Sfu.Congestion;

namespace Sfu.Tests.Congestion;

public sealed class LossBasedControlTests
{
    private readonly LossBasedControl _control = new();
    private MediaTime _now = MediaTime.Zero;

    [Theory]
    [InlineData(0, double.PositiveInfinity)]
    [InlineData(1, double.PositiveInfinity)]
    [InlineData(8, double.PositiveInfinity)]
    [InlineData(30, 850_000)]
    [InlineData(60, 700_000)]
    public void One_window_of_losses_bounds_the_rate_above_a_tenth_only(int lostOfHundred, double bound)
    {
        Window(0, 0, 1_000_000, null, queued: true);
        Window(100 - lostOfHundred, lostOfHundred, 1_000_000, null, queued: true);
        Assert.Equal(bound, _control.BitsPerSecond);
    }

    [Fact]
    public void The_bound_does_not_fall_far_below_what_gets_through()
    {
        Window(40, 60, 1_000_000, 900_000, queued: true);
        Window(40, 60, 1_000_000, 900_000, queued: true);
        Assert.Equal(810_000, _control.BitsPerSecond);
    }

    [Fact]
    public void Loss_that_a_lower_rate_does_not_cure_is_the_links_own()
    {
        double estimate = 2_000_000;
        for (int i = 0; i < 40; i++)
        {
            Window(85, 15, estimate, estimate * 0.85, queued: false);
            estimate = Math.Min(estimate, _control.BitsPerSecond);
        }

        Assert.InRange(estimate, 1_500_000, 2_000_000);
    }

    [Fact]
    public void A_burst_without_a_queue_bounds_nothing()
    {
        for (int i = 0; i < 10; i++)
        {
            Window(100, 0, 1_000_000, 1_000_000, queued: false);
            Window(70, 30, 1_000_000, 700_000, queued: false);
            Assert.Equal(double.PositiveInfinity, _control.BitsPerSecond);
        }
    }

    [Fact]
    public void What_is_lost_in_every_window_bounds_the_rate_without_a_queue_too()
    {
        Window(100, 0, 1_000_000, 1_000_000, queued: false);
        Window(70, 30, 1_000_000, 700_000, queued: false);
        Window(70, 30, 1_000_000, 700_000, queued: false);
        Assert.InRange(_control.BitsPerSecond, 800_000, 950_000);
    }

    [Fact]
    public void Packets_that_came_after_all_were_not_lost()
    {
        Window(100, 20, 1_000_000, null, queued: true);
        Window(120, 0, 1_000_000, null, queued: true);
        Window(100, -20, 1_000_000, null, queued: true);
        Assert.Equal(0, _control.Loss);
    }

    private void Window(int received, int lost, double estimate, double? throughput, bool queued)
    {
        _now += MediaTime.Milliseconds(400);
        _control.Update(received, lost, estimate, throughput, queued, _now);
    }
}
