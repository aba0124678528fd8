using System.Security.Cryptography;
using Sfu.Net;

namespace Sfu.Ice;

/// <summary>
/// The lite side of ICE (RFC 8445 section 2.5) for one transport with one component: answers the peer's checks, follows its
/// nominations, and notices its silence. No I/O, no clock, no allocation per check; used by one thread.
/// </summary>
/// <remarks>
/// The peer controls, since it is the full one. Towards a lite agent it has to nominate regularly, that is only the pair it
/// means (RFC 5245 section 8.1.1.1; RFC 8445 knows nothing else), so the latest nomination wins, whatever its priority: that is how a
/// client moves to another network without signaling. Should a peer nominate aggressively all the same, the path follows its
/// checks, each of which is a working path, and settles on the one that it goes on checking.
/// </remarks>
/// <param name="local">Our credentials; the peer proves that it knows the password.</param>
/// <param name="timeouts">How long silence is borne.</param>
public sealed class IceLiteAgent(IceCredentials local, IceTimeouts timeouts)
{
    /// <summary>A buffer of this length holds any response.</summary>
    public const int MaximumResponseLength = 128;

    private const int MaximumUnknownAttributes = 8;

    // A check that was sent on the old path before the peer moved can arrive after the first one on the new path.
    private const long OvertakenWindow = 500_000;

    private readonly IcePathTable _paths = new();
    private TransportAddress? _leftPath;
    private MediaTime _leftAt;
    private bool _isNominated;
    private IceCredentials? _remote;
    private PathProof? _proof;

    /// <summary>With the usual timeouts.</summary>
    /// <param name="local">Our credentials.</param>
    public IceLiteAgent(IceCredentials local)
        : this(local, IceTimeouts.Default)
    {
    }

    /// <summary>Where transaction identifiers come from.</summary>
    internal EntropySource Entropy { get; init; } = RandomNumberGenerator.Fill;

    /// <summary>Our credentials.</summary>
    public IceCredentials Local { get; private set; } = local;

    /// <summary>Where it stands as of the last call with a time.</summary>
    public IceState State { get; private set; }

    /// <summary>
    /// Where to send: the nominated path, or until there is one the first authentic path; null before that.
    /// </summary>
    public TransportAddress? SelectedPath { get; private set; }

    /// <summary>When something authenticated arrived last; <see cref="MediaTime.Zero"/> while <see cref="IceState.New"/>.</summary>
    public MediaTime LastHeard { get; private set; }

    /// <summary>When to call <see cref="Advance"/>.</summary>
    public MediaTime NextDeadline => State switch
    {
        IceState.Connected => MediaTime.Min(LastHeard + timeouts.Interrupted, _proof?.NextDeadline ?? MediaTime.Never),
        IceState.Interrupted => LastHeard + timeouts.Expired,
        _ => MediaTime.Never,
    };

    /// <summary>The addresses from which authentic checks came.</summary>
    public ReadOnlySpan<TransportAddress> Paths => _paths.Addresses;

    /// <summary>Whether authentic checks have come from an address.</summary>
    public bool IsKnownPath(TransportAddress address) => _paths.Contains(address);

    /// <summary>Handles a STUN message that was addressed to us by its ufrag or its source.</summary>
    /// <param name="message">As parsed.</param>
    /// <param name="source">Where it came from; the answer goes there.</param>
    /// <param name="now">The time of arrival.</param>
    /// <param name="response">At least <see cref="MaximumResponseLength"/> bytes.</param>
    /// <param name="responseLength">How many of them to send; 0 for none.</param>
    public IceCheckResult Handle(
        in StunMessage message, TransportAddress source, MediaTime now, Span<byte> response, out int responseLength)
    {
        responseLength = 0;
        Advance(now);
        IceRefusal refusal = Authenticate(message);
        if (refusal != IceRefusal.None)
        {
            return Refuse(message, refusal, response, out responseLength);
        }

        StunWriter writer = new(response, StunClass.Success, message.TransactionId);
        writer.WriteXorMappedAddress(source);
        writer.WriteIntegrity(Local.PasswordBytes);
        writer.WriteFingerprint();
        responseLength = writer.Written.Length;

        bool interrupted = State == IceState.Interrupted;
        Heard(now);
        TransportAddress? forgotten = _paths.Note(source, now, SelectedPath);
        bool selected = Select(source, message.Has(StunAttributeType.UseCandidate), interrupted, now);
        return new IceCheckResult(selected ? IceVerdict.PathSelected : IceVerdict.Answered, IceRefusal.None, forgotten);
    }

