using Microsoft.Extensions.Logging.Abstractions;
using Signaling.Storage;
using Signaling.Tests.Support;

namespace Signaling.Tests.Storage;

/// <summary>A database of its own for every test, with a table of notes.</summary>
public abstract class DatabaseTest : IAsyncLifetime
{
    // Without a type keys are what they were stored as.
    private static readonly Migration[] Schema = [new(1, "notes", "CREATE TABLE notes (id NOT NULL PRIMARY KEY, text TEXT NOT NULL)")];

    private protected TemporaryDirectory Files { get; } = new();

    private protected string DatabaseFile => Files.File("test.db");

    private protected SqliteDatabase Database { get; private set; } = null!;

    public async Task InitializeAsync() => await OpenAsync();

    public async Task DisposeAsync()
    {
        await Database.DisposeAsync();
        Files.Dispose();
    }

    /// <summary>Closes the database and opens it again.</summary>
    private protected async Task ReopenAsync()
    {
        await Database.DisposeAsync();
        await OpenAsync();
    }

    private async Task OpenAsync() =>
        Database = await SqliteDatabase.OpenAsync(DatabaseFile, Schema, TimeProvider.System, NullLogger.Instance);
}
