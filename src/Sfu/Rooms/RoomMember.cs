using Sfu.Engine;
using Sfu.Speakers;
using Sfu.Streams;

namespace Sfu.Rooms;

/// <summary>Somebody in a room whom others can have in their slots.</summary>
/// <param name="key">Its name.</param>
/// <param name="room">Where it is.</param>
/// <param name="joined">When it came: who came first is seated first.</param>
internal abstract class RoomMember(ParticipantKey key, Room room, MediaTime joined) : IHasDeadline, IDisposable
{
    private readonly bool[] _muted = new bool[2];
    private bool _gateOpen;

    /// <summary>Its name.</summary>
    public ParticipantKey Key => key;

    /// <summary>Where it is.</summary>
    public Room Room => room;

    /// <summary>When it came.</summary>
    public MediaTime Joined => joined;

    /// <summary>Whether it is in the room still; written by the room alone.</summary>
    public bool Present { get; set; }

    /// <summary>What it publishes.</summary>
    public abstract List<Publication> Publications { get; }

    /// <summary>How much it speaks, or null while it publishes no sound.</summary>
    public SpeechActivity? Speech
    {
        get
        {
            foreach (Publication publication in Publications)
            {
                if (publication.Speech is not null)
                {
                    return publication.Speech;
                }
            }

            return null;
        }
    }

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
                room.Changed(this);
                room.Arrange();
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
    public abstract MediaTime NextDeadline { get; }

    /// <summary>Does what is due.</summary>
    public abstract void Advance(MediaTime now);

    /// <summary>Whether it may have another in its slots.</summary>
    public bool Sees(RoomMember other) => other != this && _gateOpen && other._gateOpen;

    /// <summary>Whether what it sends of a kind is held back.</summary>
    public bool IsMuted(MediaKind kind) => _muted[(int)kind];

    /// <summary>Stops or resumes passing on what it sends of a kind.</summary>
    public void SetMuted(MediaKind kind, bool muted)
    {
        if (muted != _muted[(int)kind])
        {
            _muted[(int)kind] = muted;
            Flow();
            room.Changed(this);
        }
    }

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>Takes over gate and mute marks of one whose place it takes.</summary>
    protected void CopyMarks(RoomMember former)
    {
        former._muted.CopyTo(_muted, 0);
        _gateOpen = former._gateOpen;
        Flow();
    }

    /// <summary>Has publications that were not there before.</summary>
    protected void OnPublicationsChanged()
    {
        Flow();
        room.RefreshSlotsOf(this);
    }

    private void Flow()
    {
        foreach (Publication publication in Publications)
        {
            publication.Flowing = _gateOpen && !_muted[(int)publication.Kind];
        }
    }
}
