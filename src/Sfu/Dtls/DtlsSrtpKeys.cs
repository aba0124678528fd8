using System.Security.Cryptography;
using Rtp.Srtp;

namespace Sfu.Dtls;

/// <summary>The SRTP master keys and salts that a handshake agreed on (RFC 5764 section 4.2). Wiped by <see cref="Dispose"/>.</summary>
public sealed class DtlsSrtpKeys : IDisposable
{
    // Pinned, so that the collector leaves no copy behind that nobody wipes.
    private readonly byte[] _block;
    private readonly bool _isClient;

    private DtlsSrtpKeys(SrtpProfile profile, DtlsRole role, byte[] block)
    {
        Profile = profile;
        _isClient = role == DtlsRole.Client;
        _block = block;
    }

    /// <summary>Keys that are agreed on already, each side with its own role.</summary>
    /// <param name="profile">What they are for.</param>
    /// <param name="role">Whose view it is.</param>
    /// <param name="block">Client key, server key, client salt, server salt.</param>
    internal static DtlsSrtpKeys FromBlock(SrtpProfile profile, DtlsRole role, ReadOnlySpan<byte> block)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(block.Length, 2 * (profile.KeyLength + profile.SaltLength), nameof(block));
        byte[] pinned = GC.AllocateArray<byte>(block.Length, pinned: true);
        block.CopyTo(pinned);
        return new DtlsSrtpKeys(profile, role, pinned);
    }

    /// <summary>What was negotiated.</summary>
    public SrtpProfile Profile { get; }

    /// <summary>Protects what we send.</summary>
    public ReadOnlySpan<byte> LocalKey => Key(_isClient);

    /// <summary>Salts what we send.</summary>
    public ReadOnlySpan<byte> LocalSalt => Salt(_isClient);

    /// <summary>Unprotects what the peer sends.</summary>
    public ReadOnlySpan<byte> RemoteKey => Key(!_isClient);

    /// <summary>Salts what the peer sends.</summary>
    public ReadOnlySpan<byte> RemoteSalt => Salt(!_isClient);

    /// <summary>Derives the keys of a complete handshake: client key, server key, client salt, server salt.</summary>
    internal static unsafe DtlsSrtpKeys Export(SslHandle ssl, SrtpProfile profile, DtlsRole role)
    {
        byte[] block = GC.AllocateArray<byte>(2 * (profile.KeyLength + profile.SaltLength), pinned: true);
        ReadOnlySpan<byte> label = "EXTRACTOR-dtls_srtp"u8;
        fixed (byte* output = block, name = label)
        {
            if (LibSsl.SSL_export_keying_material(ssl, output, (nuint)block.Length, name, (nuint)label.Length, null, 0, 0) != 1)
            {
                throw new OpenSslException("SSL_export_keying_material");
            }
        }

        return new DtlsSrtpKeys(profile, role, block);
    }

    /// <summary>Overwrites the keys with zeros.</summary>
    public void Dispose() => CryptographicOperations.ZeroMemory(_block);

    private ReadOnlySpan<byte> Key(bool client) => _block.AsSpan(client ? 0 : Profile.KeyLength, Profile.KeyLength);

    private ReadOnlySpan<byte> Salt(bool client) =>
        _block.AsSpan((2 * Profile.KeyLength) + (client ? 0 : Profile.SaltLength), Profile.SaltLength);
}
