using Rtp;
using Sfu.Dtls;
using Sfu.Ice;
using Sfu.Memory;
using Sfu.Net;
using Sfu.Rooms;
using Sfu.Sdp;
using Sfu.Transports;

namespace Sfu.Engine;

/// <summary>
/// The media engine of one worker, without I/O: datagrams and the time go in; datagrams, events and the next deadline come out. It reads no
/// clock and no socket and has no thread, so a test runs it in virtual time, and a trace of datagrams and times replays what happened.
/// </summary>
internal sealed class MediaEngine : IDisposable
{
    private readonly MediaEngineOptions _options;
    private readonly SlabPool _pool;
    private readonly Random _random;
    private readonly Dictionary<string, Room> _rooms = [];
    private readonly Dictionary<IceUserFragment, Participant> _byUserFragment = [];
    private readonly Dictionary<TransportAddress, Participant> _byPath = [];
    private readonly DeadlineHeap<Participant> _deadlines = new();
    private readonly List<MediaEvent> _events = [];

    /// <summary>Makes an empty engine.</summary>
    /// <param name="options">Times and limits.</param>
    /// <param name="pool">The worker's slabs.</param>
    /// <param name="random">For first sequence numbers and timestamps; seeded in tests.</param>
    public MediaEngine(MediaEngineOptions options, SlabPool pool, Random random)
    {
        _options = options;
        _pool = pool;
        _random = random;
        Outbox = new Outbox(pool);
    }

    /// <summary>What is to be sent; its reader clears it.</summary>
    public Outbox Outbox { get; }

    /// <summary>What happened; its reader clears it.</summary>
    public List<MediaEvent> Events => _events;

    /// <summary>When <see cref="Advance"/> has something to do.</summary>
    public MediaTime NextDeadline => _deadlines.Next;

    /// <summary>Participants there are.</summary>
    public int ParticipantCount => _byUserFragment.Count;

    /// <summary>Counters.</summary>
    public EngineCounters Counters { get; } = new();

    /// <summary>Adds a participant, or replaces the one of that name.</summary>
    public void Join(JoinRequest request, MediaTime now)
    {
        if (!_rooms.TryGetValue(request.Key.Room, out Room? room))
        {
            room = new Room(request.Key.Room);
            _rooms.Add(room.Id, room);
        }

        Participant? former = room.Find(request.Key.Participant);
        var media = new ParticipantMedia(request.Session, Outbox, _random);
        var transport = new PeerTransport(request.Ice, request.Dtls, media, Outbox, _options, now);
        var participant = new Participant(request.Key, room, transport, media, _events.Add);
        if (former is not null)
        {
            participant.TakeOver(former);
            Forget(former, room);
        }

        _byUserFragment.Add(request.UserFragment, participant);
        room.Add(participant);
        Reschedule(participant);
    }

    /// <summary>Applies a later offer on the same transport.</summary>
    public void Update(ParticipantKey key, NegotiatedSession session, MediaTime now)
    {
        if (Find(key) is { } participant)
        {
            participant.Media.Apply(session);
            participant.Room.Arrange();
            Reschedule(participant, now);
        }
    }

    /// <summary>Opens or closes a gate.</summary>
    public void SetGate(ParticipantKey key, bool open, MediaTime now)
    {
        if (Find(key) is { } participant)
        {
            participant.GateOpen = open;
            Reschedule(participant.Room, now);
        }
    }

    /// <summary>Stops or resumes passing on what a participant sends of a kind.</summary>
    public void SetMuted(ParticipantKey key, MediaKind kind, bool muted, MediaTime now)
    {
        if (Find(key) is { } participant)
        {
            participant.SetMuted(kind, muted);
            Reschedule(participant.Room, now);
        }
    }

    /// <summary>Ends a participant.</summary>
    public void Remove(ParticipantKey key, MediaTime now)
    {
        if (Find(key) is { } participant)
        {
            participant.Transport.Close(now);
            Forget(participant, participant.Room);
        }
    }

    /// <summary>Ends a room with everybody in it.</summary>
    public void CloseRoom(string id, MediaTime now)
    {
        if (_rooms.TryGetValue(id, out Room? room))
        {
            foreach (Participant participant in room.Participants.ToArray())
            {
                participant.Transport.Close(now);
                Forget(participant, room);
            }
        }
    }

    /// <summary>Counters of a room, or null.</summary>
    public RoomReport? Report(string id) =>
        _rooms.TryGetValue(id, out Room? room) ? new RoomReport(id, [.. room.Participants.Select(p => p.Report())]) : null;

