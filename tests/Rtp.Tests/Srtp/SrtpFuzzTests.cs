using Fuzzing;
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
    public void Random_bytes_of_any_length_are_refused(int seed)
    {
        Random random = new(seed);
        foreach (SrtpProfile profile in Profiles)
        {
            foreach (CryptoBackend backend in Backends)
            {
                using SrtpReceiver receiver = new(profile, Key(profile), Salt(profile), 4, backend);
                for (int i = 0; i < 2_000; i++)
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

    [Fact]
    public void Mutated_rtp_packets_are_the_authentic_ones_or_refused_unchanged()
    {
        foreach (SrtpProfile profile in Profiles)
        {
            byte[][] corpus = [.. Enumerable.Range(0, 40).Select(i => ProtectAt(profile, 65_500 + ((ulong)i * 3)))];
            HashSet<string> authentic = [.. corpus.Select(Convert.ToHexString)];
            using SrtpReceiver receiver = Receiver(profile);
            Fuzzer.Run($"SRTP {profile}", corpus, packet =>
            {
                string before = Convert.ToHexString(packet);
                SrtpStatus status = receiver.UnprotectRtp(packet, RtpHeader.FixedLength, out int length);
                FuzzCheck.That(status == SrtpStatus.Ok ? authentic.Contains(before) : Convert.ToHexString(packet) == before);
                FuzzCheck.That(status == SrtpStatus.Ok == length > 0);
                FuzzCheck.That(receiver.SourceCount <= 1);
            }, FuzzOptions.FromEnvironment() with { MayAllocate = true });
        }
    }

    [Fact]
    public void Mutated_rtcp_packets_are_the_authentic_ones_or_refused_unchanged()
    {
        foreach (SrtpProfile profile in Profiles)
        {
            using SrtpSender sender = Sender(profile);
            byte[][] corpus = [.. Enumerable.Range(0, 40).Select(i => ProtectRtcp(sender, profile, RtcpPacket(i % 8, i)))];
            HashSet<string> authentic = [.. corpus.Select(Convert.ToHexString)];
            using SrtpReceiver receiver = Receiver(profile);
            Fuzzer.Run($"SRTCP {profile}", corpus, packet =>
            {
                string before = Convert.ToHexString(packet);
                SrtpStatus status = receiver.UnprotectRtcp(packet, out int length);
                FuzzCheck.That(status == SrtpStatus.Ok ? authentic.Contains(before) : Convert.ToHexString(packet) == before);
                FuzzCheck.That(status == SrtpStatus.Ok == length > 0);
                FuzzCheck.That(receiver.SourceCount <= 1);
            }, FuzzOptions.FromEnvironment() with { MayAllocate = true });
        }
    }
}
