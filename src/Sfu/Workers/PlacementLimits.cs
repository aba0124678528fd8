namespace Sfu.Workers;

/// <summary>When a worker is full.</summary>
/// <param name="ParticipantsPerWorker">Seats of a worker.</param>
/// <param name="RoomParticipantsPerWorker">Participants of one room on one worker before further ones go to another.</param>
internal sealed record PlacementLimits(int ParticipantsPerWorker, int RoomParticipantsPerWorker)
{
    /// <summary>A worker whose thread works longer than this part of the time takes no new room; the rest is for the rooms that it has.</summary>
    public const double MaximumBusy = 0.85;

    /// <summary>The same for packet memory.</summary>
    public const double MaximumMemory = 0.9;
}
