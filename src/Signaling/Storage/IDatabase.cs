using System.Data.Common;

namespace Signaling.Storage;

/// <summary>
/// The relational store as ADO.NET, in SQL that SQLite and PostgreSQL both take. Reads run side by side; writes queue for
/// one writer, which commits what waits together.
/// </summary>
internal interface IDatabase : IAsyncDisposable
{
    /// <summary>Runs queries on a connection of their own; they see every write that completed before.</summary>
    Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> query);

    /// <summary>The row of a key, or null; it sees every write that completed before.</summary>
    Task<T?> FindAsync<T>(KeyQuery<T> query, string key)
        where T : class;

    /// <summary>
    /// Runs a change as one atomic step. When the task completes, the change is on the disk; when it fails, nothing of
    /// the change remains.
    /// </summary>
    Task<T> WriteAsync<T>(Func<DbConnection, Task<T>> change);

    /// <summary>
    /// Queues a change without waiting for its commit (only for room in the queue). A later read behind
    /// <see cref="FlushAsync"/> sees it; a failure is logged.
    /// </summary>
    ValueTask PostAsync(Func<DbConnection, Task> change);

    /// <summary>Completes when every write queued before is committed.</summary>
    Task FlushAsync();
}
