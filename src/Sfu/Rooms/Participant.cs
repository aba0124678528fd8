using Rtp;
using Rtp.Srtp;
using Sfu.Allocation;
using Sfu.Congestion;
using Sfu.Ice;
using Sfu.Memory;
using Sfu.Quality;
using Sfu.Relay;
using Sfu.Rtcp;
using Sfu.Sdp;
using Sfu.Streams;
using Sfu.Transports;

namespace Sfu.Rooms;

/// <summary>One endpoint in a room: its transport, what it publishes, and the slots in which it receives others.</summary>
internal sealed class Participant : RoomMember
{
    // Signaling is slower than RTCP, and a message costs more.
    private const long SignaledTargetInterval = 500_000;

    private readonly Action<MediaEvent> _raise;
    private readonly StreamAllocator _allocator;

    /// <summary>Puts an endpoint together.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="userFragment">Our ICE user name fragment for it.</param>
    /// <param name="room">Where it is.</param>
    /// <param name="joined">When it came.</param>
    /// <param name="transport">Its connection.</param>
    /// <param name="media">What it sends and receives.</param>
    /// <param name="clock">For its reports.</param>
    /// <param name="raise">Takes what happens.</param>
    /// <param name="touch">Is told when somebody else's doing gave it something to do.</param>
    public Participant(
        ParticipantKey key,
        string userFragment,
        Room room,
        MediaTime joined,
        PeerTransport transport,
        ParticipantMedia media,
        WallClock clock,
        Action<MediaEvent> raise,
        Action<RoomMember> touch)
        : base(key, room, joined)
    {
        UserFragment = userFragment;
        Transport = transport;
        Media = media;
        _raise = raise;
        Downlink = new DownlinkControl(media);
        Rtcp = new RtcpExchange(transport, media, Downlink, clock);
        media.Pacer.Waiting = () => touch(this);
        Quality = new QualityMonitor(media, Rtcp.RoundTrip);
        media.TargetChanged = () => touch(this);
        if (!media.TakesEstimates)
        {
            media.Target.Interval = SignaledTargetInterval;
        }

        _allocator = new StreamAllocator(media.Slots, OnAllocationChanged);
        media.KeyframeNeeded = () => touch(this);
        media.PublicationsChanged = OnPublicationsChanged;
        media.SourceEnded = ssrc => room.Tell(new ShardMessage.SourceEnded(key, ssrc));
    }

    /// <summary>Our ICE user name fragment for it.</summary>
    public string UserFragment { get; private set; }

    /// <summary>Its connection.</summary>
    public PeerTransport Transport { get; }

    /// <summary>What it sends and receives.</summary>
    public ParticipantMedia Media { get; }

    /// <summary>How much can be sent to it.</summary>
    public DownlinkControl Downlink { get; }

    /// <summary>Its reports and feedback.</summary>
    public RtcpExchange Rtcp { get; }

    /// <summary>How good its connection is.</summary>
    public QualityMonitor Quality { get; }

    /// <inheritdoc/>
    public override List<Publication> Publications => Media.Publications;

    /// <inheritdoc/>
    public override MediaTime NextDeadline => MediaTime.Min(
        MediaTime.Min(MediaTime.Min(Transport.NextDeadline, Quality.NextDeadline), Media.Target.NextDeadline),
        MediaTime.Min(Rtcp.NextDeadline, Downlink.NextDeadline));

    /// <summary>The transport is connected.</summary>
    public void Start(MediaTime now)
    {
        Media.Attach(Transport.Outbound!);
        Media.Receiver.MayRepeat = Transport.Profile is { IsAead: false };
        Rtcp.Start(now);
        Downlink.Start(now);
        Quality.Start(now);
        foreach (Slot slot in Media.Slots)
        {
            slot.RequestKeyframe();
        }
    }

    /// <summary>Takes an RTP packet from one of its paths.</summary>
    /// <returns>Whether the slab was kept.</returns>
    public bool ReceiveRtp(Slab slab, Span<byte> packet, in SrtpExpectedTag expected, MediaTime now)
    {
        bool kept = Transport.TryUnprotectRtp(packet, expected, now, out RtpHeader header) && Media.Receiver.Receive(header, slab, now);
        Room.UpdateSpeaker(now);
        return kept;
    }

    /// <summary>Takes an RTCP datagram from one of its paths.</summary>
    public void ReceiveRtcp(Span<byte> datagram, MediaTime now)
    {
        if (Transport.TryUnprotectRtcp(datagram, now, out int length))
        {
            Rtcp.Receive(datagram[..length], now);
            Allocate(now);
        }
    }

    /// <summary>Both sides take new ICE credentials.</summary>
    public void RestartIce(IceCredentials credentials, NegotiatedSession session)
    {
        UserFragment = credentials.Ufrag;
        Transport.RestartIce(credentials, session);
    }

