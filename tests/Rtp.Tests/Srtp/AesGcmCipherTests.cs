using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using Rtp.Srtp.Crypto;
using static Rtp.Tests.Srtp.SrtpTestData;

namespace Rtp.Tests.Srtp;

public sealed class AesGcmCipherTests
{
    private const string Key3 = "feffe9928665731c6d6a8f9467308308";
    private const string Iv3 = "cafebabefacedbaddecaf888";
    private const string Plain3 =
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255";

    private const string Cipher3 =
        "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091473f5985";

    private const string Cipher15 =
        "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad";

    private const string Zero16 = "00000000000000000000000000000000";
    private const string ZeroIv = "000000000000000000000000";
    private const string Associated4 = "feedfacedeadbeeffeedfacedeadbeefabaddad2";

    /// <summary>Test cases 1 to 4 and 13 to 16 of the GCM specification that NIST adopted (those with 96-bit nonces).</summary>
    public static TheoryData<string, string, string, string, string, string> SpecificationVectors => new()
    {
        { Zero16, ZeroIv, "", "", "", "58e2fccefa7e3061367f1d57a4e7455a" },
        { Zero16, ZeroIv, "", Zero16, "0388dace60b6a392f328c2b971b2fe78", "ab6e47d42cec13bdf53a67b21257bddf" },
        { Key3, Iv3, "", Plain3, Cipher3, "4d5c2af327cd64a62cf35abd2ba6fab4" },
        { Key3, Iv3, Associated4, Plain3[..120], Cipher3[..120], "5bc94fbc3221a5db94fae95ae7121a47" },
        { Zero16 + Zero16, ZeroIv, "", "", "", "530f8afbc74536b9a963b4f1c4cb738b" },
        { Zero16 + Zero16, ZeroIv, "", Zero16, "cea7403d4d606b6e074ec5d3baf39d18", "d0d1c8a799996bf0265b98b5d48ab919" },
        { Key3 + Key3, Iv3, "", Plain3, Cipher15, "b094dac5d93471bdec1a502270e3cc6c" },
        { Key3 + Key3, Iv3, Associated4, Plain3[..120], Cipher15[..120], "76fc6ece0f4e1768cddf8853bb2d551b" },
    };

    [Theory]
    [MemberData(nameof(SpecificationVectors))]
    public void The_specifications_vectors_come_out(string key, string iv, string associated, string plain, string cipherText, string tag)
    {
        foreach (CryptoBackend backend in Backends)
        {
            using AesGcmCipher cipher = AesGcmCipher.Create(Hex.Bytes(key), backend);
            byte[] output = new byte[(plain.Length / 2) + 16];
            cipher.Encrypt(CounterBlock(Hex.Bytes(iv)), Hex.Bytes(associated), Hex.Bytes(plain), output);
            Assert.Equal(cipherText + tag, Convert.ToHexStringLower(output));

            Assert.Equal(0, cipher.Decrypt([CounterBlock(Hex.Bytes(iv))], Hex.Bytes(associated), output.AsSpan(..^16), output.AsSpan(^16)));
            Assert.Equal(plain, Convert.ToHexStringLower(output.AsSpan(..^16)));
        }
    }

    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    public void Every_backend_agrees_with_the_runtime_at_every_payload_length(int keyLength)
    {
        Random random = new(keyLength);
        byte[] buffer = new byte[8192];
        foreach ((AesGcmCipher cipher, AesGcm reference) in Ciphers(keyLength))
        {
            for (int length = 0; length <= 2048; length++)
            {
                Compare(cipher, reference, random, buffer, length, random.Next(12, 201), random.Next(64), random.Next(64));
            }
        }
    }

    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    public void Every_backend_agrees_with_the_runtime_at_every_length_of_associated_data(int keyLength)
    {
        Random random = new(keyLength);
        byte[] buffer = new byte[8192];
        foreach ((AesGcmCipher cipher, AesGcm reference) in Ciphers(keyLength))
        {
            for (int associatedLength = 0; associatedLength <= 200; associatedLength++)
            {
                Compare(cipher, reference, random, buffer, random.Next(300), associatedLength, random.Next(64), random.Next(64));
            }
        }
    }

    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    public void Every_backend_agrees_with_the_runtime_at_every_alignment(int keyLength)
    {
        Random random = new(keyLength);
        byte[] buffer = new byte[8192];
        foreach ((AesGcmCipher cipher, AesGcm reference) in Ciphers(keyLength))
        {
            for (int alignment = 0; alignment < 64; alignment++)
            {
                Compare(cipher, reference, random, buffer, 300, 20, alignment, random.Next(64));
                Compare(cipher, reference, random, buffer, 300, 20, random.Next(64), alignment);
            }
        }
    }

    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    public void The_counter_carries_beyond_its_last_byte_in_a_long_text(int keyLength)
    {
        Random random = new(keyLength);
        byte[] buffer = new byte[3 * 65536];
        foreach ((AesGcmCipher cipher, AesGcm reference) in Ciphers(keyLength))
        {
            foreach (int length in (int[])[4048, 4064, 4080, 4096, 4112, 9001, 65535])
            {
                Compare(cipher, reference, random, buffer, length, 12, 0, 0);
            }
        }
    }

