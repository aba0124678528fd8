using Rtp.Srtp;
using static Rtp.Tests.Srtp.SrtpTestData;

namespace Rtp.Tests.Srtp;

/// <summary>
/// Packets exchanged with an implementation that this project did not write, two thousand of each kind, across a rollover.
/// </summary>
public sealed unsafe class LibSrtpTests
{
    private const int PacketCount = 2_000;
    private const ushort FirstSequenceNumber = 64_536;

    public static TheoryData<SrtpProfile> AllProfiles => [.. Profiles];

    [LibSrtpTheory]
    [MemberData(nameof(AllProfiles))]
    public void Libsrtp_understands_our_rtp(SrtpProfile profile)
    {
        using SrtpSender sender = Sender(profile);
        using Session session = new(profile, LibSrtp.AnyInbound);
        SrtpSenderStream stream = Stream(sender);
        for (int i = 0; i < PacketCount; i++)
        {
            byte[] plain = RtpPacket((ushort)(FirstSequenceNumber + i), i % 1400);
            byte[] packet = Protect(stream, profile, plain);
            Assert.Equal(plain, session.Call(LibSrtp.srtp_unprotect, packet));
        }
    }

    [LibSrtpTheory]
    [MemberData(nameof(AllProfiles))]
    public void We_understand_rtp_from_libsrtp(SrtpProfile profile)
    {
        using SrtpReceiver receiver = Receiver(profile);
        using Session session = new(profile, LibSrtp.AnyOutbound);
        for (int i = 0; i < PacketCount; i++)
        {
            byte[] plain = RtpPacket((ushort)(FirstSequenceNumber + i), i % 1400);
            byte[] packet = session.Call(LibSrtp.srtp_protect, plain);
            Assert.Equal(SrtpStatus.Ok, receiver.UnprotectRtp(packet, 12, out int length));
            Assert.Equal(plain, packet[..length]);
        }
    }

    [LibSrtpTheory]
    [MemberData(nameof(AllProfiles))]
    public void Libsrtp_understands_our_rtcp(SrtpProfile profile)
    {
        using SrtpSender sender = Sender(profile);
        using Session session = new(profile, LibSrtp.AnyInbound);
        for (int i = 0; i < PacketCount; i++)
        {
            byte[] plain = RtcpPacket(i % 300, i);
            byte[] packet = ProtectRtcp(sender, profile, plain);
            Assert.Equal(plain, session.Call(LibSrtp.srtp_unprotect_rtcp, packet));
        }
    }

    [LibSrtpTheory]
    [MemberData(nameof(AllProfiles))]
    public void We_understand_rtcp_from_libsrtp(SrtpProfile profile)
    {
        using SrtpReceiver receiver = Receiver(profile);
        using Session session = new(profile, LibSrtp.AnyOutbound);
        for (int i = 0; i < PacketCount; i++)
        {
            byte[] plain = RtcpPacket(i % 300, i);
            byte[] packet = session.Call(LibSrtp.srtp_protect_rtcp, plain);
            Assert.Equal(SrtpStatus.Ok, receiver.UnprotectRtcp(packet, out int length));
            Assert.Equal(plain, packet[..length]);
        }
    }

    [LibSrtpTheory]
    [MemberData(nameof(AllProfiles))]
    public void We_understand_rtcp_that_libsrtp_only_authenticates(SrtpProfile profile)
    {
        using SrtpReceiver receiver = Receiver(profile);
        using Session session = new(profile, LibSrtp.AnyOutbound, LibSrtp.AuthenticationOnly);
        for (int i = 0; i < 100; i++)
        {
            byte[] plain = RtcpPacket(i, i);
            byte[] packet = session.Call(LibSrtp.srtp_protect_rtcp, plain);
            Assert.Equal(plain, packet[..plain.Length]);
            Assert.Equal(SrtpStatus.Ok, receiver.UnprotectRtcp(packet, out int length));
            Assert.Equal(plain, packet[..length]);
        }
    }

    private sealed class Session : IDisposable
    {
        private readonly nint _handle;

        public Session(SrtpProfile profile, int ssrcType, int? rtcpServices = null)
        {
            LibSrtp.Require();
            LibSrtp.Policy policy = new() { SsrcType = ssrcType, WindowSize = 1024 };
            Assert.Equal(0, LibSrtp.srtp_crypto_policy_set_from_profile_for_rtp(ref policy.Rtp, (int)profile));
            Assert.Equal(0, LibSrtp.srtp_crypto_policy_set_from_profile_for_rtcp(ref policy.Rtcp, (int)profile));
            policy.Rtcp.Services = rtcpServices ?? policy.Rtcp.Services;
            byte[] keyAndSalt = [.. Key(profile), .. Salt(profile)];
            fixed (byte* key = keyAndSalt)
            {
                policy.Key = key;
                Assert.Equal(0, LibSrtp.srtp_create(out _handle, policy));
            }
        }

        public delegate int Function(nint session, byte* packet, ref int length);

        public byte[] Call(Function function, byte[] input)
        {
            // SRTP_MAX_TRAILER_LEN is 144.
            byte[] packet = [.. input, .. new byte[144]];
            int length = input.Length;
            fixed (byte* start = packet)
            {
                Assert.Equal(0, function(_handle, start, ref length));
            }

            return packet[..length];
        }

        public void Dispose() => Assert.Equal(0, LibSrtp.srtp_dealloc(_handle));
    }
}
