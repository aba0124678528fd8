using System.Runtime.Intrinsics;

namespace Rtp.Srtp.Crypto;

/// <summary><see cref="AesGcmCipher"/> by OpenSSL, with the contexts kept and only the nonce set for each packet.</summary>
internal sealed unsafe class OpenSslAesGcm : AesGcmCipher
{
    private readonly EvpContext _encrypt;
    private readonly EvpContext _decrypt;

    public OpenSslAesGcm(ReadOnlySpan<byte> key)
    {
        LibCrypto.Require();
        nint cipher = key.Length == 16 ? LibCrypto.EVP_aes_128_gcm() : LibCrypto.EVP_aes_256_gcm();
        _encrypt = new EvpContext(cipher, key, encrypt: true);
        _decrypt = new EvpContext(cipher, key, encrypt: false);
    }

    public override void Encrypt(
        Vector128<byte> counterBlock, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> source, Span<byte> destination)
    {
        fixed (byte* a = associated, s = source, d = destination[..(source.Length + TagLength)])
        {
            Encrypt(counterBlock, a, associated.Length, s, d, source.Length);
            _encrypt.Control(LibCrypto.ControlGetTag, TagLength, d + source.Length);
        }
    }

    public override int Decrypt(
        ReadOnlySpan<Vector128<byte>> counterBlocks, ReadOnlySpan<byte> associated, Span<byte> text, ReadOnlySpan<byte> tag)
    {
        fixed (byte* a = associated, t = text, g = tag[..TagLength])
        {
            for (int i = 0; i < counterBlocks.Length; i++)
            {
                Vector128<byte> counterBlock = counterBlocks[i];
                _decrypt.Start((byte*)&counterBlock);
                _decrypt.Update(null, a, associated.Length);
                _decrypt.Update(t, t, text.Length);
                _decrypt.Control(LibCrypto.ControlSetTag, TagLength, g);
                if (_decrypt.Finish())
                {
                    return i;
                }

                // OpenSSL deciphers before it knows. Enciphering again gives the text back.
                Encrypt(counterBlock, a, associated.Length, t, t, text.Length);
            }
        }

        return -1;
    }

    public override void Dispose()
    {
        _encrypt.Dispose();
        _decrypt.Dispose();
    }

    private void Encrypt(Vector128<byte> counterBlock, byte* associated, int associatedLength, byte* source, byte* destination, int length)
    {
        _encrypt.Start((byte*)&counterBlock);
        _encrypt.Update(null, associated, associatedLength);
        _encrypt.Update(destination, source, length);
        LibCrypto.Check(_encrypt.Finish() ? 1 : 0);
    }
}
