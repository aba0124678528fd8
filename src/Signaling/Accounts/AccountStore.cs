using System.Data.Common;
using Dapper;
using Signaling.Storage;

namespace Signaling.Accounts;

/// <summary>Accounts, their profiles and settings.</summary>
internal sealed class AccountStore(IDatabase database)
{
    private static readonly KeyQuery<Account> Accounts = new(
        "SELECT id, handle, display_name, premium, verified, suspended FROM accounts WHERE id = @key AND deleted = 0",
        row => new Account
        {
            Id = row.GetString(0),
            Handle = row.GetString(1),
            DisplayName = row.GetString(2),
            Premium = row.GetInt64(3) != 0,
            Verified = row.GetInt64(4) != 0,
            Suspended = row.GetInt64(5) != 0,
        });

    /// <summary>The account, or null where there is none (any more).</summary>
    public Task<Account?> FindAsync(string id) => database.FindAsync(Accounts, id);

    /// <summary>The account as a reader sees it, or null. A suspended account looks like any other.</summary>
    public Task<Profile?> FindProfileAsync(string id, string reader) => database.ReadAsync(connection => ProfileAsync(connection, id, reader));

    /// <summary>Two accounts as each sees the other; null for one that is gone.</summary>
    public Task<(Profile? Caller, Profile? Callee)> ProfilesOfPairAsync(string caller, string callee) => database.ReadAsync(async connection =>
        (await ProfileAsync(connection, caller, callee), await ProfileAsync(connection, callee, caller)));

    /// <summary>Accounts whose handle or name begins with the text, by handle.</summary>
    public Task<IReadOnlyList<Profile>> SearchAsync(string prefix, string reader, string afterHandle, int limit)
    {
        // A range instead of LIKE: both databases can use an index for it. U+10FFFF sorts behind every text.
        string from = prefix.ToLowerInvariant();
        string until = from + "\U0010FFFF";
        return database.ReadAsync<IReadOnlyList<Profile>>(async connection => (await connection.QueryAsync<Profile>(
            $"""
            SELECT {ProfileSql.Columns} FROM accounts a
            WHERE a.deleted = 0 AND a.handle_key > @afterHandle
              AND ((a.handle_key >= @from AND a.handle_key < @until) OR (a.name_key >= @from AND a.name_key < @until))
            ORDER BY a.handle_key LIMIT @limit
            """,
            new { Reader = reader, from, until, afterHandle = afterHandle.ToLowerInvariant(), limit })).AsList());
    }

    /// <summary>The account's settings, or null where there is no account.</summary>
    public Task<CallSettings?> FindSettingsAsync(string id) => database.ReadAsync(async connection =>
        (await connection.QueryFirstOrDefaultAsync<SettingsRow>($"SELECT {SettingsRow.Columns} FROM accounts WHERE id = @id AND deleted = 0", new { id }))
            ?.ToSettings());

    /// <summary>Changes the account's settings in one step.</summary>
    public Task<CallSettings?> UpdateSettingsAsync(string id, Func<CallSettings, CallSettings> change) => database.WriteAsync(async connection =>
    {
        SettingsRow? row = await connection.QueryFirstOrDefaultAsync<SettingsRow>(
            $"SELECT {SettingsRow.Columns} FROM accounts WHERE id = @id AND deleted = 0", new { id });
        if (row is null)
        {
            return null;
        }

        CallSettings settings = change(row.ToSettings());
        await connection.ExecuteAsync(
            """
            UPDATE accounts SET calls_enabled = @CallsEnabled, audience_contacts = @Contacts, audience_follows = @Follows,
                audience_verified = @Verified, audience_everyone = @Everyone
            WHERE id = @id
            """,
            new
            {
                id,
                CallsEnabled = settings.CallsEnabled ? 1 : 0,
                Contacts = settings.Audience.Contacts ? 1 : 0,
                Follows = settings.Audience.Follows ? 1 : 0,
                Verified = settings.Audience.Verified ? 1 : 0,
                Everyone = settings.Audience.Everyone ? 1 : 0,
            });
        return settings;
    });

    private static Task<Profile?> ProfileAsync(DbConnection connection, string id, string reader) =>
        connection.QueryFirstOrDefaultAsync<Profile>(
            $"SELECT {ProfileSql.Columns} FROM accounts a WHERE a.id = @id AND a.deleted = 0", new { Reader = reader, id });
}
