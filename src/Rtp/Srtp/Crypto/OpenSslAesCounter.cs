using System.Runtime.Intrinsics;

namespace Rtp.Srtp.Crypto;

/// <summary><see cref="AesCounterCipher"/> by OpenSSL.</summary>
internal sealed unsafe class OpenSslAesCounter : AesCounterCipher
{
    private readonly EvpContext _context;

    public OpenSslAesCounter(ReadOnlySpan<byte> key)
    {
        LibCrypto.Require();
        _context = new EvpContext(key.Length == 16 ? LibCrypto.EVP_aes_128_ctr() : LibCrypto.EVP_aes_256_ctr(), key, encrypt: true);
    }

    public override void Xor(Vector128<byte> counterBlock, ReadOnlySpan<byte> source, Span<byte> destination)
    {
        fixed (byte* s = source, d = destination[..source.Length])
        {
            _context.Start((byte*)&counterBlock);
            _context.Update(d, s, source.Length);
        }
    }

    public override void Dispose() => _context.Dispose();
}
