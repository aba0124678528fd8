using Sfu.Relay;

namespace Sfu.Rooms;

/// <summary>The rooms of one engine. A room is there as long as somebody is connected here, or it is on other shards too.</summary>
/// <param name="links">The way to other shards.</param>
internal sealed class RoomTable(ShardLinks links)
{
    private readonly Dictionary<string, Room> _rooms = [];

    /// <summary>How many there are.</summary>
    public int Count => _rooms.Count;

    /// <summary>All of them.</summary>
    public Dictionary<string, Room>.ValueCollection All => _rooms.Values;

    /// <summary>The room of a call, or null.</summary>
    public Room? Find(string id) => _rooms.GetValueOrDefault(id);

    /// <summary>A participant that is connected here, or null.</summary>
    public Participant? FindParticipant(ParticipantKey key) => Find(key.Room)?.Find(key.Participant) as Participant;

    /// <summary>The room of a call; made where there is none.</summary>
    public Room GetOrAdd(string id)
    {
        if (!_rooms.TryGetValue(id, out Room? room))
        {
            room = new Room(id, links);
            _rooms.Add(id, room);
        }

        return room;
    }

    /// <summary>Forgets a room.</summary>
    public void Remove(Room room) => _rooms.Remove(room.Id);
}
