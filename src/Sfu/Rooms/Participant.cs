using Rtp;
using Sfu.Allocation;
using Sfu.Congestion;
using Sfu.Engine;
using Sfu.Ice;
using Sfu.Memory;
using Sfu.Rtcp;
using Sfu.Sdp;
using Sfu.Streams;
using Sfu.Transports;

namespace Sfu.Rooms;

/// <summary>One endpoint in a room: its transport, what it publishes, and the slots in which it receives others.</summary>
internal sealed class Participant : IHasDeadline, IDisposable
{
    private readonly Action<MediaEvent> _raise;
    private readonly StreamAllocator _allocator;
    private readonly bool[] _muted = new bool[2];
    private bool _gateOpen;

    /// <summary>Puts an endpoint together.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="userFragment">Our ICE user name fragment for it.</param>
    /// <param name="room">Where it is.</param>
    /// <param name="transport">Its connection.</param>
    /// <param name="media">What it sends and receives.</param>
    /// <param name="clock">For its reports.</param>
    /// <param name="raise">Takes what happens.</param>
    /// <param name="touch">Is told when somebody else's doing gave it something to do.</param>
    public Participant(
        ParticipantKey key,
        string userFragment,
        Room room,
        PeerTransport transport,
        ParticipantMedia media,
        WallClock clock,
        Action<MediaEvent> raise,
        Action<Participant> touch)
    {
        Key = key;
        UserFragment = userFragment;
        Room = room;
        Transport = transport;
        Media = media;
        _raise = raise;
        Rtcp = new RtcpExchange(transport, media, clock);
        _allocator = new StreamAllocator(media.Slots, OnAllocationChanged);
        media.KeyframeNeeded = () => touch(this);
        media.PublicationsChanged = OnPublicationsChanged;
    }

    /// <summary>Its name.</summary>
    public ParticipantKey Key { get; }

    /// <summary>Our ICE user name fragment for it.</summary>
    public string UserFragment { get; private set; }

    /// <summary>Where it is.</summary>
    public Room Room { get; }

    /// <summary>Its connection.</summary>
    public PeerTransport Transport { get; }

    /// <summary>What it sends and receives.</summary>
    public ParticipantMedia Media { get; }

    /// <summary>Its reports and feedback.</summary>
    public RtcpExchange Rtcp { get; }

    /// <summary>Whether it takes part, or only rings.</summary>
    public bool GateOpen
    {
        get => _gateOpen;
        set
        {
            if (value != _gateOpen)
            {
                _gateOpen = value;
                Flow();
                Room.Arrange();
            }
        }
    }

    /// <inheritdoc/>
    public MediaTime Deadline { get; set; } = MediaTime.Never;

    /// <inheritdoc/>
    public int HeapIndex { get; set; } = -1;

    /// <summary>Whether its deadline is to be looked at again.</summary>
    public bool Touched { get; set; }

    /// <summary>When something is to be done for it.</summary>
    public MediaTime NextDeadline => MediaTime.Min(Transport.NextDeadline, Rtcp.NextDeadline);

    /// <summary>The transport is connected.</summary>
    public void Start(MediaTime now)
    {
        Media.Attach(Transport.Outbound!);
        Rtcp.Start(now);
        foreach (Slot slot in Media.Slots)
        {
            slot.RequestKeyframe();
        }
    }

    /// <summary>Takes an RTP packet from one of its paths.</summary>
    /// <returns>Whether the slab was kept.</returns>
    public bool ReceiveRtp(Slab slab, Span<byte> packet, MediaTime now) =>
        Transport.TryUnprotectRtp(packet, now, out RtpHeader header) && Media.Receiver.Receive(header, slab, now);

    /// <summary>Takes an RTCP datagram from one of its paths.</summary>
    public void ReceiveRtcp(Span<byte> datagram, MediaTime now)
    {
        if (Transport.TryUnprotectRtcp(datagram, now, out int length))
        {
            Rtcp.Receive(datagram[..length], now);
        }
    }

    /// <summary>Both sides take new ICE credentials.</summary>
    public void RestartIce(IceCredentials credentials, NegotiatedSession session)
    {
        UserFragment = credentials.Ufrag;
        Transport.RestartIce(credentials, session);
    }

    /// <summary>Stops or resumes passing on what it sends of a kind.</summary>
    public void SetMuted(MediaKind kind, bool muted)
    {
        _muted[(int)kind] = muted;
        Flow();
    }

    /// <summary>Takes over gate and mute marks of the endpoint that this one replaces.</summary>
    public void TakeOver(Participant former)
    {
        former._muted.CopyTo(_muted, 0);
        _gateOpen = former._gateOpen;
        Flow();
    }

    /// <summary>Fills its slots with those of the room that it may see, and tells when that changed something.</summary>
    public void Arrange(IReadOnlyList<Participant> everybody)
    {
        bool changed = false;
        foreach (Slot slot in Media.Slots)
        {
            if (slot.Occupant is { } occupant && !(everybody.Contains(occupant) && Sees(occupant)))
            {
                slot.Seat(null);
                changed = true;
            }
        }

        foreach (Participant other in everybody)
        {
            if (Sees(other) && !Media.Slots.Exists(slot => slot.Occupant == other) && Media.Slots.Find(slot => slot.Occupant is null) is { } free)
            {
                free.Seat(other);
                changed = true;
            }
        }

        if (changed)
        {
            _raise(new MediaEvent.SlotsChanged(Key, Media.Slots.ConvertAll(slot => slot.Occupant?.Key.Participant)));
        }
    }

    /// <summary>Divides what can be sent to it among what it receives.</summary>
    public void Allocate(in DownlinkEstimate estimate, MediaTime now) => _allocator.Update(estimate, now);

    /// <summary>Its counters.</summary>
    public ParticipantReport Report() => new(
        Key.Participant,
        Transport.Connected,
        Media.Receiver.Packets,
        Media.Receiver.PayloadBytes,
        Media.Receiver.Streams.Sum(stream => stream.Lost),
        Media.Outgoing.Sum(stream => (long)stream.Packets),
        Media.Outgoing.Sum(stream => (long)stream.PayloadBytes),
        Media.Outgoing.Sum(stream => stream.Retransmissions),
        Transport.Rejected,
        Rtcp.RoundTrip.Measured / 1000.0);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Slot slot in Media.Slots)
        {
            slot.Seat(null);
        }

        Media.Dispose();
        Transport.Dispose();
    }

    private void OnAllocationChanged(Slot slot) => _raise(new MediaEvent.VideoPaused(Key, slot.Index, slot.Video!.Allocation.Paused));

    private void OnPublicationsChanged()
    {
        Flow();
        Room.RefreshSlotsOf(this);
    }

    private bool Sees(Participant other) => other != this && _gateOpen && other._gateOpen;

    private void Flow()
    {
        foreach (Publication publication in Media.Publications)
        {
            publication.Flowing = _gateOpen && !_muted[(int)publication.Kind];
        }
    }
}
