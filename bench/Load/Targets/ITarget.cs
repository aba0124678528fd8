using Load.Clients;

namespace Load.Targets;

/// <summary>A media server that clients can join.</summary>
internal interface ITarget : IAsyncDisposable
{
    /// <summary>Lets a client into a room and connects it.</summary>
    /// <param name="room">The room; the first who joins makes it.</param>
    /// <param name="name">The client, unique in the room.</param>
    /// <param name="shape">What it sends and receives.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="LoadException">The server refused.</exception>
    Task<LoadClient> JoinAsync(LoadRoom room, string name, ClientShape shape, CancellationToken cancellationToken);

    /// <summary>What the server has used so far.</summary>
    Task<ServerUsage> MeasureAsync(CancellationToken cancellationToken);
}
