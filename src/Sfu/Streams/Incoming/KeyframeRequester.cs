namespace Sfu.Streams.Incoming;

/// <summary>
/// One request for a keyframe for everybody who needs one: repeated, ever more slowly, until the keyframe comes. A keyframe that
/// arrives clears the request. Requests that follow one another keep a distance, which grows as they go on: an audience that comes in, or somebody who asks
/// without need, costs the others few keyframes.
/// </summary>
internal sealed class KeyframeRequester
{
    // An encoder needs a frame's time to answer, beside the round trip.
    private const long MinimumInterval = 200_000;
    private const long MaximumInterval = 2_000_000;
    private const int MaximumBackOff = 4;
    private const long LeastDistance = 500_000;
    private const long MostDistance = 1_000_000;
    private const long Calm = 3_000_000;

    private MediaTime _lastSent = new(-Calm);
    private long _interval = MinimumInterval;
    private int _backOff;
    private long _distance;

    /// <summary>Whether somebody waits for a keyframe.</summary>
    public bool Pending { get; private set; }

    /// <summary>When to send a request.</summary>
    public MediaTime NextDeadline => !Pending ? MediaTime.Never : _lastSent + (_backOff == 0 ? _distance : _interval);

    /// <summary>Requests sent in all.</summary>
    public long Sent { get; private set; }

    /// <summary>Somebody needs a keyframe.</summary>
    public void Request()
    {
        if (!Pending)
        {
            Pending = true;
            _backOff = 0;
        }
    }

    /// <summary>A keyframe came.</summary>
    public void Clear() => Pending = false;

    /// <summary>Whether to send a request now; counts as sent.</summary>
    /// <param name="now">The time.</param>
    /// <param name="roundTrip">Microseconds between here and the sender.</param>
    public bool TrySend(MediaTime now, long roundTrip)
    {
        if (NextDeadline > now)
        {
            return false;
        }

        if (_backOff == 0)
        {
            _distance = now - _lastSent > Calm ? LeastDistance : Math.Min(2 * _distance, MostDistance);
        }

        // A sender that does not answer (its camera was closed) is not to be pressed.
        _interval = Math.Min(Math.Max(MinimumInterval, roundTrip) << _backOff, MaximumInterval);
        _backOff = Math.Min(_backOff + 1, MaximumBackOff);
        _lastSent = now;
        Sent++;
        return true;
    }
}
