using Rtp.HeaderExtensions;
using Sfu.Congestion;
using Sfu.Relay;
using Sfu.Speakers;
using Sfu.Streams.Incoming;
using Sfu.Streams.Layers;
using Sfu.Streams.Outgoing;

namespace Sfu.Streams;

/// <summary>What a participant publishes in one media section, and who receives it.</summary>
internal sealed class Publication
{
    /// <summary>More than this no camera is asked for, in bits a second.</summary>
    public const long HighestTarget = 2_500_000;

    private const long Silence = 1_000_000;

    private readonly Fanout _fanout;
    private readonly Action _keyframeNeeded;
    private RelayStream[] _relays = [];
    private bool _flowing;

    /// <summary>Makes a publication without subscribers.</summary>
    /// <param name="mid">The section's <c>a=mid</c>.</param>
    /// <param name="kind">Sound or pictures.</param>
    /// <param name="rids">The names of its simulcast streams, from the lowest quality; empty for one stream.</param>
    /// <param name="clock">The publisher's clock.</param>
    /// <param name="payloadTypes">What its publisher calls the codecs.</param>
    /// <param name="queue">Where it waits while it has packets that its subscribers have yet to get.</param>
    /// <param name="keyframeNeeded">Is called when the publisher has to be asked for a keyframe.</param>
    public Publication(
        string mid,
        MediaKind kind,
        IReadOnlyList<StreamIdentifier> rids,
        SenderClock clock,
        PayloadTypeMap payloadTypes,
        ForwardQueue queue,
        Action keyframeNeeded)
    {
        Mid = mid;
        Kind = kind;
        Clock = clock;
        PayloadTypes = payloadTypes;
        Encodings = rids.Count == 0
            ? [new PublishedEncoding(this, 0, default)]
            : [.. rids.Select((rid, index) => new PublishedEncoding(this, index, rid))];
        Speech = kind == MediaKind.Audio ? new SpeechActivity() : null;
        _fanout = new Fanout(queue);
        _keyframeNeeded = keyframeNeeded;
    }

    /// <summary>The section's <c>a=mid</c>.</summary>
    public string Mid { get; }

    /// <summary>Sound or pictures.</summary>
    public MediaKind Kind { get; }

    /// <summary>The publisher's clock.</summary>
    public SenderClock Clock { get; }

    /// <summary>What its publisher calls the codecs.</summary>
    public PayloadTypeMap PayloadTypes { get; }

    /// <summary>The streams that it is sent as, from the lowest quality; one without simulcast.</summary>
    public PublishedEncoding[] Encodings { get; }

    /// <summary>How much speech there is in it; null for pictures.</summary>
    public SpeechActivity? Speech { get; }

    /// <summary>Whether it is sent as several streams.</summary>
    public bool IsSimulcast => Encodings.Length > 1;

    /// <summary>Is told when the first subscriber comes and when the last one is gone.</summary>
    public Action<bool>? DemandChanged { get; set; }

    /// <summary>
    /// Whether its encoder is held to what its subscriber can take. Only in a call of two: among more, one bad receiver would lower everybody's picture.
    /// </summary>
    public bool FollowsTarget { get; set; }

    /// <summary>Is told when <see cref="Target"/> may have changed.</summary>
    public Action<MediaTime>? TargetChanged { get; set; }

    /// <summary>
    /// Bits a second on the wire that its subscribers can use at most: the best of them counts. Where much is lost, on the way here or there, no more than can be
    /// repaired in time. <see cref="long.MaxValue"/> where nothing is to hold the encoder back.
    /// </summary>
    public long Target
    {
        get
        {
            long repairable = RepairableRate.Of(EncodingOf(LayerId.Highest).Stream?.Losses?.LastingLoss ?? 0);
            long target = Math.Min(repairable, FollowsTarget && _relays.Length == 0 && _fanout.Count > 0 ? BestOfSubscribers() : long.MaxValue);
            return target < HighestTarget ? target : long.MaxValue;
        }
    }

    /// <summary>What it sends now, in bits a second on the wire.</summary>
    public long BitsPerSecond(MediaTime now) => EncodingOf(LayerId.Highest).Stream?.BitsPerSecond(now) ?? 0;

    /// <summary>Packets of the sources that carry it now which did not come by themselves. Changes also when another source takes over.</summary>
    public long Missed => Encodings.Sum(encoding => encoding.Stream?.Missed ?? 0);

