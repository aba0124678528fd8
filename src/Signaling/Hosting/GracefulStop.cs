using Signaling.Calls;
using Signaling.Sessions;

namespace Signaling.Hosting;

/// <summary>Before the server stops listening: calls end, and every session is told that the server restarts.</summary>
internal sealed class GracefulStop(CallDispatcher dispatcher, SessionRegistry sessions) : IHostedLifecycleService
{
    /// <inheritdoc/>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await dispatcher.TellAsync((board, now) => board.EndAll(now));
        sessions.Shut(SessionClose.Restart);
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
