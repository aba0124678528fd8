using Sfu.Memory;

namespace Sfu.Net;

/// <summary>
/// The UDP sockets of one worker (one for each local address, all on one port) and its wake-up. Called once a batch, never once a packet. The
/// number of the socket is <see cref="TransportAddress.Connection"/>, so that an answer leaves by the address that the question came to.
/// </summary>
internal interface IUdpPort : IDisposable
{
    /// <summary>Waits until a datagram is there, <see cref="Wake"/> was called, or the time is over.</summary>
    /// <param name="timeoutMicroseconds">Negative waits without limit.</param>
    void Wait(long timeoutMicroseconds);

    /// <summary>Ends <see cref="Wait"/>; may be called from any thread.</summary>
    void Wake();

    /// <summary>Takes what <see cref="Wait"/> found, without waiting. True when there may be more.</summary>
    bool Receive(ReceiveBatch batch);

    /// <summary>Sends the UDP datagrams of an outbox; one that cannot be sent is counted and does not hold up the others.</summary>
    void Send(Outbox outbox);

    /// <summary>Datagrams that the system did not take.</summary>
    long SendFailures { get; }
}
