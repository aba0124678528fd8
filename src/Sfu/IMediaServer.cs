using System.Threading.Channels;
using Sfu.Admission;

namespace Sfu;

/// <summary>
/// The media engine as the signaling half sees it. Every call is a message to the worker that has the participant; nothing here
/// blocks, and what happens comes back through <see cref="Events"/>.
/// </summary>
public interface IMediaServer : IAsyncDisposable
{
    /// <summary>What happens to participants, in the order in which it happened per room.</summary>
    ChannelReader<MediaEvent> Events { get; }

    /// <summary>
    /// Answers an SDP offer. The first offer of a participant makes its transport. A later one with the same <c>a=fingerprint</c> and the same ICE credentials
    /// adds slots; with other ICE credentials in the same session (<c>o=</c>) it restarts ICE besides, and media goes on; any other replaces the transport.
    /// </summary>
    /// <param name="ticket">Signed by <see cref="AdmissionTicketSigner"/>; verified before any credential is made.</param>
    /// <param name="offer">The client's SDP.</param>
    /// <param name="cancellationToken">Gives up waiting; a transport that was made meanwhile stays until removed.</param>
    Task<JoinResult> JoinAsync(string ticket, string offer, CancellationToken cancellationToken);

    /// <summary>Opens or closes a participant's gate: media flows between participants whose gates are both open.</summary>
    void SetGate(ParticipantKey participant, bool open);

    /// <summary>Stops forwarding what a participant sends of a kind, whatever its client does.</summary>
    void SetMuted(ParticipantKey participant, MediaKind kind, bool muted);

    /// <summary>Says how a participant's client shows its receive slots; of those that are not named it is sent the best that its way carries.</summary>
    void SetLayout(ParticipantKey participant, IReadOnlyList<SlotTile> tiles);

    /// <summary>Takes what a participant's client says that it made of its receive slots: it counts in the quality of its way from the server.</summary>
    void NoteReception(ParticipantKey participant, IReadOnlyList<SlotReception> reports);

    /// <summary>Ends a participant's media for good: tickets for it no longer open a transport.</summary>
    void Remove(ParticipantKey participant);

    /// <summary>Ends a room with everyone in it, for good.</summary>
    void CloseRoom(string room);

    /// <summary>What the threads do that the rooms are spread over.</summary>
    IReadOnlyList<WorkerReport> GetWorkers();

    /// <summary>Counters of a room, or null where there is none.</summary>
    Task<RoomReport?> GetReportAsync(string room, CancellationToken cancellationToken);
}
