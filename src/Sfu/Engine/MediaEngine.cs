using Sfu.Ice;
using Sfu.Memory;
using Sfu.Net;
using Sfu.Relay;
using Sfu.Rooms;
using Sfu.Sdp;
using Sfu.Streams;
using Sfu.Streams.Incoming;
using Sfu.Transports;

namespace Sfu.Engine;

/// <summary>
/// The media engine of one worker, without I/O: datagrams and the time go in; datagrams, events and the next deadline come out. It reads no
/// clock and no socket and has no thread, so a test runs it in virtual time, and a trace of datagrams and times replays what happened.
/// </summary>
internal sealed class MediaEngine : IDisposable
{
    private readonly MediaEngineOptions _options;
    private readonly Random _random;
    private readonly PacketCaches _caches;
    private readonly ForwardQueue _queue;
    private readonly RoomTable _rooms;
    private readonly RoomSharing _sharing;
    private readonly ParticipantTable _participants = new();
    private readonly MemberSchedule _schedule = new();
    private readonly DatagramReceiver _datagrams;

    /// <summary>Makes an empty engine.</summary>
    /// <param name="options">Its times.</param>
    /// <param name="pool">The worker's slabs.</param>
    /// <param name="random">For first sequence numbers and timestamps; seeded in tests.</param>
    public MediaEngine(MediaEngineOptions options, SlabPool pool, Random random)
    {
        _options = options;
        _random = random;
        _caches = new PacketCaches(pool);
        Outbox = new Outbox(pool);
        _queue = new ForwardQueue(Outbox);
        Links = new ShardLinks(options.Shard);
        _rooms = new RoomTable(Links);
        _sharing = new RoomSharing(_rooms, Links, _caches, _queue, _schedule.Touch, Drop);
        _datagrams = new DatagramReceiver(_participants, _schedule, _caches, _queue, Outbox, Drops, Settle);
    }

    /// <summary>What is to be sent; its reader clears it.</summary>
    public Outbox Outbox { get; }

    /// <summary>What happened; its reader clears it.</summary>
    public List<MediaEvent> Events { get; } = [];

    /// <summary>The ways to the other engines of the process.</summary>
    public ShardLinks Links { get; }

    /// <summary>When <see cref="Advance"/> has something to do.</summary>
    public MediaTime NextDeadline => MediaTime.Min(_schedule.Next, _caches.NextDeadline);

    /// <summary>Cached packets that were given up before their time because memory was short.</summary>
    public long Yielded => _caches.Yielded;

    /// <summary>Participants there are.</summary>
    public int ParticipantCount => _participants.Count;

    /// <summary>Rooms there are, also those of which only others have participants.</summary>
    public int RoomCount => _rooms.Count;

    /// <summary>Datagrams that changed nothing.</summary>
    public DropCounters Drops { get; } = new();

    /// <summary>Adds a participant; one of the same name gives it its place.</summary>
    public void Join(JoinRequest request, MediaTime now)
    {
        Room room = _rooms.GetOrAdd(request.Key.Room);
        var media = new ParticipantMedia(request.Session, Outbox, _caches, _queue, _random);
        var transport = new PeerTransport(request, media.Egress, Outbox, Drops, now + _options.ConnectTimeout, _options.Entropy);
        var participant = new Participant(request.Key, request.Credentials.Ufrag, room, now, transport, media, _options.Clock, Events.Add, _schedule.Touch);
        RoomMember? former = room.Find(request.Key.Participant);
        if (former is not null)
        {
            participant.TakeOver(former);
            Drop(former);
        }

        _participants.Add(participant);
        room.Add(participant);
        _schedule.Touch(participant);
        _schedule.Update(now);
    }

    /// <summary>Applies a later offer on the same transport.</summary>
    public void Update(ParticipantKey key, NegotiatedSession session, IceCredentials credentials, MediaTime now)
    {
        if (Find(key) is { } participant)
        {
            string former = participant.UserFragment;
            if (credentials.Ufrag != former)
            {
                participant.RestartIce(credentials, session);
                _participants.Rename(participant, former);
            }

            participant.Media.Apply(session);
            participant.Room.Changed(participant);
            participant.Room.Arrange();
            _schedule.Update(now);
        }
    }

