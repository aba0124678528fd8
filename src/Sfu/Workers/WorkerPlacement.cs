namespace Sfu.Workers;

/// <summary>Chooses the worker for a participant: by what the workers do, and by what the last ones placed will bring.</summary>
/// <param name="workers">The load of each, by its number.</param>
/// <param name="limits">When one is full.</param>
internal sealed class WorkerPlacement(IReadOnlyList<WorkerLoad> workers, PlacementLimits limits)
{
    // Differences below this are noise; then the number of participants decides.
    private const double BusyStep = 0.02;

    private const int UsualParticipants = 100;

    /// <summary>The worker for a room's first participant, with a seat for the second, or null when all are full.</summary>
    public int? ForNewRoom() => Least(worker => TakesRooms(worker) && FreeSeats(worker) >= 2);

    /// <summary>The worker for a further participant of a room, or null when all seats are taken.</summary>
    /// <param name="room">How many of the room are on which worker.</param>
    public int? ForRoom(IReadOnlyDictionary<int, int> room)
    {
        // The second party of a call has its seat beside the first: no packet of theirs crosses threads.
        if (room.Values.Sum() == 1 && FreeSeats(room.Keys.First()) >= 0)
        {
            return room.Keys.First();
        }

        return Least(worker => room.TryGetValue(worker, out int there) && there < limits.RoomParticipantsPerWorker && FreeSeats(worker) > 0 && !IsBusy(worker))
            ?? Least(worker => !room.ContainsKey(worker) && FreeSeats(worker) > 0 && TakesRooms(worker))
            ?? Least(worker => room.ContainsKey(worker) && FreeSeats(worker) > 0)
            ?? Least(worker => FreeSeats(worker) > 0);
    }

    private int FreeSeats(int worker) => limits.ParticipantsPerWorker - workers[worker].Participants - workers[worker].Reserved;

    private bool IsBusy(int worker) => workers[worker].Busy > PlacementLimits.MaximumBusy;

    private bool TakesRooms(int worker) => !IsBusy(worker) && workers[worker].Memory <= PlacementLimits.MaximumMemory;

    // What a participant costs at the going rate. The seats say what is usual; it takes some participants to show that it is otherwise here.
    private double Cost =>
        (workers.Sum(worker => worker.Busy) + ((double)UsualParticipants / limits.ParticipantsPerWorker))
        / (workers.Sum(worker => worker.Participants) + UsualParticipants);

    private int? Least(Func<int, bool> where)
    {
        double cost = Cost;
        return Enumerable.Range(0, workers.Count)
            .Where(where)
            .OrderBy(worker => Math.Round(workers[worker].Expected(cost) / BusyStep))
            .ThenBy(worker => workers[worker].Participants + workers[worker].Reserved)
            .Select(worker => (int?)worker)
            .FirstOrDefault();
    }
}
