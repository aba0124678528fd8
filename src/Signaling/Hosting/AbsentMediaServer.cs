using System.Threading.Channels;
using Sfu;

namespace Signaling.Hosting;

/// <summary>Stands where the media engine belongs while there is none: refuses every offer.</summary>
internal sealed class AbsentMediaServer : IMediaServer
{
    private readonly Channel<MediaEvent> _events = Channel.CreateUnbounded<MediaEvent>();

    /// <inheritdoc/>
    public ChannelReader<MediaEvent> Events => _events.Reader;

    /// <inheritdoc/>
    public Task<JoinResult> JoinAsync(string ticket, string offer, CancellationToken cancellationToken) =>
        Task.FromResult<JoinResult>(new JoinResult.Refused(JoinError.Capacity, "This build has no media engine."));

    /// <inheritdoc/>
    public void SetGate(ParticipantKey participant, bool open)
    {
    }

    /// <inheritdoc/>
    public void SetMuted(ParticipantKey participant, MediaKind kind, bool muted)
    {
    }

    /// <inheritdoc/>
    public void Remove(ParticipantKey participant)
    {
    }

    /// <inheritdoc/>
    public void CloseRoom(string room)
    {
    }

    /// <inheritdoc/>
    public Task<RoomReport?> GetReportAsync(string room, CancellationToken cancellationToken) => Task.FromResult<RoomReport?>(null);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _events.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }
}
