using System.Text;
using Rtp;
using Sfu.Ice;
using Sfu.Memory;
using Sfu.Net;
using Sfu.Relay;
using Sfu.Rooms;
using Sfu.Sdp;
using Sfu.Streams.Incoming;
using Sfu.Transports;

namespace Sfu.Engine;

/// <summary>
/// The media engine of one worker, without I/O: datagrams and the time go in; datagrams, events and the next deadline come out. It reads no
/// clock and no socket and has no thread, so a test runs it in virtual time, and a trace of datagrams and times replays what happened.
/// </summary>
internal sealed class MediaEngine : IDisposable
{
    // Deadlines are kept to a millisecond: what asks for "now" again and again does not hold up the others.
    private const long Granularity = 1_000;

    // More than our own have; longer ones are not ours.
    private const int MaximumUserFragmentLength = 32;

    private readonly MediaEngineOptions _options;
    private readonly SlabPool _pool;
    private readonly Random _random;
    private readonly PacketCaches _caches;
    private readonly RoomTable _rooms;
    private readonly RoomSharing _sharing;
    private readonly Dictionary<string, Participant> _byUserFragment = [];
    private readonly Dictionary<string, Participant>.AlternateLookup<ReadOnlySpan<char>> _byUserFragmentText;
    private readonly Dictionary<TransportAddress, Participant> _byPath = [];
    private readonly DeadlineHeap<RoomMember> _deadlines = new();
    private readonly List<RoomMember> _touched = [];

    /// <summary>Makes an empty engine.</summary>
    /// <param name="options">Its times.</param>
    /// <param name="pool">The worker's slabs.</param>
    /// <param name="random">For first sequence numbers and timestamps; seeded in tests.</param>
    public MediaEngine(MediaEngineOptions options, SlabPool pool, Random random)
    {
        _options = options;
        _pool = pool;
        _random = random;
        _byUserFragmentText = _byUserFragment.GetAlternateLookup<ReadOnlySpan<char>>();
        _caches = new PacketCaches(pool);
        Outbox = new Outbox(pool);
        Links = new ShardLinks(options.Shard);
        _rooms = new RoomTable(Links);
        _sharing = new RoomSharing(_rooms, Links, _caches, Touch, Drop);
    }

    /// <summary>What is to be sent; its reader clears it.</summary>
    public Outbox Outbox { get; }

    /// <summary>What happened; its reader clears it.</summary>
    public List<MediaEvent> Events { get; } = [];

    /// <summary>The ways to the other engines of the process.</summary>
    public ShardLinks Links { get; }

    /// <summary>When <see cref="Advance"/> has something to do.</summary>
    public MediaTime NextDeadline => MediaTime.Min(_deadlines.Next, _caches.NextDeadline);

    /// <summary>Cached packets that were given up before their time because memory was short.</summary>
    public long Yielded => _caches.Yielded;

    /// <summary>Participants there are.</summary>
    public int ParticipantCount => _byUserFragment.Count;

    /// <summary>Rooms there are, also those of which only others have participants.</summary>
    public int RoomCount => _rooms.Count;

    /// <summary>Datagrams that changed nothing.</summary>
    public DropCounters Drops { get; } = new();

    /// <summary>Adds a participant; one of the same name gives it its place.</summary>
    public void Join(JoinRequest request, MediaTime now)
    {
        Room room = _rooms.GetOrAdd(request.Key.Room);
        var media = new ParticipantMedia(request.Session, Outbox, _caches, _random);
        var transport = new PeerTransport(request, media.Egress, Outbox, Drops, now + _options.ConnectTimeout, _options.Entropy);
        var participant = new Participant(request.Key, request.Credentials.Ufrag, room, now, transport, media, _options.Clock, Events.Add, Touch);
        RoomMember? former = room.Find(request.Key.Participant);
        if (former is not null)
        {
            participant.TakeOver(former);
            Drop(former);
        }

        _byUserFragment.Add(participant.UserFragment, participant);
        room.Add(participant);
        Touch(participant);
        Reschedule(now);
    }

    /// <summary>Applies a later offer on the same transport.</summary>
    public void Update(ParticipantKey key, NegotiatedSession session, IceCredentials credentials, MediaTime now)
    {
        if (Find(key) is { } participant)
        {
            if (credentials.Ufrag != participant.UserFragment)
            {
                _byUserFragment.Remove(participant.UserFragment);
                participant.RestartIce(credentials, session);
                _byUserFragment.Add(participant.UserFragment, participant);
            }

            participant.Media.Apply(session);
            participant.Room.Changed(participant);
            participant.Room.Arrange();
            Reschedule(now);
        }
    }

