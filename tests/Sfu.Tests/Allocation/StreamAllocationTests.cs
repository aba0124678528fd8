using Sfu.Allocation;

namespace Sfu.Tests.Allocation;

public sealed class StreamAllocationTests
{
    private const long Need = 100_000;

    private readonly StreamAllocation _allocation = new();

    [Fact]
    public void A_short_dip_pauses_nothing()
    {
        Assert.False(Update(50_000, 0));
        Assert.False(Update(50_000, 900));
        Assert.False(Update(150_000, 950));
        Assert.False(Update(50_000, 1_000));
        Assert.False(Update(50_000, 1_900));
        Assert.False(_allocation.Paused);
    }

    [Fact]
    public void What_lacks_its_need_for_a_second_is_paused_and_flows_again_with_some_to_spare()
    {
        Update(50_000, 0);
        Assert.True(Update(50_000, 1_000));
        Assert.True(_allocation.Paused);

        Assert.False(Update(110_000, 5_000));
        Assert.True(Update(130_000, 6_000));
        Assert.False(_allocation.Paused);
    }

    [Fact]
    public void What_lacks_more_than_half_of_its_need_is_paused_sooner()
    {
        Update(40_000, 0);
        Assert.False(Update(40_000, 100));
        Assert.True(Update(40_000, 200));
    }

    [Fact]
    public void A_pause_lasts_long_enough_not_to_flicker()
    {
        Update(50_000, 0);
        Update(50_000, 1_000);
        Assert.False(Update(1_000_000, 2_000));
        Assert.True(Update(1_000_000, 2_500));
    }

    [Fact]
    public void Who_pauses_soon_after_it_flowed_again_waits_twice_as_long_but_never_long()
    {
        Update(50_000, 0);
        Update(50_000, 1_000);
        long now = 1_000;
        foreach (long wait in (ReadOnlySpan<long>)[1_500, 3_000, 6_000, 6_000])
        {
            Assert.False(Update(1_000_000, now + wait - 1));
            Assert.True(Update(1_000_000, now + wait));
            Update(0, now + wait + 100);
            Assert.True(Update(0, now + wait + 300));
            now += wait + 300;
        }
    }

    [Fact]
    public void Who_comes_before_others_now_flows_at_once_however_often_it_paused_before()
    {
        Update(0, 0);
        Assert.True(Update(0, 1_000));
        Assert.True(Update(1_000_000, 2_500));
        Update(0, 2_600);
        Assert.True(Update(0, 3_000));
        Assert.False(Update(1_000_000, 3_100));
        _allocation.Forgive();
        Assert.True(Update(1_000_000, 3_100));
    }

    [Fact]
    public void Who_is_paused_has_its_room_kept_while_it_waits_for_its_time()
    {
        Assert.True(_allocation.HasRoom);
        Update(50_000, 0);
        Update(50_000, 1_000);
        Assert.False(_allocation.HasRoom);
        Assert.False(Update(200_000, 2_000));
        Assert.True(_allocation.HasRoom);
        Assert.False(_allocation.Update(200_000, Need, mayResume: false, At(3_000)));
        Assert.True(_allocation.HasRoom);
        Update(100_000, 3_100);
        Assert.False(_allocation.HasRoom);
    }

    [Fact]
    public void The_end_of_a_pause_is_told_when_pictures_are_sent()
    {
        Assert.False(_allocation.TakeNews(7));
        Update(50_000, 0);
        Update(50_000, 1_000);
        Assert.True(_allocation.TakeNews(7));
        Assert.False(_allocation.TakeNews(7));

        Update(1_000_000, 3_000);
        Assert.False(_allocation.TakeNews(7));
        Assert.True(_allocation.TakeNews(8));
        Assert.False(_allocation.TakeNews(9));
    }

    [Fact]
    public void A_pause_ends_at_once_for_who_waits_for_nothing()
    {
        Update(0, 0);
        Update(0, 1_000);
        Assert.True(_allocation.TakeNews(7));
        _allocation.Clear(At(1_100));
        Assert.True(_allocation.TakeNews(null));
    }

    [Fact]
    public void Without_a_limit_it_flows()
    {
        Update(0, 0);
        Update(0, 1_000);
        Assert.True(_allocation.Paused);
        _allocation.Clear(At(1_100));
        Assert.False(_allocation.Paused);
        Assert.Equal(long.MaxValue, _allocation.BitsPerSecond);
    }

    [Fact]
    public void Who_falls_soon_after_a_rise_waits_twice_as_long_each_time_before_the_next()
    {
        long now = 20_000;
        long[] waits = [3_000, 6_000, 12_000];
        foreach (long wait in waits)
        {
            _allocation.NoteLevel(0, 1, At(now));
            _allocation.NoteLevel(1, 0, At(now + 1_000));
            Assert.False(_allocation.MayRise(At(now + 1_000 + wait - 1)));
            now += 1_000 + wait;
            Assert.True(_allocation.MayRise(At(now)));
        }

        // One that proved itself falls without a grudge.
        _allocation.NoteLevel(0, 1, At(now));
        _allocation.NoteLevel(1, 0, At(now + 20_000));
        Assert.True(_allocation.MayRise(At(now + 21_500)));
    }

    private static MediaTime At(long milliseconds) => MediaTime.Zero + MediaTime.Milliseconds(milliseconds);

    private bool Update(long share, long milliseconds) => _allocation.Update(share, Need, mayResume: true, At(milliseconds));
}
