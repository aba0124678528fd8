using System.Security.Cryptography;

namespace Sfu.Dtls;

/// <summary>The SRTP master keys and salts that a handshake agreed on (RFC 5764 section 4.2). Wiped by <see cref="Dispose"/>.</summary>
public sealed class DtlsSrtpKeys : IDisposable
{
    // Pinned, so that the collector leaves no copy behind that nobody wipes.
    private readonly byte[] _block;
    private readonly DtlsSrtpProfile _profile;
    private readonly bool _isClient;

    /// <param name="profile">What was negotiated.</param>
    /// <param name="role">Ours: it decides which half is local.</param>
    /// <param name="block">client key, server key, client salt, server salt; kept, not copied.</param>
    internal DtlsSrtpKeys(DtlsSrtpProfile profile, DtlsRole role, byte[] block)
    {
        _profile = profile;
        _isClient = role == DtlsRole.Client;
        _block = block;
    }

    /// <summary>The negotiated profile's number in the use_srtp extension.</summary>
    public ushort ProfileId => _profile.Id;

    /// <summary>Protects what we send.</summary>
    public ReadOnlySpan<byte> LocalKey => Key(_isClient);

    /// <summary>Salts what we send.</summary>
    public ReadOnlySpan<byte> LocalSalt => Salt(_isClient);

    /// <summary>Unprotects what the peer sends.</summary>
    public ReadOnlySpan<byte> RemoteKey => Key(!_isClient);

    /// <summary>Salts what the peer sends.</summary>
    public ReadOnlySpan<byte> RemoteSalt => Salt(!_isClient);

    /// <summary>Overwrites the keys with zeros.</summary>
    public void Dispose() => CryptographicOperations.ZeroMemory(_block);

    private ReadOnlySpan<byte> Key(bool client) => _block.AsSpan(client ? 0 : _profile.KeyLength, _profile.KeyLength);

    private ReadOnlySpan<byte> Salt(bool client) =>
        _block.AsSpan((2 * _profile.KeyLength) + (client ? 0 : _profile.SaltLength), _profile.SaltLength);
}