    /// <summary>Takes a datagram that is not in a slab.</summary>
    public void Receive(ReadOnlySpan<byte> datagram, in TransportAddress source, MediaTime now)
    {
        Slab slab = datagram.Length <= SlabPool.SlabSize ? _pool.Rent() : Slab.None;
        if (!slab.Exists)
        {
            Counters.Dropped++;
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
        switch (PacketDemultiplexer.Classify(datagram))
        {
            case PacketKind.Rtp:
                return ReceiveRtp(slab, datagram, source, now);
            case PacketKind.Rtcp:
                ReceiveRtcp(datagram, source, now);
                return false;
            case PacketKind.Dtls:
                ReceiveDtls(datagram, source, now);
                return false;
            case PacketKind.Stun:
                ReceiveStun(datagram, source, now);
                return false;
            default:
                Counters.Unrecognized++;
                return false;
        }
    }

    /// <summary>Does what is due.</summary>
    public void Advance(MediaTime now)
    {
        while (_deadlines.Next <= now)
        {
            Participant participant = _deadlines.First;
            participant.Transport.Advance(now);
            participant.Rtcp.Advance(now);
            Settle(participant, now);
        }
    }

    /// <summary>A TCP connection is gone.</summary>
    public void ForgetPath(in TransportAddress path, MediaTime now)
    {
        if (_byPath.Remove(path, out Participant? participant))
        {
            participant.Transport.ForgetPath(path);
            Reschedule(participant, now);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Participant participant in _byUserFragment.Values)
        {
            participant.Dispose();
        }

        _byUserFragment.Clear();
        _byPath.Clear();
        _rooms.Clear();
        Outbox.Clear();
    }

    private bool ReceiveRtp(Slab slab, Span<byte> datagram, in TransportAddress source, MediaTime now)
    {
        if (!_byPath.TryGetValue(source, out Participant? participant))
        {
            Counters.UnknownSource++;
            return false;
        }

        if (!participant.Transport.TryUnprotectRtp(datagram, now, out RtpHeader header))
        {
            return false;
        }

        bool kept = participant.Media.Receiver.Receive(header, slab, now);
        if (participant.NextDeadline < participant.Deadline)
        {
            _deadlines.Set(participant, participant.NextDeadline);
        }

        return kept;
    }

    private void ReceiveRtcp(Span<byte> datagram, in TransportAddress source, MediaTime now)
    {
        if (!_byPath.TryGetValue(source, out Participant? participant))
        {
            Counters.UnknownSource++;
            return;
        }

        if (participant.Transport.TryUnprotectRtcp(datagram, now, out int length))
        {
            participant.Rtcp.Receive(datagram[..length], now);
            Reschedule(participant.Room, now);
        }
    }

    private void ReceiveDtls(Span<byte> datagram, in TransportAddress source, MediaTime now)
    {
        if (!_byPath.TryGetValue(source, out Participant? participant))
        {
            Counters.UnknownSource++;
            return;
        }

        participant.Transport.ReceiveDtls(datagram, source, now);
        Settle(participant, now);
    }

    private void ReceiveStun(Span<byte> datagram, in TransportAddress source, MediaTime now)
    {
        if (StunMessage.TryParse(datagram, out StunMessage message) != StunParseResult.Ok
            || !IceUserFragment.TryReadLocal(message, out IceUserFragment fragment)
            || !_byUserFragment.TryGetValue(fragment, out Participant? participant))
        {
            Counters.UnknownStun++;
            return;
        }

        if (participant.Transport.ReceiveStun(message, source, now))
        {
            _byPath[source] = participant;
        }

        Settle(participant, now);
    }

    private void Settle(Participant participant, MediaTime now)
    {
        participant.Transport.TakeEvent(out TransportEvent happened, out DisconnectReason reason);
        switch (happened)
        {
            case TransportEvent.Connected:
                _events.Add(new MediaEvent.Connected(participant.Key));
                participant.Rtcp.Start(now);
                break;
            case TransportEvent.Interrupted:
                _events.Add(new MediaEvent.Interrupted(participant.Key));
                break;
            case TransportEvent.Resumed:
                _events.Add(new MediaEvent.Resumed(participant.Key));
                break;
            case TransportEvent.Disconnected:
                _events.Add(new MediaEvent.Disconnected(participant.Key, reason));
                Forget(participant, participant.Room);
                return;
        }

        Reschedule(participant, now);
    }
}
