namespace Sfu.Allocation;

/// <summary>How long who fell waits before it rises again: longer, and longer again, when it had risen only just before.</summary>
/// <param name="longest">The longest that this may become, in microseconds.</param>
internal struct HoldOff(long longest)
{
    private const long Shortest = 1_500_000;
    private const long ProvingTime = 10_000_000;

    private long _length = Shortest;
    private MediaTime? _rose;
    private MediaTime _ends;

    /// <summary>Whether it may rise.</summary>
    public readonly bool IsOver(MediaTime now) => now >= _ends;

    /// <summary>It rose.</summary>
    public void NoteRise(MediaTime now) => _rose = now;

    /// <summary>It fell.</summary>
    public void NoteFall(MediaTime now)
    {
        _length = now - _rose < ProvingTime ? Math.Min(_length * 2, longest) : Shortest;
        _ends = now + _length;
    }

    /// <summary>Falls of before do not count any more.</summary>
    public void Forget() => this = new HoldOff(longest);
}
