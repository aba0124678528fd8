namespace Sfu;

/// <summary>What one worker (a thread that owns a share of the rooms) does.</summary>
/// <param name="Worker">Its number, from 0.</param>
/// <param name="Port">Its port, UDP and TCP.</param>
/// <param name="Busy">The part of the time in which its thread works, from 0 to 1, over the last seconds.</param>
/// <param name="Participants">Participants that were placed on it.</param>
/// <param name="Rooms">Rooms that it has, also those of which only other workers have participants.</param>
/// <param name="DatagramsPerSecond">What it sends, over the last seconds.</param>
/// <param name="SlabsInUse">Packet buffers (of 2 KiB) in use: received, cached, in rings and to be sent.</param>
/// <param name="Memory">The part of its packet memory that is in use, from 0 to 1.</param>
/// <param name="Relayed">Packets that came from other workers, in all.</param>
/// <param name="RelayDrops">Packets that were lost on the way between it and other workers, in all; they are asked for again.</param>
/// <param name="SendFailures">Datagrams that the system did not take, in all.</param>
/// <param name="Drops">Datagrams that arrived and changed nothing, in all, by reason; each reason is there.</param>
public sealed record WorkerReport(
    int Worker,
    int Port,
    double Busy,
    int Participants,
    long Rooms,
    double DatagramsPerSecond,
    long SlabsInUse,
    double Memory,
    long Relayed,
    long RelayDrops,
    long SendFailures,
    IReadOnlyDictionary<DropReason, long> Drops);
