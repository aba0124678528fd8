using Sfu.Relay;
using Sfu.Speakers;
using Sfu.Streams;

namespace Sfu.Rooms;

/// <summary>
/// The participants of one call, and who sits in whose slots. Only participants whose gate is open see each other: a device that only rings is in the
/// room, connected, and hears and shows nothing.
/// </summary>
/// <param name="id">The call's identifier.</param>
/// <param name="links">The way to other shards of the room.</param>
internal sealed class Room(string id, ShardLinks links)
{
    private readonly List<RoomMember> _members = [];
    private readonly List<Participant> _participants = [];
    private readonly DominantSpeaker _speaker = new();

    /// <summary>The call's identifier.</summary>
    public string Id => id;

    /// <summary>Everybody, in the order of joining.</summary>
    public IReadOnlyList<RoomMember> Members => _members;

    /// <summary>Those who are connected here.</summary>
    public IReadOnlyList<Participant> Participants => _participants;

    /// <summary>The other shards that the room is on.</summary>
    public IReadOnlyList<int> Peers { get; set; } = [];

    /// <summary>Whether nobody needs it any more.</summary>
    public bool Abandoned => _participants.Count == 0 && Peers.Count == 0;

    /// <summary>Finds somebody.</summary>
    public RoomMember? Find(string participant) => _members.Find(member => member.Key.Participant == participant);

    /// <summary>Adds somebody.</summary>
    public void Add(RoomMember member)
    {
        int index = _members.FindLastIndex(other => other.Joined <= member.Joined) + 1;
        _members.Insert(index, member);
        member.Present = true;
        if (member is Participant participant)
        {
            _participants.Add(participant);
        }

        Changed(member);
        Arrange();
    }

    /// <summary>Takes somebody out of the room and of all slots.</summary>
    public void Remove(RoomMember member)
    {
        _members.Remove(member);
        member.Present = false;
        if (member is Participant participant)
        {
            _participants.Remove(participant);
            Tell(new ShardMessage.Left(member.Key));
        }

        if (_speaker.Forget(member))
        {
            TellSpeaker();
        }

        Arrange();
    }

    /// <summary>Finds out who speaks. Called with every packet; costs next to nothing while it is not time.</summary>
    public void UpdateSpeaker(MediaTime now)
    {
        if (_speaker.Update(_members, now))
        {
            TellSpeaker();
        }
    }

    /// <summary>Somebody came, or is not what it was: the other shards learn of it.</summary>
    public void Changed(RoomMember member)
    {
        if (Peers.Count > 0 && member is Participant { Present: true } participant)
        {
            Tell(participant.Describe());
        }
    }

    /// <summary>Tells all other shards something.</summary>
    public void Tell(ShardMessage message)
    {
        foreach (int peer in Peers)
        {
            links.Send(peer, message);
        }
    }

    /// <summary>Carries what somebody publishes now to everybody in whose slots it sits.</summary>
    public void RefreshSlotsOf(RoomMember publisher)
    {
        foreach (Participant viewer in _participants)
        {
            viewer.Media.Slots.Find(slot => slot.Occupant == publisher)?.Refresh();
        }
    }

    /// <summary>Seats everybody anew after a change of who is here: who has a seat keeps it, who has none gets the first that is free.</summary>
    public void Arrange()
    {
        foreach (Participant viewer in _participants)
        {
            viewer.Arrange(_members);
        }

        bool pair = _members.Count(member => member.GateOpen) == 2;
        foreach (Publication publication in _members.SelectMany(member => member.Publications))
        {
            publication.FollowsTarget = pair && publication is { Kind: MediaKind.Video, IsSimulcast: false };
        }
    }

    private void TellSpeaker()
    {
        foreach (Participant viewer in _participants)
        {
            viewer.OnSpeaker(_speaker.Current);
        }
    }
}
