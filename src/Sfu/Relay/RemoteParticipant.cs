using System.Runtime.InteropServices;
using Sfu.Memory;
using Sfu.Rooms;
using Sfu.Sdp;
using Sfu.Streams;
using Sfu.Streams.Incoming;

namespace Sfu.Relay;

/// <summary>
/// Somebody who is in the room on another shard. To those here it is as if its packets came from a network: they are counted, cached, asked for again when
/// the ring lost them, and passed on.
/// </summary>
internal sealed class RemoteParticipant : RoomMember
{
    // Between shards nothing takes time that is worth measuring.
    private const long RoundTrip = 0;

    private readonly ShardLinks _links;
    private readonly RelayRing _ring;
    private readonly ForwardQueue _queue;
    private readonly Action<RoomMember> _touch;
    private readonly PayloadTypeMap _payloadTypes = new();
    private readonly SenderClock _clock = new();
    private readonly SlabPool _pool;
    private readonly IncomingStreams _streams;
    private readonly List<Mirror> _mirrors = [];

    /// <summary>Mirrors what another shard told.</summary>
    /// <param name="present">What it told.</param>
    /// <param name="shard">Which.</param>
    /// <param name="room">The room here.</param>
    /// <param name="links">The way there.</param>
    /// <param name="caches">The packet caches of this shard.</param>
    /// <param name="queue">Where publications wait that have packets for their subscribers.</param>
    /// <param name="touch">Is told when there is something to do for it.</param>
    public RemoteParticipant(
        ShardMessage.Present present, int shard, Room room, ShardLinks links, PacketCaches caches, ForwardQueue queue, Action<RoomMember> touch)
        : base(present.Participant, room, present.Joined)
    {
        Shard = shard;
        _links = links;
        _ring = links.RingTo(shard);
        _queue = queue;
        _touch = touch;
        _pool = caches.Pool;
        _streams = new IncomingStreams(caches);
        Update(present);
    }

    /// <summary>Where it is connected.</summary>
    public int Shard { get; }

    /// <inheritdoc/>
    public override List<Publication> Publications { get; } = [];

    /// <inheritdoc/>
    public override MediaTime NextDeadline
    {
        get
        {
            MediaTime next = MediaTime.Never;
            foreach (Publication publication in Publications)
            {
                next = MediaTime.Min(next, publication.NextKeyframeRequest);
            }

            foreach (IncomingStream stream in _streams.All)
            {
                next = MediaTime.Min(next, stream.Losses?.NextDeadline ?? MediaTime.Never);
            }

            return next;
        }
    }

    /// <inheritdoc/>
    public override void Advance(MediaTime now)
    {
        Span<ushort> lost = stackalloc ushort[LossTracker.Capacity];
        foreach (Mirror mirror in _mirrors)
        {
            Publication publication = mirror.Publication;
            foreach (IncomingStream stream in _streams.All)
            {
                if (stream.Publication == publication && stream.Losses is { } losses && losses.NextDeadline <= now)
                {
                    int count = losses.TakeRequests(now, RoundTrip, lost, out bool gaveUp);
                    if (gaveUp)
                    {
                        publication.RequestKeyframe(stream.Encoding);
                    }

                    if (count > 0)
                    {
                        // Where the ring is full they are asked for once more, soon.
                        _ring.TryWrite(
                            new RelayedPacket { Mirror = mirror.Id, Ssrc = stream.Ssrc, Requested = count }, MemoryMarshal.AsBytes(lost[..count]));
                    }
                }
            }

            foreach (PublishedEncoding encoding in publication.Encodings)
            {
                if (encoding.Stream is not null && encoding.Keyframes.TrySend(now, RoundTrip))
                {
                    _links.Send(Shard, new ShardMessage.KeyframeRequest(Key, publication.Mid, encoding.Index));
                }
            }
        }
    }

    /// <summary>Takes over what its shard tells of it.</summary>
    public void Update(ShardMessage.Present present)
    {
        int before = Publications.Count;
        foreach (NegotiatedSection section in present.Session.Sections)
        {
            if (section is { CanReceiveFromPeer: true, Mid: { } mid, Kind: { } kind } && !Publications.Exists(publication => publication.Mid == mid))
            {
                Add(section, mid, kind);
            }
        }

        SetMuted(MediaKind.Audio, present.AudioMuted);
        SetMuted(MediaKind.Video, present.VideoMuted);
        GateOpen = present.GateOpen;
        if (Publications.Count > before)
        {
            OnPublicationsChanged();
        }
    }

    /// <summary>Takes a packet that came over.</summary>
    /// <returns>Whether the slab was kept.</returns>
    public bool Receive(Mirror mirror, ref RelayedPacket relayed, MediaTime now)
    {
        ref MediaPacket packet = ref relayed.Packet;
        if (_payloadTypes.Find(packet.PayloadType) is not { } payloadType
            || (_streams.Find(relayed.Ssrc) ?? _streams.TryAdd(relayed.Ssrc, mirror.Publication.Encodings[relayed.Encoding], payloadType)) is not { } stream)
        {
            return false;
        }

        if (mirror.Epoch != relayed.Epoch)
        {
            mirror.Epoch = relayed.Epoch;
            RestartLossesOf(mirror.Publication);
        }

        _clock.Offset = relayed.ClockOffset;
        stream.LastReport = relayed.Report;
        stream.RelayedRepairTime = relayed.RepairTime;
        packet.Sequence = stream.Receive((ushort)packet.Sequence, packet.Timestamp, packet.PayloadLength, now);
        bool kept = stream.Publish(payloadType.Format, _pool.Span(packet.Slab), ref packet, now);
        Room.UpdateSpeaker(now);
        return kept;
    }

    /// <summary>A source has ended.</summary>
    public void RemoveSource(uint ssrc) => _streams.Remove(ssrc);

    /// <inheritdoc/>
    public override void Dispose()
    {
        _mirrors.ForEach(mirror => mirror.Close());
        _streams.Dispose();
    }

    private void Add(NegotiatedSection section, string mid, MediaKind kind)
    {
        foreach (NegotiatedCodec codec in section.Codecs)
        {
            PayloadType.Register(codec, kind, _payloadTypes);
        }

        var publication = new Publication(mid, kind, section.Rids(), _clock, _payloadTypes, _queue, () => _touch(this));
        Publications.Add(publication);
        _mirrors.Add(new Mirror(this, publication, _links));
    }

    // What was sent while nobody here was to have it, or had asked for it, is not missing.
    private void RestartLossesOf(Publication publication)
    {
        foreach (IncomingStream stream in _streams.All)
        {
            if (stream.Publication == publication)
            {
                stream.Losses?.Restart();
            }
        }
    }
}
