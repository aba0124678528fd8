namespace Signaling.Tests.Support;

/// <summary>One server for all tests of a class that leave nothing behind which others mind; alice and bob have accounts.</summary>
public sealed class SharedServer : IAsyncLifetime
{
    internal TestServer Server { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Server = await TestServer.StartAsync();
        await Server.PersonAsync("alice");
        await Server.PersonAsync("bob");
    }

    public async Task DisposeAsync() => await Server.DisposeAsync();
}
