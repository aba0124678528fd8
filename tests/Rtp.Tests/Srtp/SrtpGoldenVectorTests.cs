using System.Runtime.Intrinsics;
using Rtp.Srtp;
using Rtp.Srtp.Crypto;
using static Rtp.Tests.Srtp.SrtpTestData;

namespace Rtp.Tests.Srtp;

/// <summary>Bytes that others computed: RFC 3711 appendix B, RFC 7714 sections 16 and 17, and the packets of libsrtp's self-test.</summary>
public sealed class SrtpGoldenVectorTests
{
    private const string Rfc7714Rtp =
        "8040f17b8041f8d35501a0b247616c6c696120657374206f6d6e69732064697669736120696e207061727465732074726573";

    private const string Rfc7714Rtcp =
        "81c8000d4d6172734e5450314e545032525450200000042a0000e9304c756e61deadbeefdeadbeefdeadbeefdeadbeefdeadbeef";

    // RFC 3711 appendix B.3 and libsrtp use the same master key.
    private const string LibsrtpKey = "e1f97a0d3e018be0d64fa32c06de4139";
    private const string LibsrtpSalt = "0ec675ad498afeebb6960b3aabe6";
    private const string Rfc7714Salt = "517569642070726f2071756f";
    private const uint Rfc7714RtcpIndex = 0x5d4;

    [Fact]
    public void Rfc3711_B2_the_counter_mode_key_stream_is_right_at_its_start_and_across_the_middle()
    {
        const string Start = "e03ead0935c95e80e166b16dd92b4eb4 d23513162b02d0f72a43a2fe4a5f97ab 41e95b3bb0a2e8dd477901e4fca894c0";
        const string Middle = "ec8cdf7398607cb0f2d21675ea9ea1e4 362b7c3c6773516318a077d7fc5073ae 6a2cc3787889374fbeb4c81b17ba6c44";
        const int MiddleBlock = 0xfeff;

        foreach (CryptoBackend backend in Backends)
        {
            using AesCounterCipher cipher = AesCounterCipher.Create(Hex.Bytes("2b7e151628aed2a6abf7158809cf4f3c"), backend);
            byte[] keyStream = new byte[(MiddleBlock + 3) * 16];
            cipher.Xor(Vector128.Create(Hex.Bytes("f0f1f2f3f4f5f6f7f8f9fafbfcfd0000")), new byte[keyStream.Length], keyStream);
            Assert.Equal(Hex.Bytes(Start), keyStream[..48]);
            Assert.Equal(Hex.Bytes(Middle), keyStream[(MiddleBlock * 16)..]);
        }
    }

    [Fact]
    public void Rfc3711_B3_session_keys_are_derived_from_the_master_key()
    {
        const string AuthenticationKey =
            "cebe321f6ff7716b6fd4ab49af256a15 6d38baa48f0a0acf3c34e2359e6cdbce e049646c43d9327ad175578ef7227098"
            + "6371c10c9a369ac2f94a8c5fbcdddc25 6d6e919a48b610ef17c2041e47403576 6b68642c59bbfc2f34db60dbdfb2";

        foreach (CryptoBackend backend in Backends)
        {
            using SrtpKeyDerivation derivation = new(Hex.Bytes(LibsrtpKey), Hex.Bytes(LibsrtpSalt), backend);
            byte[] key = new byte[16];
            byte[] salt = new byte[14];
            byte[] authenticationKey = new byte[94];
            derivation.Derive(SrtpKeyDerivation.Label.RtpEncryption, key);
            derivation.Derive(SrtpKeyDerivation.Label.RtpSalt, salt);
            derivation.Derive(SrtpKeyDerivation.Label.RtpAuthentication, authenticationKey);
            Assert.Equal(Hex.Bytes("c61e7a93744f39ee10734afe3ff7a087"), key);
            Assert.Equal(Hex.Bytes("30cbbc08863d8c85d49db34a9ae1"), salt);
            Assert.Equal(Hex.Bytes(AuthenticationKey), authenticationKey);
        }
    }

