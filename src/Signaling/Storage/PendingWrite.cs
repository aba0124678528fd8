using System.Data.Common;

namespace Signaling.Storage;

/// <summary>A change that waits for the writer, and the task of the one who asked for it.</summary>
internal sealed class PendingWrite<T>(Func<DbConnection, Task<T>> change) : IPendingWrite
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;

    /// <summary>Completes after the commit.</summary>
    public Task<T> Completion => _completion.Task;

    /// <inheritdoc/>
    public async Task RunAsync(DbConnection connection) => _result = await change(connection);

    /// <inheritdoc/>
    public void Committed() => _completion.TrySetResult(_result);

    /// <inheritdoc/>
    public void Failed(Exception error) => _completion.TrySetException(error);
}
