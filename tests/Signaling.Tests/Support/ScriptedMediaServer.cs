using System.Collections.Concurrent;
using System.Threading.Channels;
using Sfu;
using Sfu.Admission;

namespace Signaling.Tests.Support;

/// <summary>A media engine that checks tickets as the real one does, notes what it is told, and says what the test wants.</summary>
internal sealed class ScriptedMediaServer(AdmissionTicketSigner signer, TimeProvider clock) : IMediaServer
{
    private readonly ObservedChannel<MediaEvent> _events = new();
    private readonly Lock _lock = new();
    private readonly List<string> _log = [];

    /// <summary>Answers an offer; by default with one slot.</summary>
    public Func<AdmissionTicket, string, Task<JoinResult>> Answer { get; set; } = (ticket, _) => Task.FromResult<JoinResult>(
        new JoinResult.Answered($"answer for {ticket.Participant}", [new SlotDescription(0, "0", "1")]));

    /// <summary>The tickets that were presented, in order.</summary>
    public ConcurrentQueue<AdmissionTicket> Tickets { get; } = new();

    public ChannelReader<MediaEvent> Events => _events;

    /// <summary>What the engine was told, in order, such as <c>gate p_x open</c>.</summary>
    public IReadOnlyList<string> Log
    {
        get
        {
            lock (_lock)
            {
                return [.. _log];
            }
        }
    }

    public async Task<JoinResult> JoinAsync(string ticket, string offer, CancellationToken cancellationToken)
    {
        if (signer.TryVerify(ticket, clock.GetUtcNow(), out AdmissionTicket? admission) != TicketError.None)
        {
            return new JoinResult.Refused(JoinError.TicketInvalid, "The ticket is invalid.");
        }

        Tickets.Enqueue(admission!);
        JoinResult result = await Answer(admission!, offer);
        Note($"join {admission!.Participant}");
        return result;
    }

    public void SetGate(ParticipantKey participant, bool open) => Note($"gate {participant.Participant} {(open ? "open" : "closed")}");

    public void SetMuted(ParticipantKey participant, MediaKind kind, bool muted) =>
        Note($"{kind.ToString().ToLowerInvariant()} {participant.Participant} {(muted ? "muted" : "on")}");

    public void SetLayout(ParticipantKey participant, IReadOnlyList<SlotTile> tiles) =>
        Note($"layout {participant.Participant} {string.Join(' ', tiles.Select(tile => $"{tile.Slot}:{tile.Height}:{tile.Priority}"))}");

    public void NoteReception(ParticipantKey participant, IReadOnlyList<SlotReception> reports) =>
        Note($"received {participant.Participant} {string.Join(' ', reports.Select(
            report => FormattableString.Invariant($"{report.Slot}:{report.Frozen}:{report.FramesPerSecond}:{report.Concealed}")))}");

    public void Remove(ParticipantKey participant) => Note($"remove {participant.Participant}");

    public void CloseRoom(string room) => Note($"close {room}");

    public IReadOnlyList<WorkerReport> GetWorkers() => [new WorkerReport(0, 7882, 0.25, 3, 2, 1500, 640, 0.01, 10, 1, 0, new Dictionary<DropReason, long> { [DropReason.SrtpReplayed] = 7 })];

    public Task<RoomReport?> GetReportAsync(string room, CancellationToken cancellationToken) => Task.FromResult<RoomReport?>(null);

    /// <summary>Lets something happen to a participant, and waits until the other half has dealt with it.</summary>
    public Task RaiseAsync(MediaEvent happened) => _events.WriteAsync(happened);

    public ValueTask DisposeAsync()
    {
        _events.Complete();
        return ValueTask.CompletedTask;
    }

    private void Note(string line)
    {
        lock (_lock)
        {
            _log.Add(line);
        }
    }
}