    /// <summary>When one of its encodings is to be asked for a keyframe.</summary>
    public MediaTime NextKeyframeRequest
    {
        get
        {
            MediaTime next = MediaTime.Never;
            foreach (PublishedEncoding encoding in Encodings)
            {
                next = encoding.Stream is null ? next : MediaTime.Min(next, encoding.Keyframes.NextDeadline);
            }

            return next;
        }
    }

    /// <summary>Who receives it.</summary>
    public ReadOnlySpan<OutgoingStream> Subscribers => _fanout.Subscribers;

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
            foreach (RelayStream relay in _relays)
            {
                relay.Resynchronize();
            }

            foreach (OutgoingStream subscriber in Subscribers)
            {
                subscriber.Resynchronize();
                subscriber.RequestKeyframe();
            }
        }
    }

    /// <summary>Adds a shard that has subscribers, which start with the next keyframe.</summary>
    public void Add(RelayStream relay)
    {
        _relays = [.. _relays, relay];
        foreach (PublishedEncoding encoding in Encodings)
        {
            RequestKeyframe(encoding);
        }
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
        _fanout.Add(subscriber);
        if (_fanout.Count == 1)
        {
            DemandChanged?.Invoke(true);
        }

        subscriber.RequestKeyframe();
    }

    /// <summary>Takes a subscriber out.</summary>
    public void Unsubscribe(OutgoingStream subscriber)
    {
        if (!_fanout.Remove(subscriber))
        {
            return;
        }

        if (_fanout.Count == 0)
        {
            DemandChanged?.Invoke(false);
        }

        ClearWithoutDemand();
    }

    /// <summary>The encoding that carries a layer, or of those that are there the next below it, or above.</summary>
    public PublishedEncoding EncodingOf(LayerId layer)
    {
        PublishedEncoding best = Encodings[0];
        foreach (PublishedEncoding encoding in Encodings)
        {
            best = encoding.Stream is not null && (encoding.Index <= layer.Spatial || best.Stream is null) ? encoding : best;
        }

        return best;
    }

    /// <summary>Pixels that a layer's picture is high, or null where that is not known.</summary>
    public int? HeightOf(LayerId layer) => EncodingOf(layer).Stream?.Layers.HeightOf(IsSimulcast ? LayerId.MaximumSpatial - 1 : layer.Spatial);

    /// <summary>The encoding with a name, or null. Without simulcast there is one, whatever its sender calls it.</summary>
    public PublishedEncoding? FindEncoding(StreamIdentifier rid)
    {
        foreach (PublishedEncoding encoding in Encodings)
        {
            if (!IsSimulcast || encoding.Rid == rid)
            {
                return encoding;
            }
        }

        return null;
    }

    /// <summary>Somebody needs a keyframe of one of its encodings.</summary>
    public void RequestKeyframe(PublishedEncoding encoding)
    {
        if (Kind == MediaKind.Video && _flowing && HasDemand && !encoding.Keyframes.Pending)
        {
            encoding.Keyframes.Request();
            _keyframeNeeded();
        }
    }

    /// <summary>An encoding comes from another source than before: who got it starts anew.</summary>
    public void Carry(IncomingStream stream)
    {
        _fanout.Pass();
        IncomingStream? former = stream.Encoding.Stream;
        stream.Encoding.Stream = stream;
        foreach (RelayStream relay in _relays)
        {
            relay.Resynchronize();
        }

        foreach (OutgoingStream subscriber in Subscribers)
        {
            subscriber.SourceChanged(former);
        }
    }

    /// <summary>Passes a packet on to every subscriber that gets its layer.</summary>
    public void Forward(IncomingStream stream, ref MediaPacket packet, MediaTime now)
    {
        if (stream != stream.Encoding.Stream)
        {
            // One that was replaced takes over again when its successor has fallen silent.
            if (stream.Encoding.Stream is { } successor && now - successor.LastArrival < Silence)
            {
                return;
            }

            Carry(stream);
        }

        if (packet.Keyframe)
        {
            stream.Encoding.Keyframes.Clear();
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

        _fanout.Forward(stream, ref packet, now);
    }

    private long BestOfSubscribers()
    {
        long best = 0;
        foreach (OutgoingStream subscriber in Subscribers)
        {
            best = Math.Max(best, Math.Min(subscriber.Allocation.BitsPerSecond, RepairableRate.Of(subscriber.Loss)));
        }

        return best;
    }

    private bool HasDemand => _fanout.Count > 0 || _relays.Length > 0;

    private void ClearWithoutDemand()
    {
        foreach (PublishedEncoding encoding in Encodings)
        {
            if (!HasDemand)
            {
                encoding.Keyframes.Clear();
            }
        }
    }
}
