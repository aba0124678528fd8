namespace Sfu.Rooms;

/// <summary>
/// The participants of one call, and who sits in whose slots. Only participants whose gate is open see each other: a device that only rings is in the
/// room, connected, and hears and shows nothing.
/// </summary>
internal sealed class Room(string id)
{
    private readonly List<Participant> _participants = [];

    /// <summary>The call's identifier.</summary>
    public string Id => id;

    /// <summary>Everybody, in the order of joining.</summary>
    public IReadOnlyList<Participant> Participants => _participants;

    /// <summary>Finds a participant.</summary>
    public Participant? Find(string participant) => _participants.Find(p => p.Key.Participant == participant);

    /// <summary>Adds a participant.</summary>
    public void Add(Participant participant)
    {
        _participants.Add(participant);
        Arrange();
    }

    /// <summary>Takes a participant out of the room and of all slots.</summary>
    public void Remove(Participant participant)
    {
        _participants.Remove(participant);
        Arrange();
    }

    /// <summary>Carries what a participant publishes now to everybody in whose slots it sits.</summary>
    public void RefreshSlotsOf(Participant publisher)
    {
        foreach (Participant viewer in _participants)
        {
            viewer.Media.Slots.Find(slot => slot.Occupant == publisher)?.Refresh();
        }
    }

    /// <summary>Seats everybody anew after a change of who is here: who has a seat keeps it, who has none gets the first that is free.</summary>
    public void Arrange()
    {
        bool pair = _participants.Count(participant => participant.GateOpen) == 2;
        foreach (Participant viewer in _participants)
        {
            viewer.Arrange(_participants);
            viewer.Media.Publications.ForEach(publication => publication.FollowsTarget = pair && publication.Kind == MediaKind.Video);
        }
    }
}