    /// <summary>Opens or closes a gate.</summary>
    public void SetGate(ParticipantKey key, bool open, MediaTime now)
    {
        if (Find(key) is { } participant)
        {
            participant.GateOpen = open;
            _schedule.Update(now);
        }
    }

    /// <summary>Stops or resumes passing on what a participant sends of a kind.</summary>
    public void SetMuted(ParticipantKey key, MediaKind kind, bool muted, MediaTime now)
    {
        if (Find(key) is { } participant)
        {
            participant.SetMuted(kind, muted);
            _schedule.Update(now);
        }
    }

    /// <summary>Takes how a participant's client shows its slots.</summary>
    public void SetLayout(ParticipantKey key, IReadOnlyList<SlotTile> tiles, MediaTime now)
    {
        if (Find(key) is { } participant)
        {
            participant.SetLayout(tiles);
            _schedule.Update(now);
        }
    }

    /// <summary>Takes what a participant's client made of its slots.</summary>
    public void NoteReception(ParticipantKey key, IReadOnlyList<SlotReception> reports, MediaTime now) => Find(key)?.NoteReception(reports, now);

    /// <summary>Ends a participant.</summary>
    public void Remove(ParticipantKey key, MediaTime now)
    {
        if (Find(key) is { } participant)
        {
            participant.Transport.Close(now);
            Forget(participant);
            _schedule.Update(now);
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
            _schedule.Update(now);
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
        _schedule.Update(now);
    }

    /// <summary>Takes what another shard tells.</summary>
    public void Receive(int from, ShardMessage message, MediaTime now)
    {
        _sharing.Receive(from, message);
        _schedule.Update(now);
    }

    /// <summary>Takes packets that other shards have sent.</summary>
    /// <param name="limit">How many at most.</param>
    /// <param name="now">The time.</param>
    /// <returns>Whether there may be more.</returns>
    public bool ReceiveRelayed(int limit, MediaTime now)
    {
        bool more = _sharing.ReceiveRelayed(limit, now);
        _datagrams.Complete(now);
        return more;
    }

    /// <summary>Takes the datagrams of a batch.</summary>
    public void Receive(ReceiveBatch batch, MediaTime now) => _datagrams.Receive(batch, now);

    /// <summary>Takes a datagram that is not in a slab.</summary>
    public void Receive(ReadOnlySpan<byte> datagram, in TransportAddress source, MediaTime now)
    {
        _datagrams.Receive(datagram, source, now);
        _datagrams.Complete(now);
    }

    /// <summary>Takes a datagram.</summary>
    /// <returns>Whether the slab was kept.</returns>
    public bool Receive(Slab slab, int length, in TransportAddress source, MediaTime now)
    {
        bool kept = _datagrams.Receive(slab, length, source, default, now);
        _datagrams.Complete(now);
        return kept;
    }

    /// <summary>Does what is due.</summary>
    public void Advance(MediaTime now)
    {
        _caches.Expire(now);
        while (_schedule.Next <= now)
        {
            RoomMember member = _schedule.First;
            member.Advance(now);
            if (member is Participant participant)
            {
                Settle(participant, now);
            }
            else
            {
                _schedule.Touch(member);
            }

            _schedule.Update(now);
            Outbox.Relieve();
        }
    }

    /// <summary>A TCP connection is gone.</summary>
    public void ForgetPath(in TransportAddress path, MediaTime now)
    {
        if (_participants.Forget(path) is { } participant)
        {
            participant.Transport.ForgetPath(path);
            _schedule.Touch(participant);
            _schedule.Update(now);
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

    private void Settle(Participant participant, MediaTime now)
    {
        _schedule.Touch(participant);
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
            _participants.Remove(participant);
        }

        member.Room.Remove(member);
        member.Dispose();
        _schedule.Remove(member);
    }
}
