using System.Runtime.Intrinsics;
using Rtp.Srtp.Crypto;

namespace Rtp.Srtp;

/// <summary>
/// Session keys from a master key (RFC 3711 section 4.3.1 with a key derivation rate of zero; with a 256-bit key the function of
/// RFC 6188 section 2, as RFC 7714 section 11 says).
/// </summary>
internal sealed class SrtpKeyDerivation : IDisposable
{
    /// <summary>What a key is for: the label of RFC 3711 section 4.3.2.</summary>
    public enum Label : byte
    {
        RtpEncryption = 0,
        RtpAuthentication = 1,
        RtpSalt = 2,
        RtcpEncryption = 3,
        RtcpAuthentication = 4,
        RtcpSalt = 5,
    }

    private readonly AesCounterCipher _cipher;
    private Vector128<byte> _salt;

    /// <param name="masterKey">16 or 32 bytes.</param>
    /// <param name="masterSalt">At most 14 bytes; a shorter one is followed by zeros (RFC 7714 section 11).</param>
    /// <param name="backend">What does the ciphering.</param>
    public SrtpKeyDerivation(ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt, CryptoBackend backend)
    {
        _cipher = AesCounterCipher.Create(masterKey, backend);
        _salt = SaltBlock(masterSalt);
    }

    /// <summary>A salt at the start of a counter block.</summary>
    public static Vector128<byte> SaltBlock(ReadOnlySpan<byte> salt)
    {
        Span<byte> block = stackalloc byte[16];
        block.Clear();
        salt.CopyTo(block);
        Vector128<byte> result = Vector128.Create(block);
        block.Clear();
        return result;
    }

    /// <summary>Fills <paramref name="key"/>.</summary>
    public void Derive(Label label, Span<byte> key)
    {
        // The label stands before the 48-bit index, which is zero, at the end of 112 bits.
        const int LabelPosition = 7;
        Vector128<byte> counterBlock = _salt.WithElement(LabelPosition, (byte)(_salt[LabelPosition] ^ (byte)label));
        key.Clear();
        _cipher.Xor(counterBlock, key, key);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _cipher.Dispose();
        _salt = default;
    }
}
