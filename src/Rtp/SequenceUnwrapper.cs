namespace Rtp;

/// <summary>
/// Extends 16-bit sequence numbers to 64 bits: each to the value next to the highest one seen so far. The first value keeps its
/// number; what is older than it may come out negative.
/// </summary>
public struct SequenceUnwrapper
{
    private bool _started;

    /// <summary>The highest extended number so far; 0 before the first.</summary>
    public long Highest { get; private set; }

    /// <summary>Extends a number, and remembers it if it is the highest.</summary>
    public long Unwrap(ushort number)
    {
        long extended = Peek(number);
        if (!_started || extended > Highest)
        {
            Highest = extended;
            _started = true;
        }

        return extended;
    }

    /// <summary>Extends a number without remembering it.</summary>
    public readonly long Peek(ushort number) => _started ? Highest + (short)(number - (ushort)Highest) : number;
}
