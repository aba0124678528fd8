using System.Runtime.Intrinsics;
using Rtp.Srtp.Crypto;
using static Rtp.Tests.Srtp.SrtpTestData;

namespace Rtp.Tests.Srtp;

public sealed class AesCounterCipherTests
{
    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    public void Every_backend_agrees_with_AES_block_by_block_at_every_length_and_alignment(int keyLength)
    {
        byte[] key = Bytes(keyLength, 1);
        byte[] counterBlock = Bytes(16, 2);
        counterBlock[14] = counterBlock[15] = 0;
        byte[] keyStream = KeyStream(key, counterBlock, 2048);
        Random random = new(3);
        byte[] source = new byte[2048 + 64];
        byte[] destination = new byte[2048 + 64];

        foreach (CryptoBackend backend in Backends)
        {
            using AesCounterCipher cipher = AesCounterCipher.Create(key, backend);
            for (int length = 0; length <= 2048; length++)
            {
                random.NextBytes(source);
                random.NextBytes(destination);
                byte[] before = [.. destination];
                int from = random.Next(64);
                int to = length % 64;
                cipher.Xor(Vector128.Create(counterBlock), source.AsSpan(from, length), destination.AsSpan(to));
                for (int i = 0; i < length; i++)
                {
                    Assert.Equal((byte)(source[from + i] ^ keyStream[i]), destination[to + i]);
                }

                Assert.True(destination.AsSpan(to + length).SequenceEqual(before.AsSpan(to + length)), "wrote too far");
                cipher.Xor(Vector128.Create(counterBlock), destination.AsSpan(to, length), destination.AsSpan(to));
                Assert.True(destination.AsSpan(to, length).SequenceEqual(source.AsSpan(from, length)), "not its own inverse in place");
            }
        }
    }

    private static byte[] KeyStream(byte[] key, byte[] counterBlock, int length)
    {
        using System.Security.Cryptography.Aes aes = System.Security.Cryptography.Aes.Create();
        aes.Key = key;
        byte[] blocks = new byte[length];
        for (int i = 0; i < length / 16; i++)
        {
            counterBlock.CopyTo(blocks, 16 * i);
            blocks[(16 * i) + 14] = (byte)(i >> 8);
            blocks[(16 * i) + 15] = (byte)i;
        }

        return aes.EncryptEcb(blocks, System.Security.Cryptography.PaddingMode.None);
    }
}
