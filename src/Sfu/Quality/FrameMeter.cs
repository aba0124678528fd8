namespace Sfu.Quality;

/// <summary>
/// Counts pictures and how long they stood still: a gap is a freeze when it is longer than three usual ones, and by 150 ms longer than one
/// (W3C webrtc-stats, <c>freezeCount</c>).
/// </summary>
internal struct FrameMeter
{
    private const long FreezeMargin = 150_000;

    // A longer gap is a camera that was off.
    private const long LongestFreeze = 5_000_000;

    private MediaTime _last;
    private long _usual;
    private bool _started;

    /// <summary>Pictures that ended.</summary>
    public long Frames { get; private set; }

    /// <summary>Microseconds that pictures stood still.</summary>
    public long Frozen { get; private set; }

    /// <summary>Microseconds of gaps that are too long for a freeze.</summary>
    public long Off { get; private set; }

    /// <summary>The time until the next picture is not one in which pictures stood still.</summary>
    public void Restart() => _started = false;

    /// <summary>A picture is complete.</summary>
    public void Add(MediaTime now)
    {
        Frames++;
        if (_started)
        {
            long gap = now - _last;
            if (_usual > 0 && gap > LongestFreeze)
            {
                Off += gap;
            }
            else if (_usual > 0 && gap > Math.Max(3 * _usual, _usual + FreezeMargin))
            {
                Frozen += gap;
            }
            else
            {
                _usual = _usual == 0 ? gap : _usual + ((gap - _usual) / 16);
            }
        }

        _started = true;
        _last = now;
    }
}