    /// <summary>Opens or closes a gate.</summary>
    public void SetGate(ParticipantKey key, bool open, MediaTime now)
    {
        if (Find(key) is { } participant)
        {
            participant.GateOpen = open;
            Reschedule(now);
        }
    }

    /// <summary>Stops or resumes passing on what a participant sends of a kind.</summary>
    public void SetMuted(ParticipantKey key, MediaKind kind, bool muted, MediaTime now)
    {
        if (Find(key) is { } participant)
        {
            participant.SetMuted(kind, muted);
            Reschedule(now);
        }
    }

    /// <summary>Takes how a participant's client shows its slots.</summary>
    public void SetLayout(ParticipantKey key, IReadOnlyList<SlotTile> tiles, MediaTime now)
    {
        if (Find(key) is { } participant)
        {
            participant.SetLayout(tiles);
            Reschedule(now);
        }
    }

    /// <summary>Ends a participant.</summary>
    public void Remove(ParticipantKey key, MediaTime now)
    {
        if (Find(key) is { } participant)
        {
            participant.Transport.Close(now);
            Forget(participant);
            Reschedule(now);
        }
    }

    /// <summary>Ends a room with everybody in it.</summary>
    public void CloseRoom(string id, MediaTime now)
    {
        if (_rooms.Find(id) is { } room)
        {
            foreach (Participant participant in room.Participants)
            {
                participant.Transport.Close(now);
            }

            _sharing.Forget(room);
            Reschedule(now);
        }
    }

    /// <summary>A participant that is connected here, or null.</summary>
    public Participant? Find(ParticipantKey key) => _rooms.FindParticipant(key);

    /// <summary>Counters of a room, or null.</summary>
    public RoomReport? Report(string id) =>
        _rooms.Find(id) is { } room ? new RoomReport(id, [.. room.Participants.Select(p => p.Report())]) : null;

    /// <summary>A room is on these other shards, too, from now on.</summary>
    public void Share(string room, IReadOnlyList<int> peers, MediaTime now)
    {
        _sharing.Share(room, peers);
        Reschedule(now);
    }

    /// <summary>Takes what another shard tells.</summary>
    public void Receive(int from, ShardMessage message, MediaTime now)
    {
        _sharing.Receive(from, message);
        Reschedule(now);
    }

    /// <summary>Takes packets that other shards have sent.</summary>
    /// <param name="limit">How many at most.</param>
    /// <param name="now">The time.</param>
    /// <returns>Whether there may be more.</returns>
    public bool ReceiveRelayed(int limit, MediaTime now)
    {
        bool more = _sharing.ReceiveRelayed(limit, now);
        Reschedule(now);
        return more;
    }

    /// <summary>Takes a datagram that is not in a slab.</summary>
    public void Receive(ReadOnlySpan<byte> datagram, in TransportAddress source, MediaTime now)
    {
        Slab slab = datagram.Length <= SlabPool.SlabSize ? _pool.Rent() : Slab.None;
        if (!slab.Exists)
        {
            Drops.Add(DropReason.OutOfMemory);
            return;
        }

        datagram.CopyTo(_pool.Span(slab));
        if (!Receive(slab, datagram.Length, source, now))
        {
            _pool.Return(slab);
        }
    }

    /// <summary>Takes a datagram.</summary>
    /// <returns>Whether the slab was kept.</returns>
    public bool Receive(Slab slab, int length, in TransportAddress source, MediaTime now)
    {
        Span<byte> datagram = _pool.Span(slab)[..length];
        PacketKind kind = PacketDemultiplexer.Classify(datagram);
        if (kind == PacketKind.Stun)
        {
            ReceiveStun(datagram, source, now);
            return false;
        }

        if (kind is not (PacketKind.Rtp or PacketKind.Rtcp or PacketKind.Dtls))
        {
            Drops.Add(DropReason.Unrecognized);
            return false;
        }

        if (!_byPath.TryGetValue(source, out Participant? participant))
        {
            Drops.Add(DropReason.UnknownSource);
            return false;
        }

        bool kept = false;
        switch (kind)
        {
            case PacketKind.Rtp:
                _caches.MakeRoom();
                kept = participant.ReceiveRtp(slab, datagram, now);
                break;
            case PacketKind.Rtcp:
                participant.ReceiveRtcp(datagram, now);
                break;
            default:
                participant.Transport.ReceiveDtls(datagram, now);
                Settle(participant, now);
                break;
        }

        if (participant.NextDeadline < participant.Deadline)
        {
            Touch(participant);
        }

        Reschedule(now);
        return kept;
    }

