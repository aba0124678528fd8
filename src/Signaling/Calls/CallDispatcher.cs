using System.Threading.Channels;

namespace Signaling.Calls;

/// <summary>
/// Owns the <see cref="Switchboard"/>: commands queue, one task takes them in order, does what each one asks for, and
/// wakes itself for deadlines. Replies leave from here too, so that a device hears of changes in the order in which
/// they happened.
/// </summary>
internal sealed class CallDispatcher : IAsyncDisposable
{
    private const int QueueLimit = 8192;

    private readonly Switchboard _switchboard;
    private readonly CallEffectRunner _runner;
    private readonly TimeProvider _clock;
    private readonly ILogger<CallDispatcher> _logger;
    private readonly ITimer _timer;
    private readonly Channel<Func<Task>> _queue = Channel.CreateBounded<Func<Task>>(
        new BoundedChannelOptions(QueueLimit) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly Task _loop;

    public CallDispatcher(Switchboard switchboard, CallEffectRunner runner, TimeProvider clock, ILogger<CallDispatcher> logger)
    {
        _switchboard = switchboard;
        _runner = runner;
        _clock = clock;
        _logger = logger;

        // When the queue is full the wake-up may be lost: every command lets deadlines pass first.
        _timer = clock.CreateTimer(_ => _queue.Writer.TryWrite(() => Task.CompletedTask), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _loop = Task.Run(RunAsync);
    }

    /// <summary>
    /// Runs a command on the switchboard. What it gives back is the reply, which runs after the command's effects and before
    /// any later command. Completes after the reply. When the server stops, nothing happens any more.
    /// </summary>
    public async Task RunAsync(Func<Switchboard, DateTimeOffset, Action?> command)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        async Task ExecuteAsync()
        {
            try
            {
                Action? reply = command(_switchboard, _clock.GetUtcNow());
                await RunEffectsAsync();
                reply?.Invoke();
                done.SetResult();
            }
#pragma warning disable CA1031 // A command that fails is its caller's; the calls of others go on.
            catch (Exception error)
#pragma warning restore CA1031
            {
                done.SetException(error);
            }
        }

        try
        {
            await _queue.Writer.WriteAsync(ExecuteAsync);
        }
        catch (ChannelClosedException)
        {
            return;
        }

        await done.Task;
    }

    /// <summary>Tells the switchboard something that needs no reply.</summary>
    public Task TellAsync(Action<Switchboard, DateTimeOffset> news) => RunAsync((switchboard, now) =>
    {
        news(switchboard, now);
        return null;
    });

    /// <summary>Ends all calls; later commands are refused.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_queue.Writer.TryComplete())
        {
            await _loop;
            _switchboard.EndAll(_clock.GetUtcNow());
            await RunEffectsAsync();
        }

        await _timer.DisposeAsync();
    }

    private async Task RunAsync()
    {
        await foreach (Func<Task> command in _queue.Reader.ReadAllAsync())
        {
            await AdvanceAsync();
            await command();
            SetTimer();
        }
    }

    private async Task AdvanceAsync()
    {
        try
        {
            _switchboard.Advance(_clock.GetUtcNow());
            await RunEffectsAsync();
        }
#pragma warning disable CA1031 // One call's failure must not stop the others.
        catch (Exception error)
#pragma warning restore CA1031
        {
            CallLog.DeadlineFailed(_logger, error);
        }
    }

    private async Task RunEffectsAsync()
    {
        foreach (CallEffect effect in _switchboard.TakeEffects())
        {
            await _runner.RunAsync(effect);
        }
    }

    // Set after every command, the wake-up included: it may have come too early (timers count whole milliseconds, and by another
    // clock) or have been lost to a full queue.
    private void SetTimer()
    {
        TimeSpan due = Timeout.InfiniteTimeSpan;
        if (_switchboard.NextDeadline is { } deadline)
        {
            TimeSpan left = deadline - _clock.GetUtcNow();
            due = left > TimeSpan.Zero ? TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)) : TimeSpan.Zero;
        }

        _timer.Change(due, Timeout.InfiniteTimeSpan);
    }
}
