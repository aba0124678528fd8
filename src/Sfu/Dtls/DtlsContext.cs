using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Rtp.Srtp;

namespace Sfu.Dtls;

/// <summary>
/// What all sessions of a certificate share: versions, ciphers and SRTP profiles. Sessions may be made on several threads at
/// once; those that exist outlive the context.
/// </summary>
public sealed class DtlsContext : IDisposable
{
    // RFC 8827 section 6.5 makes the first mandatory for everybody; CBC with SHA-1 is for clients that are older. No ChaCha20: who has
    // it has AES-GCM too, and only without it a length tells a forged record (DtlsRecordFilter.LeastProtectedLength).
    private const string Ciphers =
        "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384:"
        + "ECDHE-ECDSA-AES128-SHA:ECDHE-ECDSA-AES256-SHA:ECDHE-RSA-AES128-SHA:ECDHE-RSA-AES256-SHA";

    private const string Groups = "X25519:P-256:P-384";

    // OpenSSL reassembles up to eleven handshake messages of this size for a peer that has not proved anything yet.
    // WebRTC certificates are some hundred bytes.
    private const int MaximumCertificateList = 16 * 1024;

    /// <summary>Prepares for a certificate.</summary>
    /// <param name="certificate">What is shown to peers in either role.</param>
    /// <param name="profiles">SRTP profiles, best first; null for all, AES-GCM first.</param>
    /// <exception cref="DllNotFoundException">OpenSSL is not installed.</exception>
    /// <exception cref="OpenSslException">This OpenSSL lacks something that is needed.</exception>
    public DtlsContext(DtlsCertificate certificate, IReadOnlyList<SrtpProfile>? profiles = null)
    {
        OpenSslLibrary.EnsureLoaded();
        Handle = SslContextHandle.Create();
        LibCrypto.ERR_clear_error();
        Configure(profiles ?? UseSrtp.DefaultProfiles);
        UseCertificate(certificate);
    }

    internal SslContextHandle Handle { get; }

    /// <inheritdoc/>
    public void Dispose() => Handle.Dispose();

    private unsafe void Configure(IReadOnlyList<SrtpProfile> profiles)
    {
        Control(LibSsl.SslCtrlSetMinimumProtocolVersion, LibSsl.Dtls12Version, "SSL_CTX_set_min_proto_version");
        Control(LibSsl.SslCtrlSetMaximumCertificateList, MaximumCertificateList);
        Control(LibSsl.SslCtrlSetSessionCacheMode, 0);
        // Encrypt-then-MAC is off because with it OpenSSL 3.0 ends a session over a forged record, which DTLS has to drop
        // (RFC 6347 section 4.1.2.7); it concerns the CBC ciphers only.
        LibSsl.SSL_CTX_set_options(
            Handle,
            LibSsl.SslOpNoQueryMtu | LibSsl.SslOpNoTicket | LibSsl.SslOpNoCompression | LibSsl.SslOpNoRenegotiation
            | LibSsl.SslOpNoEncryptThenMac | LibSsl.SslOpCipherServerPreference);

        fixed (byte* ciphers = NullTerminated(Ciphers))
        {
            Check(LibSsl.SSL_CTX_set_cipher_list(Handle, ciphers) == 1, "SSL_CTX_set_cipher_list");
        }

        fixed (byte* groups = NullTerminated(Groups))
        {
            Check(LibSsl.SSL_CTX_ctrl(Handle, LibSsl.SslCtrlSetGroupsList, default, groups).Value == 1, "SSL_CTX_set1_groups_list");
        }

        UseSrtp.Prefer(Handle, profiles);
        LibSsl.SSL_CTX_set_verify(Handle, LibSsl.SslVerifyPeer | LibSsl.SslVerifyFailIfNoPeerCertificate, 0);
        LibSsl.SSL_CTX_set_cert_verify_callback(Handle, &AcceptAnyCertificate, null);
    }

    private unsafe void UseCertificate(DtlsCertificate certificate)
    {
        fixed (byte* der = certificate.Der, key = certificate.PrivateKey)
        {
            Check(LibSsl.SSL_CTX_use_certificate_ASN1(Handle, certificate.Der.Length, der) == 1, "SSL_CTX_use_certificate_ASN1");
            Check(
                LibSsl.SSL_CTX_use_PrivateKey_ASN1(LibSsl.EvpPkeyEc, Handle, key, new CLong(certificate.PrivateKey.Length)) == 1,
                "SSL_CTX_use_PrivateKey_ASN1");
        }
    }

    /// <summary>
    /// Self-signed certificates have no chain to build: who the peer is depends on the fingerprint alone, which
    /// <see cref="DtlsSession"/> compares before it lets any key out (RFC 5763 section 5).
    /// </summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static unsafe int AcceptAnyCertificate(nint store, void* argument) => 1;

    private unsafe void Control(int command, int value, string? mustSucceed = null)
    {
        CLong result = LibSsl.SSL_CTX_ctrl(Handle, command, new CLong(value), null);
        Check(mustSucceed is null || result.Value == 1, mustSucceed);
    }

    private void Check(bool succeeded, string? function)
    {
        if (!succeeded)
        {
            OpenSslException error = new(function!);
            Handle.Dispose();
            throw error;
        }
    }

    private static byte[] NullTerminated(string text) => [.. Encoding.ASCII.GetBytes(text), 0];
}
