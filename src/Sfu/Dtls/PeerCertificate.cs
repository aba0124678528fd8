namespace Sfu.Dtls;

/// <summary>Gets the certificate that the peer proved to own.</summary>
internal static unsafe class PeerCertificate
{
    private const ulong Version3 = 0x3000_0000;

    /// <summary>The peer's certificate, DER; empty if there is none.</summary>
    internal static byte[] Read(SslHandle ssl)
    {
        nint certificate = LibCrypto.OpenSSL_version_num().Value >= Version3
            ? LibSsl.SSL_get1_peer_certificate(ssl)
            : LibSsl.SSL_get_peer_certificate(ssl);
        if (certificate == 0)
        {
            return [];
        }

        try
        {
            int length = LibCrypto.i2d_X509(certificate, null);
            byte[] der = new byte[Math.Max(length, 0)];
            fixed (byte* start = der)
            {
                // i2d moves the pointer that it writes through.
                byte* position = start;
                _ = LibCrypto.i2d_X509(certificate, &position);
            }

            return der;
        }
        finally
        {
            LibCrypto.X509_free(certificate);
        }
    }
}
