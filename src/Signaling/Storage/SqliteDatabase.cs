using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Signaling.Storage;

/// <summary>The embedded store: one SQLite file in WAL mode.</summary>
internal sealed class SqliteDatabase : IDatabase
{
    private readonly SqliteReaders _readers;
    private readonly SqliteWriter _writer;

    static SqliteDatabase() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    private SqliteDatabase(SqliteReaders readers, SqliteWriter writer)
    {
        _readers = readers;
        _writer = writer;
    }

    /// <summary>Opens or makes the file and brings its schema up to date.</summary>
    /// <exception cref="SchemaTooNewException">A newer version of this program wrote the file.</exception>
    public static async Task<SqliteDatabase> OpenAsync(string path, IReadOnlyList<Migration> migrations, TimeProvider clock, ILogger logger)
    {
        var settings = new SqliteConnectionStringBuilder { DataSource = path, ForeignKeys = true, Pooling = false };
        var connection = new SqliteConnection(settings.ToString());
        try
        {
            await connection.OpenAsync();

            // FULL, not NORMAL: in WAL mode NORMAL syncs only at checkpoints, so that a power cut takes back what was already
            // acknowledged. The writer commits in groups, which pays for the sync.
            // What is deleted (address books) is overwritten.
            await connection.ExecuteAsync("PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;");
            await Migrator.RunAsync(connection, migrations, clock);
            return new SqliteDatabase(new SqliteReaders(path), new SqliteWriter(connection, logger));
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> query) => _readers.ReadAsync(query);

    /// <inheritdoc/>
    public Task<T?> FindAsync<T>(KeyQuery<T> query, string key)
        where T : class => _readers.FindAsync(query, key);

    /// <inheritdoc/>
    public Task<T> WriteAsync<T>(Func<DbConnection, Task<T>> change) => _writer.WriteAsync(change);

    /// <inheritdoc/>
    public ValueTask PostAsync(Func<DbConnection, Task> change) => _writer.PostAsync(change);

    /// <inheritdoc/>
    public Task FlushAsync() => _writer.FlushAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _readers.Dispose();
    }
}
