namespace Sfu.Dtls;

/// <summary>
/// The repetitions of the flight that the peer has not answered yet, and when each is due (RFC 6347 section 4.2.4.1, with the
/// short first interval that section allows to real-time media).
/// </summary>
internal sealed class DtlsFlight
{
    private const long FirstInterval = 50_000;
    private const long LongestInterval = 1_000_000;

    private readonly Queue<byte[]> _repetitions;
    private long _interval = FirstInterval;

    /// <param name="repetitions">Each the records of the whole flight.</param>
    /// <param name="now">When the flight itself leaves.</param>
    internal DtlsFlight(IEnumerable<byte[]> repetitions, MediaTime now)
    {
        _repetitions = new Queue<byte[]>(repetitions);
        Deadline = now + _interval;
    }

    /// <summary>When to repeat, or after the last repetition when to give up.</summary>
    internal MediaTime Deadline { get; private set; }

    /// <summary>Takes the repetition that is due; false if none is left.</summary>
    internal bool TryTake(MediaTime now, out byte[] records)
    {
        if (!_repetitions.TryDequeue(out records!))
        {
            return false;
        }

        _interval = Math.Min(_interval * 2, LongestInterval);
        Deadline = now + _interval;
        return true;
    }
}
