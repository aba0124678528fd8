using Rtp.Srtp;

namespace Rtp.Tests.Srtp;

public sealed class ReplayWindowTests
{
    [Fact]
    public void It_is_at_least_as_wide_as_asked_for()
    {
        Assert.True(new ReplayWindow(SrtpSource.RtpWindowSize).Size >= 1024);
        Assert.True(new ReplayWindow(SrtpSource.RtcpWindowSize).Size >= 128);
        for (int size = 1; size < 300; size++)
        {
            Assert.True(new ReplayWindow(size).Size >= size);
        }
    }

    [Fact]
    public void The_last_index_inside_is_accepted_and_the_next_one_is_too_old()
    {
        ReplayWindow window = new(128);
        window.Commit(10_000);
        ulong edge = 10_000 - (ulong)window.Size;
        Assert.Equal(SrtpStatus.TooOld, window.Check(edge));
        Assert.Equal(SrtpStatus.Ok, window.Check(edge + 1));
        window.Commit(edge + 1);
        Assert.Equal(SrtpStatus.Replayed, window.Check(edge + 1));
    }

    [Fact]
    public void Checking_changes_nothing()
    {
        ReplayWindow window = new(128);
        Assert.Equal(SrtpStatus.Ok, window.Check(5));
        Assert.False(window.HasStarted);
        window.Commit(5);
        Assert.Equal(SrtpStatus.Ok, window.Check(1_000_000));
        Assert.Equal(5u, window.Highest);
        Assert.Equal(SrtpStatus.Replayed, window.Check(5));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void It_agrees_with_a_set_of_all_indices_on_random_walks(int seed)
    {
        Random random = new(seed);
        ReplayWindow window = new(128);
        HashSet<ulong> seen = [];
        ulong highest = 100_000;
        window.Commit(highest);
        seen.Add(highest);
        for (int i = 0; i < 50_000; i++)
        {
            int step = random.Next(100) < 2 ? random.Next(1000) : random.Next(-2 * window.Size, 4);
            ulong index = (ulong)Math.Max(0, (long)highest + step);
            SrtpStatus expected = highest >= index && highest - index >= (ulong)window.Size ? SrtpStatus.TooOld
                : seen.Contains(index) ? SrtpStatus.Replayed
                : SrtpStatus.Ok;
            Assert.Equal(expected, window.Check(index));
            if (expected == SrtpStatus.Ok)
            {
                window.Commit(index);
                seen.Add(index);
                highest = Math.Max(highest, index);
            }

            Assert.Equal(highest, window.Highest);
        }
    }
}
