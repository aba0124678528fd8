using Signaling.Wire;

namespace Signaling.Calls;

/// <summary>The session of a device, as calls see it.</summary>
internal interface ICallClient
{
    /// <summary>Whose.</summary>
    DeviceKey Device { get; }

    /// <summary>The session's identifier.</summary>
    string SessionId { get; }

    /// <summary>Queues a message for the client; never blocks.</summary>
    void Send(ServerMessage message);
}
