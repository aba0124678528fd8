using Rtp.HeaderExtensions;

namespace Sfu.Streams.Outgoing;

/// <summary>
/// How long a receiver is asked to let pictures wait at least (playout-delay extension), so that repairs come in time. Sound follows, as receivers keep the two
/// together. Receivers obey at once: it grows slowly enough that nobody sees it, and comes back slower still.
/// </summary>
internal sealed class PlayoutFloor
{
    private const long Unit = 10_000;

    // Of the time that passes: while it grows pictures are a fifth slower.
    private const int PartUp = 5;
    private const int PartDown = 50;
    private const long LongestStep = 400_000;

    // The bound that receivers have anyway, in units of 10 ms.
    private const ushort Highest = 1_000;

    private long _wait;
    private MediaTime _last;

    /// <summary>What the receiver is told with every packet, as packets get lost; null as long as there was no reason to tell it anything.</summary>
    public PlayoutDelay? Told { get; private set; }

    /// <summary>Comes closer to what is wanted. To be called with every picture.</summary>
    /// <param name="wanted">Microseconds.</param>
    /// <param name="now">The time.</param>
    public void Follow(long wanted, MediaTime now)
    {
        long passed = Math.Min(now - _last, LongestStep);
        _last = now;
        _wait += Math.Clamp(wanted - _wait, -passed / PartDown, passed / PartUp);
        if (_wait > 0 || Told is not null)
        {
            Told = new PlayoutDelay((ushort)(_wait / Unit), Highest);
        }
    }
}