    /// <summary>
    /// From now on the path moves to another address only after the peer has answered there. Until then any nomination moves it: the
    /// handshake that follows proves the address anyway, because the peer has to see our half of it.
    /// </summary>
    /// <param name="remote">The peer's credentials, which the question is signed with.</param>
    public void RequireProof(IceCredentials remote)
    {
        _remote = remote;
        if (SelectedPath is { } path)
        {
            _paths.Prove(path);
        }
    }

    /// <summary>Takes the answer to a question of <see cref="TryTakeRequest"/>.</summary>
    /// <returns>Whether the path has moved.</returns>
    public bool HandleResponse(in StunMessage message, TransportAddress source, MediaTime now)
    {
        if (_proof is null || _remote is null || !_proof.IsAnsweredBy(message, source, _remote))
        {
            return false;
        }

        _proof = null;
        _paths.Prove(source);
        Heard(now);
        Move(source, now, nominated: true);
        return true;
    }

    /// <summary>Gives the question that is to be sent now, if there is one.</summary>
    /// <param name="now">The time.</param>
    /// <param name="buffer">At least <see cref="MaximumResponseLength"/> bytes.</param>
    /// <param name="destination">Where to.</param>
    /// <param name="length">Bytes of it.</param>
    public bool TryTakeRequest(MediaTime now, Span<byte> buffer, out TransportAddress destination, out int length)
    {
        destination = default;
        length = 0;
        if (_proof is null || _remote is null || _proof.NextDeadline > now)
        {
            return false;
        }

        if (_proof.IsOver(now))
        {
            _proof = null;
            return false;
        }

        destination = _proof.Address;
        length = _proof.Write(Local, _remote, now, buffer);
        return true;
    }

    /// <summary>Media that passed SRTP's authentication shows as well as a check that the peer is there.</summary>
    public void NoteAuthenticatedMedia(MediaTime now)
    {
        if (State is IceState.Connected or IceState.Interrupted)
        {
            Heard(now);
        }
    }

    /// <summary>
    /// Takes new credentials (RFC 8445 section 9). The paths stay, and the one in use serves until a check with the new
    /// credentials nominates another; so does what is left of the consent, which a restart that comes to nothing does not prolong.
    /// </summary>
    /// <param name="credentials">Replaces <see cref="Local"/>: checks that were meant for the old ones are refused from now on.</param>
    public void Restart(IceCredentials credentials)
    {
        Local = credentials;
        _isNominated = false;
        _leftPath = null;
    }

    /// <summary>Forgets a path that is gone, such as a closed TCP connection; the one heard last takes its place.</summary>
    public void RemovePath(TransportAddress address)
    {
        _paths.Remove(address);
        if (SelectedPath == address)
        {
            SelectedPath = _paths.Latest();
            _isNominated = false;
        }
    }

    /// <summary>Lets time pass.</summary>
    public void Advance(MediaTime now)
    {
        if (State is IceState.Connected or IceState.Interrupted)
        {
            long silence = now - LastHeard;
            State = silence >= timeouts.Expired ? IceState.Expired
                : silence >= timeouts.Interrupted ? IceState.Interrupted
                : IceState.Connected;
        }
    }

