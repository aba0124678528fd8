using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Signaling.Storage;

namespace Signaling.Tests.Support;

/// <summary>A database that notes every statement that is executed on it.</summary>
internal sealed class RecordingDatabase(IDatabase inner) : IDatabase
{
    private readonly Lock _lock = new();
    private List<string> _statements = [];

    /// <summary>Takes out what was executed since the last time.</summary>
    public IReadOnlyList<string> Take()
    {
        lock (_lock)
        {
            List<string> taken = _statements;
            _statements = [];
            return taken;
        }
    }

    /// <summary>What happens after the next read, before its result is used.</summary>
    public Func<Task>? AfterRead { get; set; }

    public async Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> query)
    {
        T result = await inner.ReadAsync(connection => query(new Connection(connection, Note)));
        await InterfereAsync();
        return result;
    }

    public async Task<T?> FindAsync<T>(KeyQuery<T> query, string key)
        where T : class
    {
        Note(query.Sql);
        T? result = await inner.FindAsync(query, key);
        await InterfereAsync();
        return result;
    }

    public Task<T> WriteAsync<T>(Func<DbConnection, Task<T>> change) => inner.WriteAsync(connection => change(new Connection(connection, Note)));

    public ValueTask PostAsync(Func<DbConnection, Task> change) => inner.PostAsync(connection => change(new Connection(connection, Note)));

    public Task FlushAsync() => inner.FlushAsync();

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private async Task InterfereAsync()
    {
        if (AfterRead is { } interfere)
        {
            AfterRead = null;
            await interfere();
        }
    }

    private void Note(string statement)
    {
        lock (_lock)
        {
            _statements.Add(statement);
        }
    }

    private sealed class Connection(DbConnection inner, Action<string> note) : DbConnection
    {
        [AllowNull]
        public override string ConnectionString
        {
            get => inner.ConnectionString;
            set => inner.ConnectionString = value;
        }

        public override string Database => inner.Database;

        public override string DataSource => inner.DataSource;

        public override string ServerVersion => inner.ServerVersion;

        public override ConnectionState State => inner.State;

        public override void ChangeDatabase(string databaseName) => inner.ChangeDatabase(databaseName);

        public override void Open() => inner.Open();

        public override void Close()
        {
        }

        protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => inner.BeginTransaction(isolationLevel);

        protected override DbCommand CreateDbCommand() => new Command(inner.CreateCommand(), note);
    }

    private sealed class Command(DbCommand inner, Action<string> note) : DbCommand
    {
        [AllowNull]
        public override string CommandText
        {
            get => inner.CommandText;
            set => inner.CommandText = value;
        }

        public override int CommandTimeout
        {
            get => inner.CommandTimeout;
            set => inner.CommandTimeout = value;
        }

        public override CommandType CommandType
        {
            get => inner.CommandType;
            set => inner.CommandType = value;
        }

        public override bool DesignTimeVisible { get; set; }

        public override UpdateRowSource UpdatedRowSource
        {
            get => inner.UpdatedRowSource;
            set => inner.UpdatedRowSource = value;
        }

        protected override DbConnection? DbConnection
        {
            get => inner.Connection;
            set
            {
                // The inner command has its connection already.
            }
        }

        protected override DbParameterCollection DbParameterCollection => inner.Parameters;

        protected override DbTransaction? DbTransaction
        {
            get => inner.Transaction;
            set => inner.Transaction = value;
        }

        public override void Cancel() => inner.Cancel();

        public override void Prepare() => inner.Prepare();

        public override int ExecuteNonQuery()
        {
            note(CommandText);
            return inner.ExecuteNonQuery();
        }

        public override object? ExecuteScalar()
        {
            note(CommandText);
            return inner.ExecuteScalar();
        }

        protected override DbParameter CreateDbParameter() => inner.CreateParameter();

        protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior)
        {
            note(CommandText);
            return inner.ExecuteReader(behavior);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
