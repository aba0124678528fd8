using System.Data.Common;
using System.Threading.Channels;
using Dapper;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Signaling.Storage;

/// <summary>
/// The only writer of the file. SQLite admits one writer at a time; one queue makes that an order instead of a
/// contest, and lets all that waits share one commit and its sync. Each change is a savepoint, so that a change that
/// fails takes no other with it.
/// </summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    private const int QueueLimit = 4096;
    private const int BatchLimit = 256;

    private readonly SqliteConnection _connection;
    private readonly ILogger _logger;
    private readonly Channel<IPendingWrite> _queue = Channel.CreateBounded<IPendingWrite>(
        new BoundedChannelOptions(QueueLimit) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly Task _loop;

    public SqliteWriter(SqliteConnection connection, ILogger logger)
    {
        _connection = connection;
        _logger = logger;
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Queues a change; completes after its commit.</summary>
    public async Task<T> WriteAsync<T>(Func<DbConnection, Task<T>> change)
    {
        var write = new PendingWrite<T>(change);
        await _queue.Writer.WriteAsync(write);
        return await write.Completion;
    }

    /// <summary>Queues a change; completes when it is queued.</summary>
    public ValueTask PostAsync(Func<DbConnection, Task> change)
    {
        var write = new PendingWrite<bool>(async connection =>
        {
            await change(connection);
            return true;
        });
        _ = write.Completion.ContinueWith(
            task => StorageLog.ChangeFailed(_logger, task.Exception!.InnerException!),
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted,
            TaskScheduler.Default);
        return _queue.Writer.WriteAsync(write);
    }

    /// <summary>Completes when everything queued before is committed.</summary>
    public Task FlushAsync() => WriteAsync(_ => Task.FromResult(true));

    /// <summary>Commits what is queued, then closes the connection (which checkpoints the log into the file).</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop;
        await _connection.DisposeAsync();
    }

    private async Task RunAsync()
    {
        var batch = new List<IPendingWrite>(BatchLimit);
        while (await _queue.Reader.WaitToReadAsync())
        {
            while (batch.Count < BatchLimit && _queue.Reader.TryRead(out IPendingWrite? write))
            {
                batch.Add(write);
            }

            try
            {
                await CommitAsync(batch);
            }
            catch (SqliteException error)
            {
                RollBack();
                batch.ForEach(write => write.Failed(error));
            }

            batch.Clear();
        }
    }

    private async Task CommitAsync(List<IPendingWrite> batch)
    {
        await _connection.ExecuteAsync("BEGIN IMMEDIATE");
        foreach (IPendingWrite write in batch)
        {
            await RunInSavepointAsync(write);
        }

        await _connection.ExecuteAsync("COMMIT");
        batch.ForEach(write => write.Committed());
    }

    private async Task RunInSavepointAsync(IPendingWrite write)
    {
        try
        {
            await _connection.ExecuteAsync("SAVEPOINT change");
            await write.RunAsync(_connection);
            await _connection.ExecuteAsync("RELEASE change");
        }
#pragma warning disable CA1031 // Whatever a change throws belongs to the one who asked for it.
        catch (Exception error)
#pragma warning restore CA1031
        {
            write.Failed(error);

            // A full disk or an I/O error takes the whole transaction back, not only the statement
            // (https://www.sqlite.org/lang_transaction.html, "Response To Errors Within A Transaction").
            if (raw.sqlite3_get_autocommit(_connection.Handle) != 0)
            {
                throw new SqliteException("The transaction was rolled back by an error of the disk.", raw.SQLITE_ABORT);
            }

            await _connection.ExecuteAsync("ROLLBACK TO change; RELEASE change");
        }
    }

    private void RollBack()
    {
        if (raw.sqlite3_get_autocommit(_connection.Handle) == 0)
        {
            _connection.Execute("ROLLBACK");
        }
    }
}
