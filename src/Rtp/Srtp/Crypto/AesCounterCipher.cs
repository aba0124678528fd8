using System.Runtime.Intrinsics;

namespace Rtp.Srtp.Crypto;

/// <summary>AES in counter mode (RFC 3711 section 4.1.1, RFC 6188) with one key.</summary>
internal abstract class AesCounterCipher : IDisposable
{
    public static AesCounterCipher Create(ReadOnlySpan<byte> key, CryptoBackend backend) =>
        backend == CryptoBackend.OpenSsl ? new OpenSslAesCounter(key) : new IntrinsicsAesCounter(key);

    /// <summary>
    /// Combines <paramref name="source"/> (at most 1 MiB) with the key stream that starts at a counter block whose last 16 bits are zero.
    /// Source and destination start at the same byte or do not overlap.
    /// </summary>
    public abstract void Xor(Vector128<byte> counterBlock, ReadOnlySpan<byte> source, Span<byte> destination);

    public abstract void Dispose();
}
