namespace Sfu.Congestion;

/// <summary>
/// Tries what a receiver without transport-wide feedback can take: as its reports and its own estimate say no more than that what it was sent got through, padding
/// fills the estimate while more is wished for, as libwebrtc did before it probed. Ends at congestion, and pauses the longer the more often it found the end of the way.
/// </summary>
internal sealed class EstimateFiller
{
    private const long Step = 20_000;
    private const long ShortestPause = 5_000_000;
    private const long LongestPause = 15_000_000;

    // After a picture that was larger than its share nothing is owed for long.
    private const long LongestDebt = 300_000;
    private const double WorthwhileGain = 1.2;
    private const double AnotherWay = 0.5;

    private MediaTime _earliest;
    private MediaTime _last;
    private long _pause = ShortestPause;
    private long _bitsPerSecond;
    private long _bytesBefore;
    private double _allowed;
    private double _began;

    /// <summary>When <see cref="Advance"/> has something to ask for.</summary>
    public MediaTime NextDeadline { get; private set; } = MediaTime.Never;

    /// <summary>Begins, goes on or ends, as the estimate calls for.</summary>
    /// <param name="estimate">What is known.</param>
    /// <param name="wanted">What would be sent if it got through, in bits a second.</param>
    /// <param name="bytesSent">In all.</param>
    /// <param name="now">The time.</param>
    public void Consider(in DownlinkEstimate estimate, long wanted, long bytesSent, MediaTime now)
    {
        _bitsPerSecond = estimate.BitsPerSecond;
        if (estimate.State == DownlinkState.Congested)
        {
            Pause(now);
        }
        else if (estimate.State != DownlinkState.Steady || wanted <= estimate.BitsPerSecond)
        {
            NextDeadline = MediaTime.Never;
        }
        else if (NextDeadline == MediaTime.Never && now >= _earliest)
        {
            NextDeadline = now + Step;
            (_last, _bytesBefore, _allowed, _began) = (now, bytesSent, 0, estimate.BitsPerSecond);
        }
    }

    /// <summary>How many bytes are to be sent now: of what waits, else padding.</summary>
    /// <param name="bytesSent">In all, padding too.</param>
    /// <param name="now">The time.</param>
    public long Advance(long bytesSent, MediaTime now)
    {
        if (NextDeadline > now)
        {
            return 0;
        }

        NextDeadline = now + Step;
        double perMicrosecond = _bitsPerSecond / 8e6;
        _allowed += (perMicrosecond * (now - _last)) - (bytesSent - _bytesBefore);
        _allowed = Math.Clamp(_allowed, -perMicrosecond * LongestDebt, perMicrosecond * 2 * Step);
        (_last, _bytesBefore) = (now, bytesSent);
        return Math.Max(0, (long)_allowed);
    }

    private void Pause(MediaTime now)
    {
        if (NextDeadline != MediaTime.Never)
        {
            _pause = _bitsPerSecond > _began * WorthwhileGain ? ShortestPause : Math.Min(_pause * 3 / 2, LongestPause);
            NextDeadline = MediaTime.Never;
        }

        if (_bitsPerSecond < _began * AnotherWay)
        {
            // What was found out is of another way.
            _pause = ShortestPause;
        }

        _earliest = now + _pause;
    }
}