    [Fact]
    public void Libsrtp_an_rtp_packet_under_AES_CM_128_HMAC_SHA1_80()
    {
        const string Plain = "800f1234decafbadcafebabe abababababababababababababababab";
        const string Protected = "800f1234decafbadcafebabe 4e55dc4ce79978d88ca4d215949d2402 b78d6acc99ea179b8dbb";

        foreach (CryptoBackend backend in Backends)
        {
            using SrtpSender sender = LibsrtpSender(backend);
            Assert.Equal(Hex.Bytes(Protected), Protect(Stream(sender), SrtpProfile.AesCm128HmacSha1Tag80, Hex.Bytes(Plain)));

            using SrtpReceiver receiver = LibsrtpReceiver(backend);
            byte[] packet = Hex.Bytes(Protected);
            Assert.Equal(SrtpStatus.Ok, receiver.UnprotectRtp(packet, 12, out int length));
            Assert.Equal(Hex.Bytes(Plain), packet[..length]);
        }
    }

    [Fact]
    public void Libsrtp_an_rtcp_packet_under_AES_CM_128_HMAC_SHA1_80()
    {
        const string Plain = "81c8000bcafebabe abababababababababababababababab";
        const string Protected = "81c8000bcafebabe 7128035be487b9bdbef89041f977a5a8 80000001 993e08cd54d6c1230798";

        foreach (CryptoBackend backend in Backends)
        {
            using SrtpSender sender = LibsrtpSender(backend);
            sender.NextRtcpIndex = 1;
            byte[] packet = [.. Hex.Bytes(Plain), .. new byte[14]];
            Assert.Equal(SrtpStatus.Ok, sender.ProtectRtcp(packet, packet.Length - 14, out int protectedLength));
            Assert.Equal(Hex.Bytes(Protected), packet[..protectedLength]);

            using SrtpReceiver receiver = LibsrtpReceiver(backend);
            Assert.Equal(SrtpStatus.Ok, receiver.UnprotectRtcp(packet, out int length));
            Assert.Equal(Hex.Bytes(Plain), packet[..length]);
        }
    }

    [Theory]
    [InlineData(16, "f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f42a5f47a51c7d19b36de3adf8833899d7f27beb16a9152cf765ee4390cce")]
    [InlineData(32, "32b1de78a822fe12ef9f78fa332e33aab18012389a58e2f3b50b2a0276ffae0f1ba63799b87b7aa3db36dfffd6b0f9bb7878d7a76c13")]
    public void Rfc7714_16_1_and_16_2_an_rtp_packet_is_enciphered_and_deciphered(int keyLength, string cipherTextAndTag)
    {
        byte[] plain = Hex.Bytes(Rfc7714Rtp);
        byte[] expected = [.. plain[..12], .. Hex.Bytes(cipherTextAndTag)];
        foreach (CryptoBackend backend in Backends)
        {
            using SrtpSender sender = new(Rfc7714Transform(keyLength, backend), Rfc7714Transform(keyLength, backend), 1);
            Assert.Equal(expected, Protect(Stream(sender, 0x5501a0b2), SrtpProfile.AeadAes128Gcm, plain));

            using SrtpReceiver receiver = new(Rfc7714Transform(keyLength, backend), Rfc7714Transform(keyLength, backend), 1);
            byte[] packet = [.. expected];
            Assert.Equal(SrtpStatus.Ok, receiver.UnprotectRtp(packet, 12, out int length));
            Assert.Equal(plain, packet[..length]);
        }
    }

    [Theory]
    [InlineData(16, "22493f82d2bce397e9d79e3b19aa4216")]
    [InlineData(32, "a866d5910f887463067ceefec45215d4")]
    public void Rfc7714_16_1_3_and_16_2_3_an_rtp_packet_is_only_tagged(int keyLength, string tag)
    {
        byte[] packet = [.. Hex.Bytes(Rfc7714Rtp), .. new byte[16]];
        foreach (CryptoBackend backend in Backends)
        {
            using AeadTransform transform = Rfc7714Transform(keyLength, backend);
            transform.ProtectRtp(0x5501a0b2, 0xf17b, packet, packet.Length - 16, []);
            Assert.Equal(Hex.Bytes(tag), packet[^16..]);
        }
    }

