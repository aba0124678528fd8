namespace EndToEnd.Tests.Server;

/// <summary>How a server is started. Equal options start the same server again: same ports, same data.</summary>
public sealed record ServerOptions
{
    /// <summary>The address at which the tests and their browsers reach it.</summary>
    public string Address { get; init; } = "127.0.0.1";

    public int Port { get; init; } = FreePort.Find();

    public int MediaPort { get; init; } = FreePort.Find();

    /// <summary>The folder of the database.</summary>
    public required string Data { get; init; }

    /// <summary>Further settings, by their names with dots: <c>calls.ring_seconds</c>.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    public string Url => $"http://{Address}:{Port}";
}
