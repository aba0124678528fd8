using System.Data;
using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using Signaling.Storage;

namespace Signaling.Tests.Storage;

public sealed class ReaderTests : DatabaseTest
{
    private const int ManyMoreThanAreKept = 100;

    private static readonly KeyQuery<string> Text = new("SELECT text FROM notes WHERE id = @key", row => row.GetString(0));

    [Fact]
    public async Task A_prepared_query_sees_each_write_that_completed_before_it()
    {
        Assert.Null(await Database.FindAsync(Text, "a"));
        await WriteAsync("INSERT INTO notes (id, text) VALUES ('a', 'one'), ('b', 'other')");
        Assert.Equal("one", await Database.FindAsync(Text, "a"));
        await WriteAsync("UPDATE notes SET text = 'two' WHERE id = 'a'");
        Assert.Equal("two", await Database.FindAsync(Text, "a"));
        Assert.Equal("other", await Database.FindAsync(Text, "b"));
        await WriteAsync("DELETE FROM notes");
        Assert.Null(await Database.FindAsync(Text, "a"));
    }

    [Fact]
    public async Task A_prepared_query_goes_on_after_the_schema_changed()
    {
        await WriteAsync("INSERT INTO notes (id, text) VALUES ('a', 'one')");
        Assert.Equal("one", await Database.FindAsync(Text, "a"));
        await WriteAsync("ALTER TABLE notes ADD COLUMN more TEXT");
        Assert.Equal("one", await Database.FindAsync(Text, "a"));
    }

    [Fact]
    public async Task A_query_that_fails_harms_no_other()
    {
        await WriteAsync("INSERT INTO notes (id, text) VALUES ('a', 'one')");
        var failing = new KeyQuery<string>(Text.Sql, _ => throw new InvalidOperationException("on purpose"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Database.FindAsync(failing, "a"));
        await Assert.ThrowsAsync<SqliteException>(() => ReadAsync("SELECT nothing FROM nowhere"));
        Assert.Equal("one", await Database.FindAsync(Text, "a"));
        Assert.Equal("one", await ReadAsync("SELECT text FROM notes"));
    }

    [Fact]
    public async Task Reads_at_the_same_time_have_connections_of_their_own()
    {
        await WriteAsync("INSERT INTO notes (id, text) VALUES ('a', 'one')");
        var connections = new HashSet<DbConnection>();
        var all = new TaskCompletionSource();
        await Task.WhenAll(Enumerable.Range(0, ManyMoreThanAreKept).Select(_ => Database.ReadAsync(async connection =>
        {
            if (connections.Add(connection) && connections.Count == ManyMoreThanAreKept)
            {
                all.SetResult();
            }

            await all.Task;
            return await connection.ExecuteScalarAsync<string>("SELECT text FROM notes");
        })));
        Assert.Equal(ManyMoreThanAreKept, connections.Count);
        Assert.Equal("one", await Database.FindAsync(Text, "a"));
    }

    [Fact]
    public async Task Connections_are_used_again_but_no_more_are_kept_than_are_worth_it()
    {
        using var readers = new SqliteReaders(DatabaseFile);
        Assert.Same(await readers.ReadAsync(Task.FromResult), await readers.ReadAsync(Task.FromResult));
        Assert.Null(await readers.FindAsync(Text, "a"));
        Assert.Equal(1, readers.Idle);

        var all = new TaskCompletionSource();
        Task<bool>[] many = [.. Enumerable.Range(0, ManyMoreThanAreKept).Select(_ => readers.ReadAsync(_ => AfterAsync(all.Task)))];
        Assert.Equal(0, readers.Idle);
        all.SetResult();
        await Task.WhenAll(many);
        Assert.Equal(SqliteReaders.Kept, readers.Idle);
    }

    [Fact]
    public async Task Nothing_stays_open_after_the_end_not_even_what_was_in_use()
    {
        var readers = new SqliteReaders(DatabaseFile);
        var end = new TaskCompletionSource();
        DbConnection? used = null;
        Task<bool> read = readers.ReadAsync(connection =>
        {
            used = connection;
            return AfterAsync(end.Task);
        });
        readers.Dispose();
        Assert.Equal(ConnectionState.Open, used!.State);
        end.SetResult();
        await read;
        Assert.Equal(ConnectionState.Closed, used.State);
        Assert.Equal(0, readers.Idle);
    }

    [Fact]
    public async Task Nobody_can_write_on_a_connection_that_reads() =>
        await Assert.ThrowsAsync<SqliteException>(() => ReadAsync("INSERT INTO notes (id, text) VALUES ('b', 'two') RETURNING text"));

    private static async Task<bool> AfterAsync(Task task)
    {
        await task;
        return true;
    }

    private Task<int> WriteAsync(string sql) => Database.WriteAsync(connection => connection.ExecuteAsync(sql));

    private Task<string?> ReadAsync(string sql) => Database.ReadAsync(connection => connection.ExecuteScalarAsync<string>(sql));
}
