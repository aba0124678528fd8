using Sfu.Quality;

namespace Sfu.Tests.Quality;

public sealed class FrameMeterTests
{
    private FrameMeter _meter;
    private MediaTime _now = new(MediaTime.Seconds(10));

    [Fact]
    public void Pictures_in_their_rhythm_do_not_freeze()
    {
        Add(30, 100);
        Add(60, 2);
        Assert.Equal(102, _meter.Frames);
        Assert.Equal(0, _meter.Frozen);
    }

    [Fact]
    public void A_long_gap_is_a_freeze_and_not_the_new_rhythm()
    {
        Add(30, 100);
        Add(500, 1);
        Add(30, 10);
        Add(500, 1);
        Assert.Equal(MediaTime.Seconds(1), _meter.Frozen);
    }

    [Fact]
    public void A_camera_that_was_off_did_not_freeze()
    {
        Add(30, 100);
        Add(60_000, 1);
        Assert.Equal((0, MediaTime.Seconds(60)), (_meter.Frozen, _meter.Off));
    }

    [Fact]
    public void The_time_until_it_starts_anew_is_no_freeze_and_the_rhythm_is_known_still()
    {
        Add(30, 100);
        _meter.Restart();
        Add(500, 1);
        Assert.Equal((101, 0, 0), (_meter.Frames, _meter.Frozen, _meter.Off));
        Add(500, 1);
        Assert.Equal(MediaTime.Milliseconds(500), _meter.Frozen);
    }

    private void Add(int milliseconds, int times)
    {
        for (int i = 0; i < times; i++)
        {
            _now += MediaTime.Milliseconds(milliseconds);
            _meter.Add(_now);
        }
    }
}
