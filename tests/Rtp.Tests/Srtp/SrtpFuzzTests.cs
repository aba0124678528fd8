using Rtp.Srtp;
using Rtp.Srtp.Crypto;
using static Rtp.Tests.Srtp.SrtpTestData;

namespace Rtp.Tests.Srtp;

/// <summary>Bytes from anybody: a status, never an exception, never state.</summary>
public sealed class SrtpFuzzTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Random_bytes_are_refused_and_stay_as_they_were(int seed)
    {
        Random random = new(seed);
        foreach (SrtpProfile profile in Profiles)
        {
            foreach (CryptoBackend backend in Backends)
            {
                using SrtpReceiver receiver = new(profile, Key(profile), Salt(profile), 4, backend);
                for (int i = 0; i < 3_000; i++)
                {
                    byte[] packet = Bytes(random.Next(100) == 0 ? random.Next(70_000) : random.Next(120), random.Next());
                    byte[] before = [.. packet];
                    SrtpStatus rtp = receiver.UnprotectRtp(packet, random.Next(-20, packet.Length + 20), out int rtpLength);
                    SrtpStatus rtcp = receiver.UnprotectRtcp(packet, out int rtcpLength);
                    Assert.True(rtp is SrtpStatus.Malformed or SrtpStatus.AuthenticationFailed);
                    Assert.True(rtcp is SrtpStatus.Malformed or SrtpStatus.AuthenticationFailed);
                    Assert.Equal(0, rtpLength + rtcpLength);
                    Assert.Equal(before, packet);
                }

                Assert.Equal(0, receiver.SourceCount);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Damaged_packets_of_known_sources_change_nothing_for_the_true_ones(int seed)
    {
        Random random = new(seed);
        foreach (SrtpProfile profile in Profiles)
        {
            using SrtpSender sender = Sender(profile);
            using SrtpReceiver receiver = Receiver(profile);
            SrtpSenderStream stream = Stream(sender);
            for (ushort sequenceNumber = 65_000; sequenceNumber != 1_000; sequenceNumber++)
            {
                byte[] plain = RtpPacket(sequenceNumber, random.Next(60));
                byte[] packet = Protect(stream, profile, plain);
                for (int damage = 0; damage < 3; damage++)
                {
                    byte[] damaged = [.. packet.AsSpan(0, random.Next(packet.Length + 1))];
                    if (damaged.Length == packet.Length)
                    {
                        damaged[random.Next(damaged.Length)] ^= (byte)random.Next(1, 256);
                    }

                    Assert.NotEqual(SrtpStatus.Ok, receiver.UnprotectRtp(damaged, 12, out _));
                }

                Assert.Equal(SrtpStatus.Ok, receiver.UnprotectRtp(packet, 12, out int length));
                Assert.Equal(plain, packet[..length]);
            }
        }
    }
}
