using System.Data.Common;
using Dapper;

namespace Signaling.Storage;

/// <summary>Brings a database's schema to the newest version that this program knows.</summary>
internal static class Migrator
{
    /// <summary>Runs what is missing, each step in a transaction that also records it.</summary>
    /// <exception cref="SchemaTooNewException">The database was written by a newer version.</exception>
    public static async Task RunAsync(DbConnection connection, IReadOnlyList<Migration> migrations, TimeProvider clock)
    {
        await connection.ExecuteAsync(
            "CREATE TABLE IF NOT EXISTS schema_migrations (version INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, applied_at BIGINT NOT NULL)");
        int current = await connection.ExecuteScalarAsync<int>("SELECT COALESCE(MAX(version), 0) FROM schema_migrations");
        int newest = migrations.Max(migration => migration.Version);
        if (current > newest)
        {
            throw new SchemaTooNewException(current, newest);
        }

        foreach (Migration migration in migrations.Where(migration => migration.Version > current))
        {
            await using DbTransaction transaction = await connection.BeginTransactionAsync();
            await connection.ExecuteAsync(migration.Sql, transaction: transaction);
            await connection.ExecuteAsync(
                "INSERT INTO schema_migrations (version, name, applied_at) VALUES (@Version, @Name, @AppliedAt)",
                new { migration.Version, migration.Name, AppliedAt = SqlTime.From(clock.GetUtcNow()) },
                transaction);
            await transaction.CommitAsync();
        }
    }
}
