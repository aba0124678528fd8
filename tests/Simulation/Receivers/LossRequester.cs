using Sfu;

namespace Simulation.Receivers;

/// <summary>
/// Which packets a browser asks for again, and when, as libwebrtc: at once (or, on a network that reorders, after as many packets as half of the late
/// ones were late by), then once a round trip, ten times. What is missing before a keyframe is forgotten when there is too much of it.
/// </summary>
internal sealed class LossRequester
{
    private const int MaximumTries = 10;
    private const int MaximumMissing = 1_000;
    private const int Distances = 128;
    private const int LeastDistances = 20;

    private readonly SortedDictionary<long, Missing> _missing = [];
    private readonly SortedSet<long> _keyframes = [];
    private readonly Queue<int> _distances = new();
    private long? _newest;

    /// <summary>Numbers that were asked for, each counted once.</summary>
    public int Requested { get; private set; }

    /// <summary>Requests in all.</summary>
    public int Requests { get; private set; }

    /// <summary>Numbers given up.</summary>
    public int GivenUp { get; private set; }

    /// <summary>Notes a packet.</summary>
    /// <param name="number">Its number in 64 bits.</param>
    /// <param name="keyframe">Whether it starts a keyframe.</param>
    /// <param name="repaired">Whether it came as retransmission.</param>
    /// <param name="asked">Whether it was asked for.</param>
    /// <returns>False when too much is missing: then a keyframe is needed.</returns>
    public bool Receive(long number, bool keyframe, bool repaired, out bool asked)
    {
        asked = false;
        if (keyframe)
        {
            _keyframes.Add(number);
        }

        if (_newest is not { } newest)
        {
            _newest = number;
            return true;
        }

        if (number <= newest)
        {
            if (_missing.Remove(number, out Missing? found))
            {
                asked = found.Tries > 0;
            }

            if (found is { Tries: 0 } && !repaired)
            {
                NoteDistance((int)Math.Min(newest - number, 1_000));
            }

            return true;
        }

        int wait = WaitPackets();
        for (long missing = newest + 1; missing < number; missing++)
        {
            _missing[missing] = new Missing(missing + wait);
        }

        _newest = number;
        return _missing.Count <= MaximumMissing || ForgetBeforeKeyframe();
    }

    /// <summary>What to ask for now.</summary>
    /// <param name="roundTrip">Microseconds to the sender and back.</param>
    /// <param name="again">Whether to ask once more for what was asked for a round trip ago.</param>
    /// <param name="now">The time.</param>
    public ushort[] TakeDue(long roundTrip, bool again, MediaTime now)
    {
        List<ushort> due = [];
        foreach ((long number, Missing missing) in _missing.ToList())
        {
            bool first = missing.Tries == 0 && _newest >= missing.From;
            if (!first && !(again && missing.Tries > 0 && now - missing.LastSent >= roundTrip))
            {
                continue;
            }

            if (missing.Tries == MaximumTries)
            {
                _missing.Remove(number);
                GivenUp++;
                continue;
            }

            Requested += first ? 1 : 0;
            missing.Tries++;
            missing.LastSent = now;
            due.Add((ushort)number);
        }

        Requests += due.Count;
        return [.. due];
    }

    private bool ForgetBeforeKeyframe()
    {
        while (_missing.Count > MaximumMissing && _keyframes.Count > 0)
        {
            long keyframe = _keyframes.Min;
            _keyframes.Remove(keyframe);
            foreach (long number in _missing.Keys.TakeWhile(number => number < keyframe).ToList())
            {
                _missing.Remove(number);
            }
        }

        if (_missing.Count <= MaximumMissing)
        {
            return true;
        }

        _missing.Clear();
        return false;
    }

    private void NoteDistance(int distance)
    {
        _distances.Enqueue(distance);
        if (_distances.Count > Distances)
        {
            _distances.Dequeue();
        }
    }

    private int WaitPackets() => _distances.Count < LeastDistances ? 0 : _distances.Order().ElementAt(_distances.Count / 2);

    private sealed class Missing(long from)
    {
        /// <summary>It is asked for when a packet with this number or a higher one has come.</summary>
        public long From => from;

        public int Tries { get; set; }

        public MediaTime LastSent { get; set; }
    }
}
