namespace Sfu.Workers;

/// <summary>
/// Which room is on which workers, who is in it, and who may not come back. Not for use by several threads at once.
/// </summary>
/// <param name="workers">The load of each worker, by its number; the directory counts the participants in it.</param>
/// <param name="limits">When a worker is full.</param>
/// <param name="time">For how long somebody may not come back.</param>
/// <param name="moved">Is told when a room is on other workers than before: the room, the workers before, the workers now.</param>
internal sealed class RoomDirectory(
    IReadOnlyList<WorkerLoad> workers, PlacementLimits limits, TimeProvider time, Action<string, IReadOnlyList<int>, IReadOnlyList<int>> moved)
{
    // Longer than any admission ticket lives.
    private static readonly TimeSpan RevocationMemory = TimeSpan.FromHours(1);

    private readonly WorkerPlacement _placement = new(workers, limits);
    private readonly Dictionary<string, RoomEntry> _rooms = [];
    private readonly HashSet<ParticipantKey> _revoked = [];
    private readonly Queue<(ParticipantKey Key, DateTimeOffset Until)> _revocations = [];

    /// <summary>The participant's placement, or null.</summary>
    public Placement? Find(ParticipantKey key) => _rooms.GetValueOrDefault(key.Room)?.Participants.GetValueOrDefault(key.Participant);

    /// <summary>The workers of a room; none where there is no room.</summary>
    public IReadOnlyList<int> WorkersOf(string room) => _rooms.TryGetValue(room, out RoomEntry? entry) ? [.. entry.Workers.Keys] : [];

    /// <summary>The worker that a participant belongs on, or null when all are full.</summary>
    public int? Choose(ParticipantKey key) =>
        Find(key)?.Worker ?? (_rooms.TryGetValue(key.Room, out RoomEntry? room) ? _placement.ForRoom(room.Workers) : _placement.ForNewRoom());

    /// <summary>Enters a participant, in the place of one of the same name.</summary>
    public void Add(ParticipantKey key, Placement placement)
    {
        if (!_rooms.TryGetValue(key.Room, out RoomEntry? room))
        {
            room = new RoomEntry(key.Room);
            _rooms.Add(key.Room, room);
        }

        bool replaces = room.Participants.TryGetValue(key.Participant, out Placement? former);
        room.Participants[key.Participant] = placement;
        if (!replaces || former!.Worker != placement.Worker)
        {
            Count(room, placement.Worker, 1);
            if (replaces)
            {
                Count(room, former!.Worker, -1);
            }
        }

        workers[placement.Worker].NotePlaced();
    }

    /// <summary>Forgets a participant.</summary>
    public void Remove(ParticipantKey key)
    {
        if (_rooms.TryGetValue(key.Room, out RoomEntry? room) && room.Participants.Remove(key.Participant, out Placement? placement))
        {
            Count(room, placement.Worker, -1);
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
            Reserve(entry, -1);
            foreach ((int worker, int participants) in entry.Workers)
            {
                workers[worker].Participants -= participants;
            }
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

    private void Count(RoomEntry room, int worker, int change)
    {
        IReadOnlyList<int> before = [.. room.Workers.Keys];
        Reserve(room, -1);
        int participants = room.Workers.GetValueOrDefault(worker) + change;
        if (participants > 0)
        {
            room.Workers[worker] = participants;
        }
        else
        {
            room.Workers.Remove(worker);
        }

        workers[worker].Participants += change;
        Reserve(room, 1);
        if (room.Workers.Count != before.Count)
        {
            moved(room.Id, before, [.. room.Workers.Keys]);
        }
    }

    // Who was admitted to call somebody finds a seat for that one too.
    private void Reserve(RoomEntry room, int change)
    {
        if (room.Workers.Count == 1 && room.Workers.First() is { Value: 1 } alone)
        {
            workers[alone.Key].Reserved += change;
        }
    }

    private sealed record RoomEntry(string Id)
    {
        public Dictionary<string, Placement> Participants { get; } = [];

        public SortedDictionary<int, int> Workers { get; } = [];
    }
}
