namespace Sfu.Workers;

/// <summary>
/// Which room is on which worker, who is in it, and who may not come back. Not for use by several threads at once.
/// </summary>
internal sealed class RoomDirectory(IReadOnlyList<MediaWorker> workers, int participantsPerWorker, TimeProvider time)
{
    // Longer than any admission ticket lives.
    private static readonly TimeSpan RevocationMemory = TimeSpan.FromHours(1);

    private readonly Dictionary<string, RoomEntry> _rooms = [];
    private readonly Dictionary<MediaWorker, int> _load = workers.ToDictionary(worker => worker, _ => 0);
    private readonly HashSet<ParticipantKey> _revoked = [];
    private readonly Queue<(ParticipantKey Key, DateTimeOffset Until)> _revocations = [];

    /// <summary>The participant's placement, or null.</summary>
    public Placement? Find(ParticipantKey key) => _rooms.GetValueOrDefault(key.Room)?.Participants.GetValueOrDefault(key.Participant);

    /// <summary>The worker of a room, or null.</summary>
    public MediaWorker? FindWorker(string room) => _rooms.GetValueOrDefault(room)?.Worker;

    /// <summary>The worker that a participant of a room belongs on, or null when that one is full.</summary>
    public MediaWorker? Choose(string room)
    {
        MediaWorker worker = FindWorker(room) ?? workers.MinBy(candidate => _load[candidate])!;
        return _load[worker] < participantsPerWorker ? worker : null;
    }

    /// <summary>Enters a participant, in the place of one of the same name.</summary>
    public void Add(ParticipantKey key, Placement placement)
    {
        Remove(key);
        if (!_rooms.TryGetValue(key.Room, out RoomEntry? room))
        {
            room = new RoomEntry(placement.Worker, []);
            _rooms.Add(key.Room, room);
        }

        room.Participants.Add(key.Participant, placement);
        _load[room.Worker]++;
    }

    /// <summary>Forgets a participant.</summary>
    public void Remove(ParticipantKey key)
    {
        if (_rooms.TryGetValue(key.Room, out RoomEntry? room) && room.Participants.Remove(key.Participant))
        {
            _load[room.Worker]--;
            if (room.Participants.Count == 0)
            {
                _rooms.Remove(key.Room);
            }
        }
    }

    /// <summary>Forgets a room with everybody in it.</summary>
    public void RemoveRoom(string room)
    {
        if (_rooms.Remove(room, out RoomEntry? entry))
        {
            _load[entry.Worker] -= entry.Participants.Count;
        }
    }

    /// <summary>Keeps a participant (or with an empty name a whole room) from coming back.</summary>
    public void Revoke(ParticipantKey key)
    {
        DateTimeOffset now = time.GetUtcNow();
        while (_revocations.TryPeek(out (ParticipantKey Key, DateTimeOffset Until) oldest) && oldest.Until <= now)
        {
            _revoked.Remove(_revocations.Dequeue().Key);
        }

        if (_revoked.Add(key))
        {
            _revocations.Enqueue((key, now + RevocationMemory));
        }
    }

    /// <summary>Whether a participant was kept out.</summary>
    public bool IsRevoked(ParticipantKey key) => _revoked.Contains(key) || _revoked.Contains(key with { Participant = "" });

    private sealed record RoomEntry(MediaWorker Worker, Dictionary<string, Placement> Participants);
}
