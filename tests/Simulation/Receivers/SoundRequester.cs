using Sfu;

namespace Simulation.Receivers;

/// <summary>
/// Which packets of sound a browser asks for again, and when, as libwebrtc's NackTracker and RTCP module: those that can still come in time and, so that the delay learns of
/// them, others that have not been missing for long (20 ms for each percent of loss). New ones at once, all every 5 ms and one and a half round trips.
/// </summary>
internal sealed class SoundRequester
{
    private const double LossMemory = 0.996;
    private const double WaitForOne = 100 * 20_000;
    private const long Margin = 5_000;

    private readonly SortedDictionary<long, MediaTime> _missing = [];
    private long? _newest;
    private long _lastAsked;
    private MediaTime _allAskedAt;
    private double _loss;

    /// <summary>Numbers that were asked for, each time counted.</summary>
    public int Requests { get; private set; }

    /// <summary>Notes a packet.</summary>
    /// <param name="number">Its number in 64 bits.</param>
    /// <param name="now">The time.</param>
    /// <returns>Whether a later one came before it.</returns>
    public bool Receive(long number, MediaTime now)
    {
        if (number <= _newest)
        {
            _missing.Remove(number);
            return true;
        }

        for (long missing = (_newest ?? number - 1) + 1; missing < number; missing++)
        {
            _missing[missing] = now;
            _loss = 1 - (LossMemory * (1 - _loss));
        }

        _loss *= LossMemory;
        _newest = number;
        return false;
    }

    /// <summary>Forgets what is too late.</summary>
    /// <param name="next">The number of the next packet to be played.</param>
    public void Pass(long next)
    {
        foreach (long number in _missing.Keys.TakeWhile(number => number < next).ToList())
        {
            _missing.Remove(number);
        }
    }

    /// <summary>What to ask for now.</summary>
    /// <param name="timeToPlay">Microseconds until a packet is to be played.</param>
    /// <param name="roundTrip">Microseconds to the sender and back.</param>
    /// <param name="now">The time.</param>
    public ushort[] TakeDue(Func<long, long> timeToPlay, long roundTrip, MediaTime now)
    {
        long[] wanted =
        [
            .. _missing
                .Where(missing => timeToPlay(missing.Key) > roundTrip || now - missing.Value + roundTrip < _loss * WaitForOne)
                .Select(missing => missing.Key),
        ];
        bool all = now - _allAskedAt > Margin + (roundTrip * 3 / 2);
        long[] due = all ? wanted : [.. wanted.Where(number => number > _lastAsked)];
        if (due.Length == 0)
        {
            return [];
        }

        _allAskedAt = all ? now : _allAskedAt;
        _lastAsked = due[^1];
        Requests += due.Length;
        return [.. due.Select(number => (ushort)number)];
    }
}