    /// <inheritdoc/>
    public override void Advance(MediaTime now)
    {
        Transport.Advance(now);
        Rtcp.Advance(now);
        Downlink.Advance(now);
        Allocate(now);
        SignalTarget(now);
        if (Quality.Advance(now))
        {
            _raise(new MediaEvent.QualityChanged(Key, Quality.Up.Level, Quality.Down.Level));
        }
    }

    /// <summary>Takes over gate and mute marks of the endpoint that this one replaces.</summary>
    public void TakeOver(RoomMember former) => CopyMarks(former);

    /// <summary>Fills its slots with those of the room that it may see, and tells when that changed something.</summary>
    public void Arrange(IReadOnlyList<RoomMember> everybody)
    {
        bool changed = false;
        foreach (Slot slot in Media.Slots)
        {
            if (slot.Occupant is { } occupant && !(occupant.Present && Sees(occupant)))
            {
                slot.Seat(null);
                changed = true;
            }
        }

        foreach (RoomMember other in everybody)
        {
            if (Media.Slots.Find(slot => slot.Occupant is null) is not { } free)
            {
                break;
            }

            if (Sees(other) && !Media.Slots.Exists(slot => slot.Occupant == other))
            {
                free.Seat(other);
                changed = true;
            }
        }

        if (changed)
        {
            TellSlots();
        }
    }

    /// <summary>
    /// Somebody else speaks now. Where there are fewer slots than others, the speaker takes the place of the one who has been silent the longest.
    /// </summary>
    public void OnSpeaker(RoomMember? speaker)
    {
        _allocator.Speaker = speaker;
        if (!GateOpen)
        {
            return;
        }

        if (speaker is not null && Sees(speaker) && !Media.Slots.Exists(slot => slot.Occupant == speaker) && QuietestSlot() is { } slot)
        {
            slot.Seat(speaker);
            TellSlots();
        }

        _raise(new MediaEvent.SpeakerChanged(Key, speaker?.Key.Participant));
    }

    /// <summary>The client says how it shows its slots; of those that it does not name it wants the best.</summary>
    public void SetLayout(IReadOnlyList<SlotTile> tiles)
    {
        foreach (Slot slot in Media.Slots)
        {
            slot.Wish = tiles.FirstOrDefault(tile => tile.Slot == slot.Index, SlotTile.Any(slot.Index));
        }

        // Looked at with the next estimate, a fraction of a second from now.
        Downlink.Changed = true;
    }

    /// <summary>The client says what it made of its slots.</summary>
    public void NoteReception(IReadOnlyList<SlotReception> reports, MediaTime now)
    {
        foreach (SlotReception report in reports)
        {
            Media.Slots.Find(slot => slot.Index == report.Slot)?.NoteReception(report, now);
        }
    }

    /// <summary>What other shards of the room have to know of it.</summary>
    public ShardMessage.Present Describe() =>
        new(Key, Media.Session, Joined, GateOpen, IsMuted(MediaKind.Audio), IsMuted(MediaKind.Video));

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
        Rtcp.RoundTrip.Measured / 1000.0,
        Downlink.Estimate,
        Downlink.Source,
        Media.Pacer.Dropped,
        Downlink.Unmatched);

    /// <inheritdoc/>
    public override void Dispose()
    {
        foreach (Slot slot in Media.Slots)
        {
            slot.Seat(null);
        }

        Media.Dispose();
        Transport.Dispose();
    }

    private Slot? QuietestSlot() => Media.Slots.Where(slot => slot.Occupant is not null).MinBy(slot => slot.Occupant!.Speech?.SpokeAt ?? MediaTime.Zero);

    private void TellSlots() => _raise(new MediaEvent.SlotsChanged(Key, Media.Slots.ConvertAll(slot => slot.Occupant?.Key.Participant)));

    // Divides what can be sent to it among what it receives.
    private void Allocate(MediaTime now)
    {
        if (Downlink.Changed)
        {
            Downlink.Changed = false;
            _allocator.Update(Downlink.Estimate, Media.Pacer.Backlog, now);
            Downlink.Wanted = _allocator.Demand(now);
        }
    }

    private void SignalTarget(MediaTime now)
    {
        if (!Media.TakesEstimates && Transport.Connected && Media.Target.TryTake(now) && Media.Target.BitsPerSecond is var target)
        {
            _raise(new MediaEvent.TargetChanged(Key, target < SendTarget.Unlimited ? target : null));
        }
    }

    private void OnAllocationChanged(Slot slot) => _raise(new MediaEvent.VideoPaused(Key, slot.Index, slot.Video!.Allocation.Paused));
}
