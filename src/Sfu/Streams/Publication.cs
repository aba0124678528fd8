using Sfu.Relay;
using Sfu.Speakers;
using Sfu.Streams.Incoming;
using Sfu.Streams.Outgoing;

namespace Sfu.Streams;

/// <summary>What a participant publishes in one media section, and who receives it.</summary>
internal sealed class Publication(string mid, MediaKind kind, SenderClock clock, PayloadTypeMap payloadTypes, Action keyframeNeeded)
{
    /// <summary>More than this no camera is asked for, in bits a second.</summary>
    public const long HighestTarget = 2_500_000;

    private OutgoingStream[] _subscribers = new OutgoingStream[2];
    private int _subscriberCount;
    private RelayStream[] _relays = [];
    private bool _flowing;

    /// <summary>The section's <c>a=mid</c>.</summary>
    public string Mid => mid;

    /// <summary>Sound or pictures.</summary>
    public MediaKind Kind => kind;

    /// <summary>The publisher's clock.</summary>
    public SenderClock Clock => clock;

    /// <summary>What its publisher calls the codecs.</summary>
    public PayloadTypeMap PayloadTypes => payloadTypes;

    /// <summary>How much speech there is in it; null for pictures.</summary>
    public SpeechActivity? Speech { get; } = kind == MediaKind.Audio ? new SpeechActivity() : null;

    /// <summary>One request for a keyframe for all subscribers.</summary>
    public KeyframeRequester Keyframes { get; } = new();

    /// <summary>The source that carries it now, or null before the first packet.</summary>
    public IncomingStream? Stream { get; set; }

    /// <summary>Is told when the first subscriber comes and when the last one is gone.</summary>
    public Action<bool>? DemandChanged { get; set; }

    /// <summary>Other shards that receive it.</summary>
    public ReadOnlySpan<RelayStream> Relays => _relays;

    /// <summary>
    /// Whether its encoder is held to what its subscriber can take. Only in a call of two: among more, one bad receiver would lower everybody's picture.
    /// </summary>
    public bool FollowsTarget { get; set; }

    /// <summary>Is told when <see cref="Target"/> may have changed.</summary>
    public Action<MediaTime>? TargetChanged { get; set; }

    /// <summary>
    /// Bits a second on the wire that its subscribers can use at most: the best of them counts. <see cref="long.MaxValue"/> where nothing is to hold the
    /// encoder back.
    /// </summary>
    public long Target
    {
        get
        {
            long best = FollowsTarget && _relays.Length == 0 && _subscriberCount > 0 ? 0 : long.MaxValue;
            foreach (OutgoingStream subscriber in Subscribers)
            {
                best = Math.Max(best, subscriber.Allocation.BitsPerSecond);
            }

            return best < HighestTarget ? best : long.MaxValue;
        }
    }

    /// <summary>What it sends now, in bits a second on the wire.</summary>
    public long BitsPerSecond(MediaTime now) => Stream?.BitsPerSecond(now) ?? 0;

    /// <summary>Who receives it.</summary>
    public ReadOnlySpan<OutgoingStream> Subscribers => _subscribers.AsSpan(0, _subscriberCount);

    /// <summary>Whether packets are passed on: the gate is open and the participant is not muted.</summary>
    public bool Flowing
    {
        get => _flowing;
        set
        {
            if (value == _flowing)
            {
                return;
            }

            _flowing = value;
            Resynchronize();
        }
    }

    /// <summary>What follows does not join what went before: every subscriber starts anew.</summary>
    public void Resynchronize()
    {
        foreach (OutgoingStream subscriber in Subscribers)
        {
            subscriber.Resynchronize();
        }

        foreach (RelayStream relay in _relays)
        {
            relay.Resynchronize();
        }

        RequestKeyframe();
    }

    /// <summary>Adds a shard that has subscribers, which start with the next keyframe.</summary>
    public void Add(RelayStream relay)
    {
        _relays = [.. _relays, relay];
        RequestKeyframe();
    }

    /// <summary>Takes a shard out.</summary>
    public void RemoveRelay(long mirror)
    {
        _relays = [.. _relays.Where(relay => relay.Mirror != mirror)];
        ClearWithoutDemand();
    }

    /// <summary>Adds a subscriber, which starts with the next keyframe.</summary>
    public void Subscribe(OutgoingStream subscriber)
    {
        if (_subscriberCount == _subscribers.Length)
        {
            Array.Resize(ref _subscribers, _subscribers.Length * 2);
        }

        _subscribers[_subscriberCount++] = subscriber;
        if (_subscriberCount == 1)
        {
            DemandChanged?.Invoke(true);
        }

        RequestKeyframe();
    }

    /// <summary>Takes a subscriber out.</summary>
    public void Unsubscribe(OutgoingStream subscriber)
    {
        int index = Array.IndexOf(_subscribers, subscriber, 0, _subscriberCount);
        if (index < 0)
        {
            return;
        }

        _subscriberCount--;
        _subscribers[index] = _subscribers[_subscriberCount];
        _subscribers[_subscriberCount] = null!;
        if (_subscriberCount == 0)
        {
            DemandChanged?.Invoke(false);
        }

        ClearWithoutDemand();
    }

    /// <summary>Somebody needs a keyframe of it.</summary>
    public void RequestKeyframe()
    {
        if (kind == MediaKind.Video && _flowing && HasDemand && !Keyframes.Pending)
        {
            Keyframes.Request();
            keyframeNeeded();
        }
    }

    /// <summary>Passes a packet on to every subscriber.</summary>
    public void Forward(IncomingStream stream, ref MediaPacket packet, MediaTime now)
    {
        if (packet.Keyframe)
        {
            Keyframes.Clear();
        }

        if (!_flowing)
        {
            return;
        }

        if (packet.Level is { } level)
        {
            Speech?.Add(level, now);
        }

        // First of all: subscribers write their own numbers into the payload.
        foreach (RelayStream relay in _relays)
        {
            relay.Forward(stream, packet);
        }

        foreach (OutgoingStream subscriber in Subscribers)
        {
            subscriber.Forward(ref packet, now);
        }
    }

    private bool HasDemand => _subscriberCount > 0 || _relays.Length > 0;

    private void ClearWithoutDemand()
    {
        if (!HasDemand)
        {
            Keyframes.Clear();
        }
    }
}
