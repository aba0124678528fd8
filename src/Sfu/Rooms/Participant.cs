using Sfu.Engine;
using Sfu.Streams;
using Sfu.Streams.Incoming;
using Sfu.Transports;

namespace Sfu.Rooms;

/// <summary>One endpoint in a room: its transport, what it publishes, and the slots in which it receives others.</summary>
internal sealed class Participant : IHasDeadline, IDisposable
{
    private readonly Action<MediaEvent> _raise;
    private readonly bool[] _muted = new bool[2];
    private bool _gateOpen;

    /// <summary>Puts an endpoint together.</summary>
    public Participant(ParticipantKey key, Room room, PeerTransport transport, ParticipantMedia media, Action<MediaEvent> raise)
    {
        Key = key;
        Room = room;
        Transport = transport;
        Media = media;
        _raise = raise;
        Rtcp = new RtcpExchange(transport, media);
    }

    /// <summary>Its name.</summary>
    public ParticipantKey Key { get; }

    /// <summary>Where it is.</summary>
    public Room Room { get; }

    /// <summary>Its connection.</summary>
    public PeerTransport Transport { get; }

    /// <summary>What it sends and receives.</summary>
    public ParticipantMedia Media { get; }

    /// <summary>Its reports and feedback.</summary>
    public RtcpExchange Rtcp { get; }

    /// <summary>What it publishes.</summary>
    public List<Publication> Publications => Media.Publications;

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

    /// <summary>When something is to be done for it.</summary>
    public MediaTime NextDeadline => MediaTime.Min(Transport.NextDeadline, Rtcp.NextDeadline);

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

    private bool Sees(Participant other) => other != this && _gateOpen && other._gateOpen;

    private void Flow()
    {
        foreach (Publication publication in Publications)
        {
            publication.Flowing = _gateOpen && !_muted[(int)publication.Kind];
        }
    }
}