    [Theory]
    [InlineData(
        16,
        "63e94885dcdab67ca727d7662f6b7e997ff5c0f76c06f32dc676a5f1730d6fda4ce09b4686303ded0bb9275b"
        + "c84aa45896cf4d2fc5abf87245d9eade")]
    [InlineData(
        32,
        "d50ae4d1f5ce5d304ba297e47d470c282c3ece5dbffe0a50a2eaa5c1110555be8415f658c61de0476f1b6fad"
        + "1d1eb30c4446839f57ff6f6cb26ac3be")]
    public void Rfc7714_17_1_and_17_2_an_rtcp_packet_is_enciphered_and_deciphered(int keyLength, string cipherTextAndTag)
    {
        byte[] plain = Hex.Bytes(Rfc7714Rtcp);
        byte[] expected = [.. plain[..8], .. Hex.Bytes(cipherTextAndTag), .. Hex.Bytes("800005d4")];
        foreach (CryptoBackend backend in Backends)
        {
            using SrtpSender sender = new(Rfc7714Transform(keyLength, backend), Rfc7714Transform(keyLength, backend), 1);
            sender.NextRtcpIndex = Rfc7714RtcpIndex;
            byte[] packet = [.. plain, .. new byte[20]];
            Assert.Equal(SrtpStatus.Ok, sender.ProtectRtcp(packet, plain.Length, out int protectedLength));
            Assert.Equal(expected, packet[..protectedLength]);

            using SrtpReceiver receiver = new(Rfc7714Transform(keyLength, backend), Rfc7714Transform(keyLength, backend), 1);
            Assert.Equal(SrtpStatus.Ok, receiver.UnprotectRtcp(packet, out int length));
            Assert.Equal(plain, packet[..length]);
        }
    }

    [Theory]
    [InlineData(16, "841dd9683dd78ec92ae58790125f62b3")]
    [InlineData(32, "91db4afbfeee5a978fab4393ed2615fe")]
    public void Rfc7714_17_3_and_17_4_an_rtcp_packet_that_is_only_tagged_is_verified(int keyLength, string tag)
    {
        byte[] plain = Hex.Bytes(Rfc7714Rtcp);
        byte[] tagged = [.. plain, .. Hex.Bytes(tag), .. Hex.Bytes("000005d4")];
        foreach (CryptoBackend backend in Backends)
        {
            using SrtpReceiver receiver = new(Rfc7714Transform(keyLength, backend), Rfc7714Transform(keyLength, backend), 1);

            byte[] forged = [.. tagged];
            forged[20] ^= 1;
            byte[] before = [.. forged];
            Assert.Equal(SrtpStatus.AuthenticationFailed, receiver.UnprotectRtcp(forged, out _));
            Assert.Equal(before, forged);

            byte[] packet = [.. tagged];
            Assert.Equal(SrtpStatus.Ok, receiver.UnprotectRtcp(packet, out int length));
            Assert.Equal(plain, packet[..length]);
        }
    }

    private static SrtpSender LibsrtpSender(CryptoBackend backend) =>
        new(SrtpProfile.AesCm128HmacSha1Tag80, Hex.Bytes(LibsrtpKey), Hex.Bytes(LibsrtpSalt), 1, backend);

    private static SrtpReceiver LibsrtpReceiver(CryptoBackend backend) =>
        new(SrtpProfile.AesCm128HmacSha1Tag80, Hex.Bytes(LibsrtpKey), Hex.Bytes(LibsrtpSalt), 1, backend);

    // The vectors give session keys.
    private static AeadTransform Rfc7714Transform(int keyLength, CryptoBackend backend) =>
        new([.. Enumerable.Range(0, keyLength).Select(i => (byte)i)], Hex.Bytes(Rfc7714Salt), backend);
}
