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
    private const int Kept = 16;

    private readonly string _settings = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString();
    private readonly ConcurrentStack<SqliteReader> _idle = new();
    private volatile bool _disposed;

    /// <summary>Runs queries on a connection that nobody else uses meanwhile.</summary>
    public async Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> query)
    {
        SqliteReader reader = Take();
        try
        {
            reader.Open();
            T result = await query(reader.Connection);
            Return(reader);
            return result;
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <summary>The row of a key, or null.</summary>
    public T? Find<T>(KeyQuery<T> query, string key)
        where T : class
    {
        SqliteReader reader = Take();
        try
        {
            reader.Open();
            T? result = reader.Find(query, key);
            Return(reader);
            return result;
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryPop(out SqliteReader? reader))
        {
            reader.Dispose();
        }
    }

    private SqliteReader Take() => _idle.TryPop(out SqliteReader? reader) ? reader : new SqliteReader(_settings);

    private void Return(SqliteReader reader)
    {
        if (_disposed || _idle.Count >= Kept)
        {
            reader.Dispose();
        }
        else
        {
            _idle.Push(reader);
        }
    }
}