    /// <summary>Does what is due.</summary>
    public void Advance(MediaTime now)
    {
        _caches.Expire(now);
        while (_deadlines.Next <= now)
        {
            RoomMember member = _deadlines.First;
            member.Advance(now);
            if (member is Participant participant)
            {
                Settle(participant, now);
            }
            else
            {
                Touch(member);
            }

            Reschedule(now);
        }
    }

    /// <summary>A TCP connection is gone.</summary>
    public void ForgetPath(in TransportAddress path, MediaTime now)
    {
        if (_byPath.Remove(path, out Participant? participant))
        {
            participant.Transport.ForgetPath(path);
            Touch(participant);
            Reschedule(now);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Room room in _rooms.All.ToArray())
        {
            _sharing.Forget(room);
        }

        Outbox.Clear();
    }

    private void ReceiveStun(ReadOnlySpan<byte> datagram, in TransportAddress source, MediaTime now)
    {
        if (!StunMessage.TryParse(datagram, out StunMessage message))
        {
            Drops.Add(DropReason.StunUnknown);
            return;
        }

        if (message.Class == StunClass.Success && _byPath.TryGetValue(source, out Participant? asked))
        {
            asked.Transport.ReceiveStunResponse(message, source, now);
            Settle(asked, now);
            Reschedule(now);
            return;
        }

        if (FindRecipient(message) is not { } participant)
        {
            Drops.Add(DropReason.StunUnknown);
            return;
        }

        bool authentic = participant.Transport.ReceiveStun(message, source, now, out TransportAddress? forgotten);
        if (forgotten is { } former)
        {
            _byPath.Remove(former);
        }

        // Who knows its own password could write somebody else's address on its checks, to cut that one off.
        if (authentic && !(_byPath.TryGetValue(source, out Participant? owner) && owner != participant && owner.Transport.Uses(source)))
        {
            _byPath[source] = participant;
        }

        Settle(participant, now);
        Reschedule(now);
    }

    private Participant? FindRecipient(in StunMessage message)
    {
        Span<char> text = stackalloc char[MaximumUserFragmentLength];
        return message.TryGetRecipientUfrag(out ReadOnlySpan<byte> fragment)
            && Encoding.ASCII.TryGetChars(fragment, text, out int length)
            && _byUserFragmentText.TryGetValue(text[..length], out Participant? participant)
            ? participant
            : null;
    }

    private void Settle(Participant participant, MediaTime now)
    {
        Touch(participant);
        switch (participant.Transport.Settle(now))
        {
            case TransportEvent.Connected:
                participant.Start(now);
                Events.Add(new MediaEvent.Connected(participant.Key));
                break;
            case TransportEvent.Interrupted:
                Events.Add(new MediaEvent.Interrupted(participant.Key));
                break;
            case TransportEvent.Resumed:
                Events.Add(new MediaEvent.Resumed(participant.Key));
                break;
            case TransportEvent.Disconnected:
                Events.Add(new MediaEvent.Disconnected(participant.Key, participant.Transport.Ended!.Value));
                Forget(participant);
                break;
            default:
                break;
        }
    }

    private void Forget(Participant participant)
    {
        Drop(participant);
        if (participant.Room.Abandoned)
        {
            _sharing.Forget(participant.Room);
        }
    }

    private void Drop(RoomMember member)
    {
        if (member is Participant participant)
        {
            foreach (TransportAddress path in participant.Transport.Paths)
            {
                if (_byPath.TryGetValue(path, out Participant? owner) && owner == participant)
                {
                    _byPath.Remove(path);
                }
            }

            _byUserFragment.Remove(participant.UserFragment);
        }

        member.Room.Remove(member);
        member.Dispose();
        _deadlines.Remove(member);
        _touched.Remove(member);

        // Whoever still works on it does not get it back into the heap.
        member.Touched = true;
    }

    // What happens to one participant can bring a deadline for others: a subscriber that needs a keyframe has its publisher asked.
    private void Touch(RoomMember member)
    {
        if (!member.Touched)
        {
            member.Touched = true;
            _touched.Add(member);
        }
    }

    private void Reschedule(MediaTime now)
    {
        foreach (RoomMember member in _touched)
        {
            member.Touched = false;
            MediaTime next = member.NextDeadline;
            _deadlines.Set(member, next > now ? next : now + Granularity);
        }

        _touched.Clear();
    }
}
