using System.Security.Cryptography.X509Certificates;
using Sfu.Dtls;

namespace Sfu.Tests.Dtls;

public sealed class DtlsFingerprintTests
{
    private static readonly string Sha256 = "sha-256 " + string.Join(':', Enumerable.Range(0, 32).Select(i => $"{i:X2}"));

    [Fact]
    public void What_is_written_is_what_is_read()
    {
        foreach (DtlsFingerprintHash hash in Enum.GetValues<DtlsFingerprintHash>())
        {
            DtlsFingerprint fingerprint = DtlsFingerprint.Of([1, 2, 3], hash);
            Assert.Equal(DtlsFingerprintError.None, DtlsFingerprint.TryParse(fingerprint.ToString(), out DtlsFingerprint? parsed));
            Assert.Equal(hash, parsed!.Hash);
            Assert.Equal(fingerprint.Digest.ToArray(), parsed.Digest.ToArray());
            Assert.True(parsed.Matches([1, 2, 3]));
            Assert.False(parsed.Matches([1, 2, 4]));
        }
    }

    [Fact]
    public void Case_does_not_matter()
    {
        Assert.Equal(DtlsFingerprintError.None, DtlsFingerprint.TryParse(Sha256.ToUpperInvariant(), out _));
        Assert.Equal(DtlsFingerprintError.None, DtlsFingerprint.TryParse(Sha256.ToLowerInvariant(), out _));
    }

    [Theory]
    [InlineData("", DtlsFingerprintError.Malformed)]
    [InlineData("sha-256", DtlsFingerprintError.Malformed)]
    [InlineData("sha-256 ", DtlsFingerprintError.Malformed)]
    [InlineData("sha-256 00:01", DtlsFingerprintError.WrongLength)]
    [InlineData("sha-256 0", DtlsFingerprintError.Malformed)]
    [InlineData("sha-1 4A:AD:B9:B1:3F:82:18:3B:54:02:12:DF:3E:5D:49:6B:19:E5:7C:AB", DtlsFingerprintError.RefusedHash)]
    [InlineData("md5 00:01:02:03:04:05:06:07:08:09:0A:0B:0C:0D:0E:0F", DtlsFingerprintError.RefusedHash)]
    [InlineData("sha-3 00", DtlsFingerprintError.RefusedHash)]
    public void Anything_else_is_refused_with_a_reason(string value, DtlsFingerprintError expected)
    {
        Assert.Equal(expected, DtlsFingerprint.TryParse(value, out DtlsFingerprint? fingerprint));
        Assert.Null(fingerprint);
    }

    [Fact]
    public void A_wrong_digit_or_separator_is_refused()
    {
        for (int i = "sha-256 ".Length; i < Sha256.Length; i++)
        {
            string bad = Sha256[..i] + 'g' + Sha256[(i + 1)..];
            Assert.Equal(DtlsFingerprintError.Malformed, DtlsFingerprint.TryParse(bad, out _));
        }
    }

    [Fact]
    public void A_certificate_is_ECDSA_valid_now_and_named_by_its_fingerprint()
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        using DtlsCertificate certificate = DtlsCertificate.Create(now);
        using X509Certificate2 parsed = X509CertificateLoader.LoadCertificate(certificate.Der);

        Assert.Equal("1.2.840.10045.2.1", parsed.PublicKey.Oid.Value);
        Assert.True(parsed.NotBefore < now && parsed.NotAfter > now);
        Assert.Equal("CN=WebRTC", parsed.Subject);
        Assert.True(certificate.Fingerprint.Matches(certificate.Der));
        Assert.False(certificate.Fingerprint.Matches(DtlsPeers.ServerCertificate.Der));
    }
}
