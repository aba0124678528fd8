using System.Security.Cryptography;
using Sfu.Net;

namespace Sfu.Ice;

/// <summary>
/// A question to an address from which a nomination came: is the peer there? A check proves who made it, not where it came from: one that was
/// overheard can be sent again from anywhere, and a peer can put a third party's address on its own, to have the call's media sent there. Only who
/// gets the question can answer it.
/// </summary>
/// <param name="address">The address to be proved.</param>
/// <param name="now">The time.</param>
/// <param name="entropy">Makes the number that the answer has to repeat.</param>
internal sealed class PathProof(TransportAddress address, MediaTime now, EntropySource entropy)
{
    private const int MaximumRequests = 5;
    private const long FirstInterval = 100_000;

    private readonly byte[] _transactionId = NewTransactionId(entropy);
    private int _requests;

    /// <summary>The address to be proved.</summary>
    public TransportAddress Address => address;

    /// <summary>When to ask, or to give up.</summary>
    public MediaTime NextDeadline { get; private set; } = now;

    /// <summary>Whether it was asked often enough without an answer.</summary>
    public bool IsOver(MediaTime time) => _requests == MaximumRequests && NextDeadline <= time;

    /// <summary>Whether another address may be asked instead: one that does not answer must not block others for long.</summary>
    public bool MayBeReplaced => _requests > 1;

    /// <summary>Writes the request that is due now.</summary>
    /// <param name="local">Our credentials.</param>
    /// <param name="remote">The peer's.</param>
    /// <param name="time">The time.</param>
    /// <param name="buffer">Takes it.</param>
    /// <returns>Its length.</returns>
    public int Write(IceCredentials local, IceCredentials remote, MediaTime time, Span<byte> buffer)
    {
        NextDeadline = time + (FirstInterval << _requests++);
        StunWriter writer = new(buffer, StunClass.Request, _transactionId);
        writer.WriteUsername(remote.Ufrag, local.Ufrag);
        writer.WritePriority(0);
        writer.WriteControlled(0);
        writer.WriteIntegrity(remote.PasswordBytes);
        writer.WriteFingerprint();
        return writer.Written.Length;
    }

    /// <summary>Whether a message is the answer.</summary>
    public bool IsAnsweredBy(in StunMessage message, in TransportAddress source, IceCredentials remote) =>
        message.Class == StunClass.Success
        && source == address
        && CryptographicOperations.FixedTimeEquals(message.TransactionId, _transactionId)
        && message.VerifyIntegrity(remote.PasswordBytes);

    private static byte[] NewTransactionId(EntropySource entropy)
    {
        byte[] identifier = new byte[StunMessage.TransactionIdLength];
        entropy(identifier);
        return identifier;
    }
}
