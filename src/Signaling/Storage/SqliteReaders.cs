using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Signaling.Storage;

/// <summary>
/// Open connections that only read. They are kept here and not in the driver's pool, which makes an object with a finalizer and
/// runs its settings' statements for each query: every collection looks at what is finalizable, and media waits for collections.
/// </summary>
internal sealed class SqliteReaders(string path) : IDisposable
{
    // More than this at once is a burst; what it opened is closed again.
    internal const int Kept = 16;

    private readonly string _settings = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString();
    private readonly ConcurrentStack<SqliteReader> _idle = new();
    private volatile bool _disposed;

    /// <summary>Connections that wait for the next query.</summary>
    public int Idle => _idle.Count;

    /// <summary>The row of a key, or null.</summary>
    public Task<T?> FindAsync<T>(KeyQuery<T> query, string key)
        where T : class => UseAsync(reader => Task.FromResult(reader.Find(query, key)));

    /// <summary>Runs queries on a connection that nobody else uses meanwhile.</summary>
    public Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> query) => UseAsync(reader => query(reader.Connection));

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        Close();
    }

    private async Task<T> UseAsync<T>(Func<SqliteReader, Task<T>> use)
    {
        SqliteReader reader = _idle.TryPop(out SqliteReader? idle) ? idle : new SqliteReader(_settings);
        try
        {
            reader.Open();
            T result = await use(reader);
            Return(reader);
            return result;
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    private void Return(SqliteReader reader)
    {
        if (_idle.Count >= Kept)
        {
            reader.Dispose();
            return;
        }

        _idle.Push(reader);
        if (_disposed)
        {
            Close();
        }
    }

    private void Close()
    {
        while (_idle.TryPop(out SqliteReader? reader))
        {
            reader.Dispose();
        }
    }
}
