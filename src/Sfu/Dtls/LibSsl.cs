using System.Runtime.InteropServices;

namespace Sfu.Dtls;

/// <summary>The functions of libssl that are used, under their own names.</summary>
internal static unsafe partial class LibSsl
{
    internal const int SslErrorWantRead = 2;
    internal const int SslErrorZeroReturn = 6;

    internal const int SslCtrlSetMtu = 17;
    internal const int SslCtrlSetSessionCacheMode = 44;
    internal const int SslCtrlSetMaximumCertificateList = 51;
    internal const int SslCtrlSetGroupsList = 92;
    internal const int SslCtrlSetMinimumProtocolVersion = 123;

    internal const ulong SslOpNoQueryMtu = 1UL << 12;
    internal const ulong SslOpNoTicket = 1UL << 14;
    internal const ulong SslOpNoCompression = 1UL << 17;
    internal const ulong SslOpNoEncryptThenMac = 1UL << 19;
    internal const ulong SslOpCipherServerPreference = 1UL << 22;
    internal const ulong SslOpNoRenegotiation = 1UL << 30;

    internal const int SslVerifyPeer = 1;
    internal const int SslVerifyFailIfNoPeerCertificate = 2;

    internal const int Dtls12Version = 0xFEFD;
    internal const int EvpPkeyEc = 408;

    static LibSsl() => OpenSslLibrary.EnsureLoaded();

    [LibraryImport(OpenSslLibrary.Ssl)]
    internal static partial nint DTLS_method();

    [LibraryImport(OpenSslLibrary.Ssl)]
    internal static partial nint SSL_CTX_new(nint method);

    [LibraryImport(OpenSslLibrary.Ssl)]
    internal static partial void SSL_CTX_free(nint context);

    [LibraryImport(OpenSslLibrary.Ssl)]
    internal static partial CLong SSL_CTX_ctrl(SslContextHandle context, int command, CLong argument, byte* pointer);

    [LibraryImport(OpenSslLibrary.Ssl)]
    internal static partial ulong SSL_CTX_set_options(SslContextHandle context, ulong options);

    [LibraryImport(OpenSslLibrary.Ssl)]
    internal static partial int SSL_CTX_set_cipher_list(SslContextHandle context, byte* list);

    [LibraryImport(OpenSslLibrary.Ssl)]
    internal static partial int SSL_CTX_set_tlsext_use_srtp(SslContextHandle context, byte* profiles);

    [LibraryImport(OpenSslLibrary.Ssl)]
    internal static partial void SSL_CTX_set_verify(SslContextHandle context, int mode, nint callback);

    [LibraryImport(OpenSslLibrary.Ssl)]
    internal static partial void SSL_CTX_set_cert_verify_callback(
        SslContextHandle context, delegate* unmanaged[Cdecl]<nint, void*, int> callback, void* argument);

    [LibraryImport(OpenSslLibrary.Ssl)]
    internal static partial int SSL_CTX_use_certificate_ASN1(SslContextHandle context, int length, byte* der);

    [LibraryImport(OpenSslLibrary.Ssl)]
    internal static partial int SSL_CTX_use_PrivateKey_ASN1(int type, SslContextHandle context, byte* der, CLong length);

    [LibraryImport(OpenSslLibrary.Ssl)]
    internal static partial nint SSL_new(SslContextHandle context);

    [LibraryImport(OpenSslLibrary.Ssl)]
    internal static partial void SSL_free(nint ssl);

    [LibraryImport(OpenSslLibrary.Ssl)]
    internal static partial void SSL_set_bio(SslHandle ssl, nint read, nint write);

    [LibraryImport(OpenSslLibrary.Ssl)]
    internal static partial int SSL_set_ex_data(SslHandle ssl, int index, void* data);

    [LibraryImport(OpenSslLibrary.Ssl)]
    internal static partial void* SSL_get_ex_data(nint ssl, int index);

    [LibraryImport(OpenSslLibrary.Ssl)]
    internal static partial void SSL_set_accept_state(SslHandle ssl);

    [LibraryImport(OpenSslLibrary.Ssl)]
    internal static partial void SSL_set_connect_state(SslHandle ssl);

    [LibraryImport(OpenSslLibrary.Ssl)]
    internal static partial CLong SSL_ctrl(SslHandle ssl, int command, CLong argument, void* pointer);

    [LibraryImport(OpenSslLibrary.Ssl)]
    internal static partial void DTLS_set_timer_cb(SslHandle ssl, delegate* unmanaged[Cdecl]<nint, uint, uint> callback);

    [LibraryImport(OpenSslLibrary.Ssl)]
    internal static partial int SSL_do_handshake(SslHandle ssl);

    [LibraryImport(OpenSslLibrary.Ssl)]
    internal static partial int SSL_read(SslHandle ssl, byte* buffer, int length);

    [LibraryImport(OpenSslLibrary.Ssl)]
    internal static partial int SSL_alloc_buffers(SslHandle ssl);

    [LibraryImport(OpenSslLibrary.Ssl)]
    internal static partial int SSL_free_buffers(SslHandle ssl);

    [LibraryImport(OpenSslLibrary.Ssl)]
    internal static partial int SSL_shutdown(SslHandle ssl);

    [LibraryImport(OpenSslLibrary.Ssl)]
    internal static partial int SSL_get_error(SslHandle ssl, int result);

    /// <summary>OpenSSL 3; the caller owns the certificate.</summary>
    [LibraryImport(OpenSslLibrary.Ssl)]
    internal static partial nint SSL_get1_peer_certificate(SslHandle ssl);

    /// <summary>The same by its name in OpenSSL 1.1.</summary>
    [LibraryImport(OpenSslLibrary.Ssl)]
    internal static partial nint SSL_get_peer_certificate(SslHandle ssl);

    [LibraryImport(OpenSslLibrary.Ssl)]
    internal static partial int SSL_set_tlsext_use_srtp(SslHandle ssl, byte* profiles);

    [LibraryImport(OpenSslLibrary.Ssl)]
    internal static partial SrtpProtectionProfile* SSL_get_selected_srtp_profile(SslHandle ssl);

    [LibraryImport(OpenSslLibrary.Ssl)]
    internal static partial int SSL_export_keying_material(
        SslHandle ssl,
        byte* output,
        nuint outputLength,
        byte* label,
        nuint labelLength,
        byte* context,
        nuint contextLength,
        int useContext);

    /// <summary>SRTP_PROTECTION_PROFILE of openssl/srtp.h.</summary>
    internal readonly struct SrtpProtectionProfile
    {
        internal readonly nint Name;
        internal readonly CULong Id;
    }
}
