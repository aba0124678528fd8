using Sfu.Quality;
using Sfu.Streams;
using Sfu.Streams.Outgoing;

namespace Sfu.Rooms;

/// <summary>A place in which a participant receives one other: sound, pictures, or both.</summary>
internal sealed class Slot(int index)
{
    /// <summary>Counts from 0.</summary>
    public int Index => index;

    /// <summary>Its sound, or null.</summary>
    public OutgoingStream? Audio { get; set; }

    /// <summary>Its pictures, or null.</summary>
    public OutgoingStream? Video { get; set; }

    /// <summary>How the client shows it.</summary>
    public SlotTile Wish { get; set; } = SlotTile.Any(index);

    /// <summary>What the client says that it made of it.</summary>
    public ReportedPlayback Playback { get; } = new();

    /// <summary>Who is in it, or null.</summary>
    public RoomMember? Occupant { get; private set; }

    /// <summary>Puts somebody in the slot, or nobody.</summary>
    public void Seat(RoomMember? occupant)
    {
        Occupant = occupant;
        Refresh();
    }

    /// <summary>Carries what the occupant publishes now.</summary>
    public void Refresh()
    {
        Audio?.Carry(Publication(MediaKind.Audio));
        Video?.Carry(Publication(MediaKind.Video));
    }

    /// <summary>Takes what the client says that it made of it.</summary>
    public void NoteReception(in SlotReception report, MediaTime now)
    {
        FrameMeter sent = Video is { } pictures ? pictures.Pictures : default;
        Playback.Note(report, sent, Video?.Source?.Missed ?? 0, now);
    }

    /// <summary>Its pictures can begin.</summary>
    public void RequestKeyframe() => Video?.RequestKeyframe();

    private Publication? Publication(MediaKind kind) => Occupant?.Publications.Find(publication => publication.Kind == kind);
}
