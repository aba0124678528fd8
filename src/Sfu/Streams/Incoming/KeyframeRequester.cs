namespace Sfu.Streams.Incoming;

/// <summary>
/// One request for a keyframe for everybody who needs one: repeated, ever more slowly, until the keyframe comes. A keyframe that
/// arrives clears the request. New requests cost credit, of which there is enough for two: an audience that comes in, or somebody who asks without need, costs
/// the others few keyframes.
/// </summary>
internal sealed class KeyframeRequester
{
    // An encoder needs a frame's time to answer, beside the round trip.
    private const long MinimumInterval = 200_000;
    private const long MaximumInterval = 2_000_000;
    private const int MaximumBackOff = 4;

    // In microseconds: time gives it back.
    private const long Cost = 1_250_000;
    private const long MaximumCredit = 2 * Cost;

    private MediaTime _lastSent = new(-MaximumInterval);
    private long _interval = MinimumInterval;
    private int _backOff;
    private long _credit = MaximumCredit;

    /// <summary>Whether somebody waits for a keyframe.</summary>
    public bool Pending { get; private set; }

    /// <summary>When to send a request.</summary>
    public MediaTime NextDeadline => !Pending ? MediaTime.Never : _lastSent + (_backOff > 0 ? _interval : Math.Max(MinimumInterval, Cost - _credit));

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
            _credit = Math.Min(_credit + (now - _lastSent), MaximumCredit) - Cost;
        }

        // A sender that does not answer (its camera was closed) is not to be pressed.
        _interval = Math.Min(Math.Max(MinimumInterval, roundTrip) << _backOff, MaximumInterval);
        _backOff = Math.Min(_backOff + 1, MaximumBackOff);
        _lastSent = now;
        Sent++;
        return true;
    }
}
