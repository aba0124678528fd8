using Dapper;
using Signaling.Accounts;
using Signaling.Storage;

namespace Signaling.Social;

/// <summary>What one account declares about another and lists by time: follows or blocks.</summary>
internal sealed class RelationStore(IDatabase database, TimeProvider clock, RelationTable table)
{
    /// <summary>The accounts that <paramref name="owner"/> follows or blocks, newest first.</summary>
    public Task<Page<Profile>> ListAsync(string owner, PageCursor before, int limit) => database.ReadAsync(async connection =>
    {
        List<long> times = [];
        IEnumerable<Profile> profiles = await connection.QueryAsync<Profile, long, Profile>(
            $"""
            SELECT {ProfileSql.Columns}, r.created_at AS since FROM {table.Name} r JOIN accounts a ON a.id = r.{table.Other}
            WHERE r.{table.Owner} = @Reader AND a.deleted = 0
              AND (r.created_at, a.id) < (@Time, @Id)
            ORDER BY r.created_at DESC, a.id DESC LIMIT @Rows
            """,
            (profile, since) =>
            {
                times.Add(since);
                return profile;
            },
            new { Reader = owner, before.Time, before.Id, Rows = limit + 1 },
            splitOn: "since");
        List<(Profile Profile, long Since)> rows = [.. profiles.Zip(times)];
        return Page<(Profile Profile, long Since)>.Cut(rows, limit, row => new PageCursor(row.Since, row.Profile.Id).ToString())
            .Select(row => row.Profile);
    });

    /// <summary>Declares the relation; a repetition changes nothing.</summary>
    public Task<RelationResult> AddAsync(string owner, string other) => database.WriteAsync(async connection =>
    {
        bool exists = await connection.ExecuteScalarAsync<bool>(
            "SELECT EXISTS (SELECT 1 FROM accounts WHERE id = @other AND deleted = 0)", new { other });
        if (!exists)
        {
            return RelationResult.UnknownAccount;
        }

        int count = await connection.ExecuteScalarAsync<int>($"SELECT COUNT(*) FROM {table.Name} WHERE {table.Owner} = @owner", new { owner });
        if (count >= table.Limit)
        {
            return RelationResult.TooMany;
        }

        await connection.ExecuteAsync(
            $"""
            INSERT INTO {table.Name} ({table.Owner}, {table.Other}, created_at) VALUES (@owner, @other, @now)
            ON CONFLICT ({table.Owner}, {table.Other}) DO NOTHING
            """,
            new { owner, other, now = SqlTime.From(clock.GetUtcNow()) });
        return RelationResult.Done;
    });

    /// <summary>Withdraws the relation; withdrawing what is not there changes nothing.</summary>
    public Task RemoveAsync(string owner, string other) => database.WriteAsync(connection => connection.ExecuteAsync(
        $"DELETE FROM {table.Name} WHERE {table.Owner} = @owner AND {table.Other} = @other", new { owner, other }));
}
