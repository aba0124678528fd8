namespace Signaling.Sessions;

/// <summary>A short line: one runs, a few wait in order, more are turned away.</summary>
internal sealed class OfferLine
{
    private const int Limit = 4;

    private readonly Lock _lock = new();
    private Task _last = Task.CompletedTask;
    private int _count;

    /// <summary>Takes a place, which <see cref="RunAsync"/> gives back.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _count) <= Limit)
        {
            return true;
        }

        Interlocked.Decrement(ref _count);
        return false;
    }

    /// <summary>Runs when all who entered before are done.</summary>
    public async Task RunAsync(Func<Task> work)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task before;
        lock (_lock)
        {
            before = _last;
            _last = done.Task;
        }

        await before;
        try
        {
            await work();
        }
        finally
        {
            Interlocked.Decrement(ref _count);
            done.SetResult();
        }
    }
}
