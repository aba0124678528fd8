using Dapper;
using Microsoft.Data.Sqlite;

namespace Signaling.Tests.Storage;

public sealed class WriterTests : DatabaseTest
{
    [Fact]
    public async Task Many_writes_at_once_are_all_stored_in_order()
    {
        Task<int>[] writes = [.. Enumerable.Range(0, 2000).Select(i => InsertAsync(i))];
        await Task.WhenAll(writes);
        Assert.Equal(2000, await CountAsync());
    }

    [Fact]
    public async Task A_write_that_fails_takes_no_other_with_it_and_leaves_nothing_of_itself()
    {
        Task<int> before = InsertAsync(1);
        Task<bool> failing = Database.WriteAsync<bool>(async connection =>
        {
            await connection.ExecuteAsync("INSERT INTO notes (id, text) VALUES (2, 'half')");
            throw new InvalidOperationException("on purpose");
        });
        Task<int> duplicate = InsertAsync(1);
        Task<int> after = InsertAsync(3);

        await before;
        await Assert.ThrowsAsync<InvalidOperationException>(() => failing);
        await Assert.ThrowsAsync<SqliteException>(() => duplicate);
        await after;
        int[] ids = await Database.ReadAsync(async connection => (await connection.QueryAsync<int>("SELECT id FROM notes ORDER BY id")).ToArray());
        Assert.Equal([1, 3], ids);
    }

    [Fact]
    public async Task What_was_posted_is_there_after_a_flush_and_a_failure_of_it_harms_nobody()
    {
        await Database.PostAsync(connection => connection.ExecuteAsync("INSERT INTO notes (id, text) VALUES (1, 'a')"));
        await Database.PostAsync(connection => connection.ExecuteAsync("INSERT INTO notes (id, text) VALUES (1, 'twice')"));
        await Database.PostAsync(connection => connection.ExecuteAsync("INSERT INTO notes (id, text) VALUES (2, 'b')"));
        await Database.FlushAsync();
        Assert.Equal(2, await CountAsync());
    }

    [Fact]
    public async Task What_is_queued_when_it_closes_is_stored()
    {
        for (int i = 0; i < 500; i++)
        {
            int id = i;
            await Database.PostAsync(connection => connection.ExecuteAsync("INSERT INTO notes (id, text) VALUES (@id, 'x')", new { id }));
        }

        await ReopenAsync();
        Assert.Equal(500, await CountAsync());
    }

    [Fact]
    public async Task What_was_acknowledged_is_in_the_files_at_that_instant()
    {
        for (int i = 0; i < 20; i++)
        {
            await InsertAsync(i);
            string copy = Directory.CreateDirectory(Files.File($"copy{i}")).FullName;
            foreach (string file in Directory.GetFiles(Files.Path, $"{Path.GetFileName(DatabaseFile)}*").Where(file => !file.EndsWith("-shm", StringComparison.Ordinal)))
            {
                CopyShared(file, Path.Combine(copy, Path.GetFileName(file)));
            }

            await using var crashed = new SqliteConnection($"Data Source={Path.Combine(copy, Path.GetFileName(DatabaseFile))};Pooling=False");
            Assert.Equal(i + 1, await crashed.ExecuteScalarAsync<int>("SELECT COUNT(*) FROM notes"));
        }
    }

    private static void CopyShared(string from, string to)
    {
        using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using FileStream target = File.Create(to);
        source.CopyTo(target);
    }

    private Task<int> InsertAsync(int id) =>
        Database.WriteAsync(connection => connection.ExecuteAsync("INSERT INTO notes (id, text) VALUES (@id, 'x')", new { id }));

    private Task<long> CountAsync() => Database.ReadAsync(connection => connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM notes"));
}
