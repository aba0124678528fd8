using Dapper;
using Signaling.Storage;

namespace Signaling.Social;

/// <summary>Address books, of which only keyed hashes are kept, and only while the permission lasts.</summary>
internal sealed class AddressBookStore(IDatabase database, IdentifierHasher hasher, TimeProvider clock)
{
    /// <summary>The most entries of one book.</summary>
    public const int EntryLimit = 5000;

    /// <summary>Whether access is granted, and how many entries are kept.</summary>
    public Task<AddressBook> FindAsync(string account) => database.ReadAsync(async connection =>
    {
        bool granted = await connection.ExecuteScalarAsync<bool>(
            "SELECT EXISTS (SELECT 1 FROM address_books WHERE account_id = @account)", new { account });
        int entries = await connection.ExecuteScalarAsync<int>(
            "SELECT COUNT(*) FROM address_book_entries WHERE account_id = @account", new { account });
        return new AddressBook(granted, entries);
    });

    /// <summary>Grants access and replaces the book. What is neither phone number nor e-mail address is left out.</summary>
    public Task<AddressBook> ReplaceAsync(string account, IReadOnlyCollection<string> entries)
    {
        string[] hashes = [.. entries.Select(hasher.Hash).OfType<string>().Distinct(StringComparer.Ordinal)];
        return database.WriteAsync(async connection =>
        {
            await connection.ExecuteAsync(
                "INSERT INTO address_books (account_id, granted_at) VALUES (@account, @now) ON CONFLICT (account_id) DO NOTHING",
                new { account, now = SqlTime.From(clock.GetUtcNow()) });
            await connection.ExecuteAsync("DELETE FROM address_book_entries WHERE account_id = @account", new { account });
            await connection.ExecuteAsync(
                "INSERT INTO address_book_entries (account_id, hash) VALUES (@account, @hash)",
                hashes.Select(hash => new { account, hash }));
            return new AddressBook(true, hashes.Length);
        });
    }

    /// <summary>Withdraws access and erases the book.</summary>
    public Task EraseAsync(string account) => database.WriteAsync(connection => connection.ExecuteAsync(
        "DELETE FROM address_book_entries WHERE account_id = @account; DELETE FROM address_books WHERE account_id = @account", new { account }));
}
