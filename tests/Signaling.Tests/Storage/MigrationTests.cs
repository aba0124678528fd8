using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Signaling.Storage;
using Signaling.Tests.Support;

namespace Signaling.Tests.Storage;

public sealed class MigrationTests : IDisposable
{
    private static readonly IReadOnlyList<Migration> All = Migration.Embedded();

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Versions_count_from_one_without_gaps() =>
        Assert.Equal(Enumerable.Range(1, All.Count), All.Select(migration => migration.Version));

    [Theory]
    [MemberData(nameof(OlderVersions))]
    public async Task A_database_of_any_older_version_is_brought_up_to_date_and_keeps_its_rows(int version)
    {
        await using (await OpenAsync([.. All.Take(version)]))
        {
        }

        await ExecuteAsync(
            """
            INSERT INTO accounts (id, handle, handle_key, display_name, name_key, premium, verified, suspended, deleted, calls_enabled,
                audience_contacts, audience_follows, audience_verified, audience_everyone, created_at)
            VALUES ('a', 'A', 'a', 'A', 'a', 1, 0, 0, 0, 1, 1, 1, 0, 0, 5)
            """);

        await using SqliteDatabase database = await OpenAsync(All);
        Assert.Equal(All.Count, await ScalarAsync(database, "SELECT MAX(version) FROM schema_migrations"));
        Assert.Equal(All.Count, await ScalarAsync(database, "SELECT COUNT(*) FROM schema_migrations"));
        Assert.Equal(1, await ScalarAsync(database, "SELECT COUNT(*) FROM accounts WHERE id = 'a'"));
        Assert.Equal(0, await ScalarAsync(database, "SELECT COUNT(*) FROM calls"));
    }

    public static TheoryData<int> OlderVersions() => new(Enumerable.Range(1, All.Count));

    [Fact]
    public async Task A_database_of_a_newer_version_is_not_touched()
    {
        await using (await OpenAsync([.. All, new Migration(All.Count + 1, "future", "CREATE TABLE future (id INTEGER)")]))
        {
        }

        SchemaTooNewException error = await Assert.ThrowsAsync<SchemaTooNewException>(() => OpenAsync(All));
        Assert.Contains($"{All.Count + 1}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_step_that_fails_leaves_nothing_behind()
    {
        var broken = new Migration(All.Count + 1, "broken", "CREATE TABLE half (id INTEGER); CREATE TABLE accounts (id INTEGER);");
        await Assert.ThrowsAsync<SqliteException>(() => OpenAsync([.. All, broken]));

        await using SqliteDatabase database = await OpenAsync(All);
        Assert.Equal(0, await ScalarAsync(database, "SELECT COUNT(*) FROM sqlite_master WHERE name = 'half'"));
        Assert.Equal(All.Count, await ScalarAsync(database, "SELECT MAX(version) FROM schema_migrations"));
    }

    [Fact]
    public async Task What_is_committed_is_synced_and_references_are_checked()
    {
        await using SqliteDatabase database = await OpenAsync(All);
        Assert.Equal(2, await database.WriteAsync(connection => connection.ExecuteScalarAsync<long>("PRAGMA synchronous")));
        Assert.Equal("wal", await database.WriteAsync(connection => connection.ExecuteScalarAsync<string>("PRAGMA journal_mode")));
        await Assert.ThrowsAsync<SqliteException>(() => database.WriteAsync(connection => connection.ExecuteAsync(
            "INSERT INTO follows (follower_id, followee_id, created_at) VALUES ('x', 'y', 0)")));
    }

    private static Task<long> ScalarAsync(SqliteDatabase database, string sql) =>
        database.ReadAsync(connection => connection.ExecuteScalarAsync<long>(sql));

    private Task<SqliteDatabase> OpenAsync(IReadOnlyList<Migration> migrations) =>
        SqliteDatabase.OpenAsync(_directory.File("test.db"), migrations, TimeProvider.System, NullLogger.Instance);

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={_directory.File("test.db")};Pooling=False");
        await connection.ExecuteAsync(sql);
    }
}