    [Fact]
    public void A_text_that_fails_to_authenticate_stays_as_it_was_and_can_be_tried_again()
    {
        foreach (CryptoBackend backend in Backends)
        {
            using AesGcmCipher cipher = AesGcmCipher.Create(Bytes(16, 1), backend);
            foreach (int length in (int[])[0, 1, 16, 100, 128, 129, 1200])
            {
                byte[] output = new byte[length + 16];
                cipher.Encrypt(CounterBlock(Bytes(12, 5)), Bytes(12, 3), Bytes(length, 4), output);
                byte[] before = [.. output];

                Vector128<byte> wrong = CounterBlock(Bytes(12, 6));
                Assert.Equal(-1, cipher.Decrypt([wrong], Bytes(12, 3), output.AsSpan(..^16), output.AsSpan(^16)));
                Assert.Equal(before, output);

                Vector128<byte> right = CounterBlock(Bytes(12, 5));
                Assert.Equal(1, cipher.Decrypt([wrong, right], Bytes(12, 3), output.AsSpan(..^16), output.AsSpan(^16)));
                Assert.Equal(Bytes(length, 4), output[..^16]);
            }
        }
    }

    [Fact]
    public void Any_flipped_bit_of_tag_text_or_associated_data_is_noticed()
    {
        foreach (CryptoBackend backend in Backends)
        {
            using AesGcmCipher cipher = AesGcmCipher.Create(Bytes(16, 1), backend);
            byte[] packet = [.. Bytes(20, 3), .. new byte[45 + 16]];
            cipher.Encrypt(CounterBlock(Bytes(12, 5)), packet.AsSpan(0, 20), Bytes(45, 4), packet.AsSpan(20));
            for (int bit = 0; bit < packet.Length * 8; bit++)
            {
                packet[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.Equal(
                    -1, cipher.Decrypt([CounterBlock(Bytes(12, 5))], packet.AsSpan(0, 20), packet.AsSpan(20..^16), packet.AsSpan(^16)));
                packet[bit / 8] ^= (byte)(1 << (bit % 8));
            }

            Assert.Equal(0, cipher.Decrypt([CounterBlock(Bytes(12, 5))], packet.AsSpan(0, 20), packet.AsSpan(20..^16), packet.AsSpan(^16)));
        }
    }

    private static IEnumerable<(AesGcmCipher Cipher, AesGcm Reference)> Ciphers(int keyLength)
    {
        byte[] key = Bytes(keyLength, keyLength);
        using AesGcm reference = new(key, 16);
        foreach (CryptoBackend backend in Backends)
        {
            using AesGcmCipher cipher = AesGcmCipher.Create(key, backend);
            yield return (cipher, reference);
        }
    }

    // The source lies in the upper half of the buffer, header and destination in the lower one; the bytes around are checked too.
    private static void Compare(
        AesGcmCipher cipher, AesGcm reference, Random random, byte[] buffer, int length, int associatedLength, int from, int to)
    {
        random.NextBytes(buffer);
        byte[] before = [.. buffer];
        byte[] iv = Bytes(12, random.Next());
        Span<byte> source = buffer.AsSpan((buffer.Length / 2) + from, length);
        Span<byte> associated = buffer.AsSpan(to, associatedLength);
        int start = to + associatedLength;

        byte[] expected = new byte[length + 16];
        reference.Encrypt(iv, source, expected.AsSpan(0, length), expected.AsSpan(length), associated);
        if (start + expected.Length > buffer.Length / 2)
        {
            // In place instead.
            source.CopyTo(buffer.AsSpan(start));
            source = buffer.AsSpan(start, length);
            buffer.CopyTo(before, 0);
        }

        Span<byte> output = buffer.AsSpan(start, expected.Length);
        cipher.Encrypt(CounterBlock(iv), associated, source, output);
        Assert.True(output.SequenceEqual(expected), $"{cipher.GetType().Name}: {length} bytes with {associatedLength} associated");
        Assert.True(buffer.AsSpan(0, start).SequenceEqual(before.AsSpan(0, start)));
        Assert.True(buffer.AsSpan(start + expected.Length).SequenceEqual(before.AsSpan(start + expected.Length)));

        Span<byte> plain = source.Overlaps(output) ? before.AsSpan(start, length) : source;
        Assert.Equal(0, cipher.Decrypt([CounterBlock(iv)], associated, output[..^16], output[^16..]));
        Assert.True(output[..^16].SequenceEqual(plain));
    }

    private static Vector128<byte> CounterBlock(byte[] iv) => Vector128.Create((byte[])[.. iv, 0, 0, 0, 1]);
}
