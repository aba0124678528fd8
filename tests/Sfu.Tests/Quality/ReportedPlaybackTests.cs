using Sfu.Quality;

namespace Sfu.Tests.Quality;

/// <summary>What a client says that it showed, held against what it was sent.</summary>
public sealed class ReportedPlaybackTests
{
    private readonly ReportedPlayback _playback = new();
    private FrameMeter _sent;
    private long _missed;
    private MediaTime _now = new(MediaTime.Seconds(10));

    [Fact]
    public void The_first_report_tells_nothing_as_it_is_not_known_since_when()
    {
        Send(pictures: 40);
        Assert.Null(Report(frozen: 1));
    }

    [Fact]
    public void What_stood_still_or_was_not_decoded_counts()
    {
        Begin();
        Send(pictures: 100);
        Playback playback = Report(frozen: 0.2, framesPerSecond: 12.5)!.Value;
        Assert.Equal((0.2, 0.5), (playback.Frozen, playback.Shown));
    }

    [Fact]
    public void More_than_was_sent_is_not_believed()
    {
        Begin();
        Send(pictures: 100);
        Assert.Equal(1, Report(framesPerSecond: 1000)!.Value.Shown);
    }

    [Fact]
    public void What_a_client_does_not_say_does_not_count()
    {
        Begin();
        Send(pictures: 100);
        Playback playback = Report()!.Value;
        Assert.Equal((0, 1, 1), (playback.Frozen, playback.Shown, playback.Concealed));
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(30_000)]
    public void What_stood_still_at_its_publisher_already_does_not_count(int milliseconds)
    {
        Begin();
        Send(pictures: 50);
        Send(pictures: 1, apart: milliseconds);
        Send(pictures: 50);
        double share = milliseconds / (milliseconds + 4_000.0);
        Assert.Equal(0, Report(frozen: share, framesPerSecond: 5)!.Value.Frozen, 3);
        Assert.Equal(1, _playback.Last!.Value.Shown);
    }

    [Fact]
    public void Where_nothing_was_sent_nothing_stood_still()
    {
        Begin();
        _now += MediaTime.Seconds(4);
        Playback playback = Report(frozen: 1, framesPerSecond: 0)!.Value;
        Assert.Equal((0, 1), (playback.Frozen, playback.Shown));
    }

    [Fact]
    public void Where_the_publisher_lost_packets_since_the_last_report_nobody_knows_whose_fault_it_is()
    {
        Begin();
        _missed += 5;
        Send(pictures: 100);
        Playback playback = Report(frozen: 1, framesPerSecond: 0)!.Value;
        Assert.Equal((0, 1), (playback.Frozen, playback.Shown));

        Send(pictures: 100);
        Assert.Equal(1, Report(frozen: 1)!.Value.Frozen);
    }

    [Fact]
    public void A_report_that_was_held_up_on_its_way_says_nothing_of_the_moment_until_it_came()
    {
        Begin();
        Send(pictures: 200);
        Playback judged = Report(frozen: 0, framesPerSecond: 25)!.Value;
        Send(pictures: 1, apart: 5);
        Assert.Equal(judged, Report(frozen: 0, framesPerSecond: 20));

        Send(pictures: 99);
        Assert.InRange(Report(frozen: 0, framesPerSecond: 25)!.Value.Shown, 0.98, 1);
    }

    [Fact]
    public void A_publishers_freeze_that_the_client_sees_end_after_its_report_is_taken_off_the_next_one_and_no_other()
    {
        Begin();
        Send(pictures: 75);
        Send(pictures: 1, apart: 1_000);
        Assert.Equal(0, Report(frozen: 0)!.Value.Frozen);

        Send(pictures: 100);
        Assert.Equal(0.05, Report(frozen: 0.3)!.Value.Frozen, 3);
        Send(pictures: 100);
        Assert.Equal(0.25, Report(frozen: 0.25)!.Value.Frozen, 3);
    }

    [Fact]
    public void A_publishers_freeze_that_no_client_sees_excuses_nothing_later()
    {
        Begin();
        Send(pictures: 75);
        Send(pictures: 1, apart: 1_000);
        Report(frozen: 0);
        Send(pictures: 100);
        Report(frozen: 0);
        Send(pictures: 100);
        Assert.Equal(0.25, Report(frozen: 0.25)!.Value.Frozen, 3);
    }

    private void Begin()
    {
        Send(pictures: 40);
        Report();
    }

    private void Send(int pictures, int apart = 40)
    {
        for (int i = 0; i < pictures; i++)
        {
            _now += MediaTime.Milliseconds(apart);
            _sent.Add(_now);
        }
    }

    private Playback? Report(double? frozen = null, double? framesPerSecond = null)
    {
        _playback.Note(new SlotReception(0, frozen, framesPerSecond, null), _sent, _missed, _now);
        return _playback.Last;
    }
}
