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

    // How much more than it needs there must be before it flows again.
    private const double ResumeFactor = 1.25;

    private const long LongestPause = 6_000_000;
    private const long LongestHold = 60_000_000;

    private HoldOff _pause = new(LongestPause);
    private HoldOff _fall = new(LongestHold);
    private uint? _toldAt;
    private MediaTime? _shortSince;

    /// <summary>Bits a second on the wire; <see cref="long.MaxValue"/> while nothing limits it.</summary>
    public long BitsPerSecond { get; private set; } = long.MaxValue;

    /// <summary>Whether it is held back because the way to the participant cannot carry it.</summary>
    public bool Paused { get; private set; }

    /// <summary>Whether it needs a share: it flows, or there is enough for that and it waits for its time alone.</summary>
    public bool HasRoom { get; private set; } = true;

    /// <summary>Gives it a share of what the way carries.</summary>
    /// <param name="share">Bits a second that are left for it.</param>
    /// <param name="need">Bits a second below which it is of no use.</param>
    /// <param name="mayResume">Whether it may flow again, if it is paused.</param>
    /// <param name="now">The time.</param>
    /// <returns>Whether it paused, or flows again.</returns>
    public bool Update(long share, long need, bool mayResume, MediaTime now)
    {
        BitsPerSecond = Math.Max(0, share);
        if (Paused)
        {
            HasRoom = share >= need * ResumeFactor;
            return HasRoom && mayResume && _pause.IsOver(now) && Change(paused: false, now);
        }

        _shortSince = share >= need ? null : _shortSince ?? now;
        return _shortSince is { } since && now - since >= (share < need / 2 ? PauseSoonAfter : PauseAfter) && Change(paused: true, now);
    }

    /// <summary>Whether its receiver is to be told: of a pause at once, of its end when there is something to see.</summary>
    /// <param name="sent">Packets of it that were sent so far, or null when nobody waits for any.</param>
    public bool TakeNews(uint? sent)
    {
        bool news = Paused ? _toldAt is null : _toldAt is { } before && sent != before;
        if (news)
        {
            _toldAt = Paused ? sent : null;
        }

        return news;
    }

    /// <summary>Whether it may be raised by a layer.</summary>
    public bool MayRise(MediaTime now) => _fall.IsOver(now);

    /// <summary>Notes a change of its layer.</summary>
    /// <param name="before">Its place among those that can be had, from the lowest.</param>
    /// <param name="level">Its place now.</param>
    /// <param name="now">The time.</param>
    public void NoteLevel(int before, int level, MediaTime now)
    {
        if (level > before)
        {
            _fall.NoteRise(now);
        }
        else if (level < before)
        {
            _fall.NoteFall(now);
        }
    }

    /// <summary>Falls and pauses of before do not count any more: it comes before others now that it came after.</summary>
    public void Forgive()
    {
        _fall.Forget();
        _pause.Forget();
    }

    /// <summary>Nothing limits it any more.</summary>
    public void Clear(MediaTime now)
    {
        BitsPerSecond = long.MaxValue;
        _shortSince = null;
        if (Paused)
        {
            Change(paused: false, now);
        }
    }

    private bool Change(bool paused, MediaTime now)
    {
        Paused = paused;
        HasRoom = !paused;
        _shortSince = null;
        if (paused)
        {
            _pause.NoteFall(now);
        }
        else
        {
            _pause.NoteRise(now);
        }

        return true;
    }
}
