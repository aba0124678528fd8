using System.Runtime.Intrinsics;

namespace Rtp.Srtp.Crypto;

/// <summary>
/// AES-GCM with one key. A <c>counterBlock</c> is J0 of NIST SP 800-38D: 96 bits of nonce and the 32-bit number 1.
/// </summary>
internal abstract class AesGcmCipher : IDisposable
{
    public const int TagLength = 16;

    public static AesGcmCipher Create(ReadOnlySpan<byte> key, CryptoBackend backend) =>
        backend == CryptoBackend.OpenSsl ? new OpenSslAesGcm(key) : new IntrinsicsAesGcm(key, backend == CryptoBackend.Intrinsics);

    /// <summary>
    /// Enciphers <paramref name="source"/> into <paramref name="destination"/>, which has room for the tag behind it. Both start at
    /// the same byte or do not overlap.
    /// </summary>
    public abstract void Encrypt(
        Vector128<byte> counterBlock, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> source, Span<byte> destination);

    /// <summary>
    /// Deciphers <paramref name="text"/> in place if the tag is right under one of the given blocks, and returns which one; otherwise
    /// returns -1 and leaves the text as it was.
    /// </summary>
    public abstract int Decrypt(
        ReadOnlySpan<Vector128<byte>> counterBlocks, ReadOnlySpan<byte> associated, Span<byte> text, ReadOnlySpan<byte> tag);

    public abstract void Dispose();
}
