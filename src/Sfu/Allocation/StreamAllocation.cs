namespace Sfu.Allocation;

/// <summary>
/// What one stream to a participant may use, and whether it flows. Hysteresis in rate and in time: pictures that come and go are worse than none.
/// </summary>
internal sealed class StreamAllocation
{
    // A dip that is over sooner is bridged by the queues on the way.
    private const long PauseAfter = 1_000_000;

    // What finds not even half of what it needs would only stand in the way of others.
    private const long PauseSoonAfter = 200_000;

    // How much more than it needs there must be, and how long a pause lasts at least, before it flows again.
    private const double ResumeFactor = 1.25;
    private const long ShortestPause = 1_500_000;

    // After a fall it stays down for a while; longer, and longer again, when it had risen only just before.
    private const long ShortestHold = 1_500_000;
    private const long LongestHold = 60_000_000;
    private const long ProvingTime = 10_000_000;

    private MediaTime? _shortSince;
    private MediaTime _rose;
    private MediaTime _mayRise;
    private long _hold = ShortestHold;
    private MediaTime _changed;

    /// <summary>Bits a second on the wire; <see cref="long.MaxValue"/> while nothing limits it.</summary>
    public long BitsPerSecond { get; private set; } = long.MaxValue;

    /// <summary>Whether it is held back because the way to the participant cannot carry it.</summary>
    public bool Paused { get; private set; }

    /// <summary>Gives it a share of what the way carries.</summary>
    /// <param name="share">Bits a second that are left for it.</param>
    /// <param name="need">Bits a second below which it is of no use.</param>
    /// <param name="now">The time.</param>
    /// <returns>Whether it paused, or flows again.</returns>
    public bool Update(long share, long need, MediaTime now)
    {
        BitsPerSecond = Math.Max(0, share);
        if (Paused)
        {
            return share >= need * ResumeFactor && now - _changed >= ShortestPause && Change(paused: false, now);
        }

        _shortSince = share >= need ? null : _shortSince ?? now;
        return _shortSince is { } since && now - since >= (share < need / 2 ? PauseSoonAfter : PauseAfter) && Change(paused: true, now);
    }

    /// <summary>Whether it may be raised by a layer.</summary>
    public bool MayRise(MediaTime now) => now >= _mayRise;

    /// <summary>Notes a change of its layer.</summary>
    /// <param name="before">Its place among those that can be had, from the lowest.</param>
    /// <param name="level">Its place now.</param>
    /// <param name="now">The time.</param>
    public void NoteLevel(int before, int level, MediaTime now)
    {
        if (level > before)
        {
            _rose = now;
        }
        else if (level < before)
        {
            _hold = now - _rose < ProvingTime ? Math.Min(_hold * 2, LongestHold) : ShortestHold;
            _mayRise = now + _hold;
        }
    }

    /// <summary>Falls of before do not count any more: it comes before others now that it came after.</summary>
    public void Forgive()
    {
        _hold = ShortestHold;
        _mayRise = MediaTime.Zero;
    }

    /// <summary>Nothing limits it any more.</summary>
    /// <returns>Whether it flows again.</returns>
    public bool Clear(MediaTime now)
    {
        BitsPerSecond = long.MaxValue;
        _shortSince = null;
        return Paused && Change(paused: false, now);
    }

    private bool Change(bool paused, MediaTime now)
    {
        Paused = paused;
        _shortSince = null;
        _changed = now;
        return true;
    }
}
