using System.Buffers.Binary;
using System.Runtime.Intrinsics.X86;
using Rtp.Srtp;
using Rtp.Srtp.Crypto;

namespace Rtp.Tests.Srtp;

/// <summary>Keys, packets and backends that the SRTP tests share.</summary>
internal static class SrtpTestData
{
    public const uint Ssrc = 0xcafebabe;

    public static readonly SrtpProfile[] Profiles =
        [SrtpProfile.AeadAes128Gcm, SrtpProfile.AeadAes256Gcm, SrtpProfile.AesCm128HmacSha1Tag80];

    /// <summary>The backends that this machine can run.</summary>
    public static IEnumerable<CryptoBackend> Backends
    {
        get
        {
            if (Aes.IsSupported && Avx2.IsSupported && Pclmulqdq.V256.IsSupported)
            {
                yield return CryptoBackend.Intrinsics;
            }

            if (Aes.IsSupported && Pclmulqdq.IsSupported)
            {
                yield return CryptoBackend.NarrowIntrinsics;
            }

            if (LibCrypto.IsAvailable)
            {
                yield return CryptoBackend.OpenSsl;
            }
        }
    }

    public static byte[] Bytes(int length, int seed)
    {
        byte[] bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public static byte[] Key(SrtpProfile profile) => Bytes(profile.KeyLength, 1);

    public static byte[] Salt(SrtpProfile profile) => Bytes(profile.SaltLength, 2);

    public static SrtpSender Sender(SrtpProfile profile) => new(profile, Key(profile), Salt(profile));

    public static SrtpReceiver Receiver(SrtpProfile profile) => new(profile, Key(profile), Salt(profile));

    public static SrtpSenderStream Stream(SrtpSender sender, uint ssrc = Ssrc)
    {
        Assert.True(sender.TryGetOrAdd(ssrc, out SrtpSenderStream? stream));
        return stream;
    }

    /// <summary>An RTP packet without extension whose payload depends on its sequence number.</summary>
    public static byte[] RtpPacket(ushort sequenceNumber, int payloadLength = 100, uint ssrc = Ssrc)
    {
        byte[] packet = Bytes(12 + payloadLength, sequenceNumber);
        packet[0] = 0x80;
        packet[1] = 96;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), sequenceNumber);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), ssrc);
        return packet;
    }

    /// <summary>An RTCP receiver report with a body of random words.</summary>
    public static byte[] RtcpPacket(int words, int seed, uint ssrc = Ssrc)
    {
        byte[] packet = Bytes(8 + (4 * words), seed);
        packet[0] = 0x80;
        packet[1] = 201;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)(1 + words));
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), ssrc);
        return packet;
    }

    /// <summary>What a sender whose rollover counter is known would have sent.</summary>
    public static byte[] ProtectAt(SrtpProfile profile, ulong index, uint ssrc = Ssrc)
    {
        using SrtpTransform transform = SrtpTransform.Create(profile, Key(profile), Salt(profile), CryptoBackends.Default, rtcp: false);
        byte[] plain = RtpPacket((ushort)index, ssrc: ssrc);
        byte[] packet = new byte[plain.Length + profile.TagLength];
        plain.AsSpan(0, 12).CopyTo(packet);
        transform.ProtectRtp(ssrc, index, packet, 12, plain.AsSpan(12));
        return packet;
    }

    /// <summary>Protects with the stream, out of place.</summary>
    public static byte[] Protect(SrtpSenderStream stream, SrtpProfile profile, byte[] plain)
    {
        byte[] packet = new byte[plain.Length + profile.TagLength];
        plain.AsSpan(0, 12).CopyTo(packet);
        Assert.Equal(SrtpStatus.Ok, stream.Protect(packet, 12, plain.AsSpan(12), out int length));
        Assert.Equal(packet.Length, length);
        return packet;
    }

    /// <summary>Protects an RTCP packet.</summary>
    public static byte[] ProtectRtcp(SrtpSender sender, SrtpProfile profile, byte[] plain)
    {
        byte[] packet = [.. plain, .. new byte[profile.RtcpOverhead]];
        Assert.Equal(SrtpStatus.Ok, sender.ProtectRtcp(packet, plain.Length, out int length));
        Assert.Equal(packet.Length, length);
        Assert.Equal(plain.AsSpan(0, 8), packet.AsSpan(0, 8));
        return packet;
    }
}