    /// <summary>In the order of RFC 8489 section 9.1.3; nothing is believed before the integrity is.</summary>
    private IceRefusal Authenticate(in StunMessage message)
    {
        if (message.Class != StunClass.Request || message.Method != StunMessage.BindingMethod)
        {
            return IceRefusal.NotBindingRequest;
        }

        if (message.Has(StunAttributeType.Fingerprint) && !message.VerifyFingerprint())
        {
            return IceRefusal.BadFingerprint;
        }

        if (!message.TryGetRecipientUfrag(out ReadOnlySpan<byte> ufrag) || !message.Has(StunAttributeType.MessageIntegrity))
        {
            return IceRefusal.MissingCredentials;
        }

        if (!ufrag.SequenceEqual(Local.UfragBytes))
        {
            return IceRefusal.UnknownUsername;
        }

        if (!message.VerifyIntegrity(Local.PasswordBytes))
        {
            return IceRefusal.BadIntegrity;
        }

        if (State == IceState.Expired)
        {
            return IceRefusal.Expired;
        }

        Span<ushort> unknown = stackalloc ushort[1];
        if (message.CollectUnknownAttributes(unknown) > 0)
        {
            return IceRefusal.UnknownAttribute;
        }

        return message.Has(StunAttributeType.IceControlled) ? IceRefusal.RoleConflict : IceRefusal.None;
    }

    private IceCheckResult Refuse(in StunMessage message, IceRefusal refusal, Span<byte> response, out int responseLength)
    {
        StunWriter writer = new(response, StunClass.Error, message.TransactionId);
        switch (refusal)
        {
            case IceRefusal.MissingCredentials:
                writer.WriteErrorCode(400, "Bad Request"u8);
                break;
            case IceRefusal.UnknownUsername or IceRefusal.BadIntegrity:
                writer.WriteErrorCode(401, "Unauthorized"u8);
                break;
            case IceRefusal.UnknownAttribute:
                Span<ushort> unknown = stackalloc ushort[MaximumUnknownAttributes];
                writer.WriteErrorCode(420, "Unknown Attribute"u8);
                writer.WriteUnknownAttributes(unknown[..message.CollectUnknownAttributes(unknown)]);
                writer.WriteIntegrity(Local.PasswordBytes);
                break;
            case IceRefusal.RoleConflict:
                writer.WriteErrorCode(487, "Role Conflict"u8);
                writer.WriteIntegrity(Local.PasswordBytes);
                break;
            default:
                responseLength = 0;
                return new IceCheckResult(IceVerdict.Discarded, refusal, null);
        }

        writer.WriteFingerprint();

        // An answer to somebody who proved nothing is never longer than the question: its source may be forged.
        bool proven = refusal is IceRefusal.UnknownAttribute or IceRefusal.RoleConflict;
        responseLength = proven || writer.Written.Length <= message.Length ? writer.Written.Length : 0;
        return new IceCheckResult(responseLength == 0 ? IceVerdict.Discarded : IceVerdict.Rejected, refusal, null);
    }

    private void Heard(MediaTime now)
    {
        LastHeard = now;
        State = IceState.Connected;
    }

    private bool Select(TransportAddress source, bool nominated, bool interrupted, MediaTime now)
    {
        if (SelectedPath == source)
        {
            _isNominated |= nominated;
            return false;
        }

        bool overtaken = _isNominated && _leftPath == source && now - _leftAt < OvertakenWindow;
        if (SelectedPath is not null && (!nominated || overtaken))
        {
            return false;
        }

        // A path that is silent anyway has nothing to lose; a peer that answers no checks can move at least then.
        if (SelectedPath is not null && _remote is not null && !interrupted && !_paths.IsProved(source))
        {
            if (_proof is null || (_proof.Address != source && _proof.MayBeReplaced))
            {
                _proof = new PathProof(source, now, Entropy);
            }

            return false;
        }

        Move(source, now, nominated);
        return true;
    }

    private void Move(TransportAddress path, MediaTime now, bool nominated)
    {
        _leftPath = _isNominated ? SelectedPath : null;
        _leftAt = now;
        SelectedPath = path;
        _isNominated = nominated;
    }
}
