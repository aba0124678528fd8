using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Signaling.Storage;

/// <summary>An open connection that only reads, with what is prepared on it.</summary>
internal sealed class SqliteReader(string settings) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _prepared = [];

    /// <summary>For queries of any kind.</summary>
    public SqliteConnection Connection { get; } = new(settings);

    /// <summary>Opens the connection where that has not been done.</summary>
    public void Open()
    {
        if (Connection.State == ConnectionState.Closed)
        {
            Connection.Open();
        }
    }

    /// <summary>The result of the first row, or null.</summary>
    public T? Find<T>(KeyQuery<T> query, string key)
        where T : class
    {
        if (!_prepared.TryGetValue(query.Sql, out SqliteCommand? command))
        {
            command = Connection.CreateCommand();
            command.CommandText = query.Sql;
            command.Parameters.Add("@key", SqliteType.Text);
            _prepared.Add(query.Sql, command);
        }

        command.Parameters[0].Value = key;
        using DbDataReader row = command.ExecuteReader();
        return row.Read() ? query.Read(row) : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (SqliteCommand command in _prepared.Values)
        {
            command.Dispose();
        }

        Connection.Dispose();
    }
}
