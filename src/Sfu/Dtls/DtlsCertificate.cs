using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sfu.Dtls;

/// <summary>
/// The self-signed certificate that the process shows to its peers, ECDSA on P-256 as every WebRTC client must support
/// (RFC 8827 section 6.5). One serves all sessions; renewal is a new one with a new <see cref="DtlsContext"/>.
/// </summary>
public sealed class DtlsCertificate : IDisposable
{
    private readonly byte[] _der;
    private readonly byte[] _privateKey;

    private DtlsCertificate(byte[] der, byte[] privateKey, DateTimeOffset expiresAt)
    {
        _der = der;
        _privateKey = privateKey;
        ExpiresAt = expiresAt;
        Fingerprint = DtlsFingerprint.Of(der);
    }

    /// <summary>The certificate, DER.</summary>
    public ReadOnlySpan<byte> Der => _der;

    /// <summary>SHA-256 of the certificate; its text is the value of <c>a=fingerprint</c>.</summary>
    public DtlsFingerprint Fingerprint { get; }

    /// <summary>The end of its validity; renew before.</summary>
    public DateTimeOffset ExpiresAt { get; }

    /// <summary>The private key as an ECPrivateKey (RFC 5915), DER.</summary>
    internal ReadOnlySpan<byte> PrivateKey => _privateKey;

    /// <summary>Makes a certificate with a fresh key.</summary>
    /// <param name="now">The wall clock: validity starts a day earlier, for peers whose clocks are slow.</param>
    /// <param name="lifetime">From <paramref name="now"/>; 30 days by default, as browsers give theirs.</param>
    public static DtlsCertificate Create(DateTimeOffset now, TimeSpan? lifetime = null)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        // The subject says nothing: the certificate is seen by every peer and identifies by its fingerprint alone.
        CertificateRequest request = new("CN=WebRTC", key, HashAlgorithmName.SHA256);
        DateTimeOffset expiresAt = now + (lifetime ?? TimeSpan.FromDays(30));
        using X509Certificate2 certificate = request.CreateSelfSigned(now.AddDays(-1), expiresAt);
        return new DtlsCertificate(certificate.RawData, key.ExportECPrivateKey(), expiresAt);
    }

    /// <summary>Overwrites the private key; contexts that were made of it keep working.</summary>
    public void Dispose() => CryptographicOperations.ZeroMemory(_privateKey);
}
