using Sfu;

namespace Simulation.Receivers;

/// <summary>
/// When pictures are shown, as libwebrtc's VCMTiming: later than they come on average by what is allowed for those that come late (<see cref="JitterEstimate"/>) and,
/// where packets had to be asked for again three times within a minute, for asking (0.9 round trips, 200 ms at most); at least by what the sender asks for
/// (playout-delay extension) and what sound and picture need to go together.
/// </summary>
internal sealed class VideoTiming
{
    // Of so many frames the usual delay is learned.
    private const double LongestMemory = 600;

    private const int RepairsToWaitFor = 3;
    private const long RepairMemory = 60_000_000;
    private const double RepairShare = 0.9;
    private const long MostForRepair = 200_000;

    // The delay follows its target by 100 ms a second.
    private const double Slope = 0.1;

    private readonly JitterEstimate _jitter = new();
    private double _usual;
    private double _frames;
    private (MediaTime Arrival, long Media)? _last;
    private MediaTime _lastRepair;
    private MediaTime _decodedAt;
    private int _repairs;
    private double _current;

    /// <summary>Microseconds that the sender wants pictures to wait at least, by the playout-delay extension.</summary>
    public long Floor { get; set; }

    /// <summary>Microseconds that they have to wait longer to be shown with their sound.</summary>
    public long Sync { get; set; }

    /// <summary>Microseconds that pictures wait beyond the usual way.</summary>
    public long Current => (long)Math.Max(_current + Sync, Floor);

    /// <summary>Notes a frame that came by itself.</summary>
    public void NoteArrival(long media, MediaTime now)
    {
        _frames = Math.Min(_frames + 1, LongestMemory);
        _usual += (now.Microseconds - media - _usual) / _frames;
    }

    /// <summary>Notes a frame that is decoded.</summary>
    /// <param name="media">Its time, in microseconds.</param>
    /// <param name="arrival">When it was complete.</param>
    /// <param name="bytes">Its size.</param>
    /// <param name="asked">Whether a part of it had to be asked for.</param>
    /// <param name="roundTrip">Microseconds that asking takes.</param>
    /// <param name="now">The time.</param>
    public void NoteDecoded(long media, MediaTime arrival, int bytes, bool asked, long roundTrip, MediaTime now)
    {
        if (asked)
        {
            _repairs = Math.Min(_repairs + 1, RepairsToWaitFor);
            _lastRepair = now;
        }
        else
        {
            if (_last is { } last)
            {
                _jitter.Add((arrival - last.Arrival - (media - last.Media)) / 1e3, bytes);
            }

            _last = (arrival, media);
        }

        Follow(Target(roundTrip, now), now - PlayAt(media), now);
    }

    /// <summary>When a picture is to be shown.</summary>
    public MediaTime PlayAt(long media) => new(media + (long)_usual + Current);

    private double Target(long roundTrip, MediaTime now)
    {
        if (now - _lastRepair > RepairMemory)
        {
            _repairs = 0;
        }

        double repair = _repairs < RepairsToWaitFor ? 0 : Math.Min(RepairShare * roundTrip, MostForRepair);
        return (_jitter.Current * 1e3) + repair;
    }

    // A picture that is late waited longer already: the delay grows by that at once.
    private void Follow(double target, long late, MediaTime now)
    {
        double step = Slope * (now - _decodedAt);
        _current = _decodedAt == MediaTime.Zero ? target : Math.Clamp(target, _current - step, _current + Math.Max(step, late));
        _decodedAt = now;
    }
}
