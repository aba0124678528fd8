using System.Security.Cryptography;

namespace Sfu.Dtls;

/// <summary>A certificate's fingerprint as SDP carries it (RFC 8122 section 5), e.g. <c>sha-256 4A:AD:...</c>.</summary>
public sealed class DtlsFingerprint
{
    private readonly byte[] _digest;

    private DtlsFingerprint(DtlsFingerprintHash hash, byte[] digest)
    {
        Hash = hash;
        _digest = digest;
    }

    /// <summary>The hash function.</summary>
    public DtlsFingerprintHash Hash { get; }

    /// <summary>The digest, 32, 48 or 64 bytes.</summary>
    public ReadOnlySpan<byte> Digest => _digest;

    /// <summary>Computes the fingerprint of a certificate.</summary>
    /// <param name="certificate">DER.</param>
    /// <param name="hash">The hash function.</param>
    public static DtlsFingerprint Of(ReadOnlySpan<byte> certificate, DtlsFingerprintHash hash = DtlsFingerprintHash.Sha256) =>
        new(hash, Compute(certificate, hash));

    /// <summary>Parses the value of <c>a=fingerprint</c>; any text gives a fingerprint or an error.</summary>
    /// <param name="value">What follows <c>a=fingerprint:</c>.</param>
    /// <param name="fingerprint">Null unless the result is <see cref="DtlsFingerprintError.None"/>.</param>
    public static DtlsFingerprintError TryParse(ReadOnlySpan<char> value, out DtlsFingerprint? fingerprint)
    {
        fingerprint = null;
        value = value.Trim(' ');
        int space = value.IndexOf(' ');
        if (space <= 0)
        {
            return DtlsFingerprintError.Malformed;
        }

        if (!TryParseHash(value[..space], out DtlsFingerprintHash hash))
        {
            return DtlsFingerprintError.RefusedHash;
        }

        ReadOnlySpan<char> hex = value[(space + 1)..];
        if (hex.Length % 3 != 2)
        {
            return DtlsFingerprintError.Malformed;
        }

        if ((hex.Length + 1) / 3 != DigestLength(hash))
        {
            return DtlsFingerprintError.WrongLength;
        }

        byte[] digest = new byte[DigestLength(hash)];
        for (int i = 0; i < digest.Length; i++)
        {
            ReadOnlySpan<char> pair = hex.Slice(i * 3, 2);
            bool separated = i == digest.Length - 1 || hex[(i * 3) + 2] == ':';
            if (!separated || !char.IsAsciiHexDigit(pair[0]) || !char.IsAsciiHexDigit(pair[1]))
            {
                return DtlsFingerprintError.Malformed;
            }

            digest[i] = Convert.FromHexString(pair)[0];
        }

        fingerprint = new DtlsFingerprint(hash, digest);
        return DtlsFingerprintError.None;
    }

    /// <summary>Whether this is the fingerprint of a certificate, in a time that does not depend on where they differ.</summary>
    /// <param name="certificate">DER.</param>
    public bool Matches(ReadOnlySpan<byte> certificate) =>
        CryptographicOperations.FixedTimeEquals(_digest, Compute(certificate, Hash));

    /// <summary>The value of <c>a=fingerprint</c>, hexadecimal digits in upper case as RFC 8122 asks.</summary>
    public override string ToString()
    {
        string name = Hash switch
        {
            DtlsFingerprintHash.Sha256 => "sha-256",
            DtlsFingerprintHash.Sha384 => "sha-384",
            _ => "sha-512",
        };
        return $"{name} {string.Join(':', _digest.Select(b => b.ToString("X2")))}";
    }

    private static bool TryParseHash(ReadOnlySpan<char> name, out DtlsFingerprintHash hash)
    {
        hash = default;
        if (name.Equals("sha-256", StringComparison.OrdinalIgnoreCase))
        {
            hash = DtlsFingerprintHash.Sha256;
            return true;
        }

        if (name.Equals("sha-384", StringComparison.OrdinalIgnoreCase))
        {
            hash = DtlsFingerprintHash.Sha384;
            return true;
        }

        hash = DtlsFingerprintHash.Sha512;
        return name.Equals("sha-512", StringComparison.OrdinalIgnoreCase);
    }

    private static int DigestLength(DtlsFingerprintHash hash) => hash switch
    {
        DtlsFingerprintHash.Sha256 => SHA256.HashSizeInBytes,
        DtlsFingerprintHash.Sha384 => SHA384.HashSizeInBytes,
        _ => SHA512.HashSizeInBytes,
    };

    private static byte[] Compute(ReadOnlySpan<byte> certificate, DtlsFingerprintHash hash) => hash switch
    {
        DtlsFingerprintHash.Sha256 => SHA256.HashData(certificate),
        DtlsFingerprintHash.Sha384 => SHA384.HashData(certificate),
        _ => SHA512.HashData(certificate),
    };
}
