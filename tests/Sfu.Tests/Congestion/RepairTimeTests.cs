using Sfu.Congestion;
using Sfu.Streams.Outgoing;

namespace Sfu.Tests.Congestion;

public sealed class RepairTimeTests
{
    private const long RoundTrip = 100_000;
    private static readonly MediaTime Start = new(MediaTime.Seconds(10));

    [Theory]
    [InlineData(0.0, 0)]
    [InlineData(0.01, 0)]
    [InlineData(0.05, 160_000)]
    [InlineData(0.1, 290_000)]
    [InlineData(0.3, 300_000)]
    public void Pictures_wait_for_as_many_round_trips_as_leave_hardly_anything_missing(double loss, long microseconds) =>
        Assert.Equal(microseconds, RepairTime.Of(loss, RoundTrip));

    [Fact]
    public void A_receiver_is_told_nothing_before_there_is_a_reason()
    {
        var floor = new PlayoutFloor();
        floor.Follow(0, Start);
        Assert.Null(floor.Told);
    }

    [Fact]
    public void The_wait_grows_in_steps_that_nobody_sees_and_comes_back_more_slowly()
    {
        var floor = new PlayoutFloor();
        Assert.Equal([8, 10, 12, 14], Follow(floor, 140_000, Start, 4));
        Assert.Equal(14, Follow(floor, 140_000, Start + 500_000, 2)[^1]);
        Assert.Equal([13, 13, 13, 13, 13, 12], Follow(floor, 0, Start + 700_000, 6));
        Assert.Equal(0, Follow(floor, 0, Start + 1_300_000, 100)[^1]);
        Assert.Equal(1_000, floor.Told!.Value.Maximum);
    }

    // A picture each 100 ms.
    private static int[] Follow(PlayoutFloor floor, long wanted, MediaTime start, int pictures) =>
        [.. Enumerable.Range(0, pictures).Select(picture =>
        {
            floor.Follow(wanted, start + (picture * 100_000));
            return (int)floor.Told!.Value.Minimum;
        })];
}
