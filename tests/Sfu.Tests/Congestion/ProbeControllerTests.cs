using Sfu.Congestion;

namespace Sfu.Tests.Congestion;

public sealed class ProbeControllerTests
{
    private const long Wanted = 3_000_000;

    private static readonly MediaTime Start = new(MediaTime.Seconds(1000));
    private static readonly long Pause = MediaTime.Seconds(3);
    private static readonly DownlinkEstimate Estimate = new(500_000, 500_000, DownlinkState.Steady, ApplicationLimited: true);

    private readonly SentPacketHistory _history = new();
    private readonly ProbeController _probes;

    public ProbeControllerTests() => _probes = new ProbeController(_history);

    [Fact]
    public void Congestion_ends_a_probe_at_once_and_none_begins_for_three_seconds()
    {
        _probes.Consider(Estimate, Wanted, Start);
        Assert.InRange(_probes.Advance(Start), 1, long.MaxValue);
        Assert.Equal(1, _history.Probe);

        MediaTime congested = Start + 4_000;
        _probes.Abort(congested);
        Assert.Equal(MediaTime.Never, _probes.NextDeadline);
        Assert.Equal(0, _history.Probe);
        for (MediaTime now = congested; now - congested < Pause; now += 1_000)
        {
            _probes.Consider(Estimate, Wanted, now);
            Assert.Equal(0, _probes.Advance(now));
        }

        Assert.Equal(1, _probes.Count);
        _probes.Consider(Estimate, Wanted, congested + Pause);
        Assert.InRange(_probes.Advance(congested + Pause), 1, long.MaxValue);
        Assert.Equal(2, _probes.Count);
    }

    [Fact]
    public void What_a_probe_found_that_congestion_ended_opens_the_way_for_no_other()
    {
        _probes.Consider(Estimate, Wanted, Start);
        _probes.Advance(Start);
        _probes.Abort(Start + 4_000);
        _probes.NoteResult(Wanted, Start + 60_000);

        Assert.Equal(0, _probes.Found);
        Assert.False(_probes.IsAwaited(Start + 60_000));
        _probes.Consider(Estimate, Wanted, Start + 60_000);
        Assert.Equal(1, _probes.Count);
    }

    [Fact]
    public void A_probe_that_got_lost_is_sent_again_as_soon_as_that_is_known_but_not_for_ever()
    {
        MediaTime now = Start;
        for (int probe = 1; probe <= 3; probe++)
        {
            _probes.Consider(Estimate, Wanted, now);
            Assert.Equal(probe, _probes.Count);
            now = SendAndLose(now);
            _probes.NoteNoResult(now);
            Assert.True(_probes.IsAwaited(now));
            _probes.NoteNoResult(now);
            Assert.False(_probes.IsAwaited(now));
        }

        _probes.Consider(Estimate, Wanted, now);
        Assert.Equal(3, _probes.Count);
        _probes.Consider(Estimate, Wanted, now + Pause);
        Assert.Equal(4, _probes.Count);
    }

    private MediaTime SendAndLose(MediaTime now)
    {
        long first = _history.Count;
        while (_probes.NextDeadline != MediaTime.Never)
        {
            for (long bytes = _probes.Advance(now); bytes > 0; bytes -= 300)
            {
                _history.Add(SentPacketKind.Probe, 1, 0, 272, now);
            }

            now += 2_000;
        }

        for (long number = first; number < _history.Count; number++)
        {
            _probes.NoteNoResult(now);
            Assert.True(_probes.IsAwaited(now));
            _history.Settle(ref _history.Find(number), SentPacketFate.Missing);
        }

        return now;
    }
}
