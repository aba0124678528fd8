using Rtp.Srtp;
using Rtp.Srtp.Crypto;
using static Rtp.Tests.Srtp.SrtpTestData;

namespace Rtp.Tests.Srtp;

public sealed class CryptoBackendTests
{
    [Fact]
    public void The_switch_keeps_intrinsics_from_being_used()
    {
        CryptoBackend fastest = CryptoBackends.Default;
        try
        {
            AppContext.SetSwitch(CryptoBackends.DisableIntrinsicsSwitch, true);
            Assert.Equal(CryptoBackend.OpenSsl, CryptoBackends.Default);
        }
        finally
        {
            AppContext.SetSwitch(CryptoBackends.DisableIntrinsicsSwitch, false);
        }

        Assert.Equal(Backends.First(), fastest);
    }

    [Fact]
    public void A_packet_from_any_backend_is_understood_by_any_other()
    {
        foreach (SrtpProfile profile in Profiles)
        {
            foreach (CryptoBackend from in Backends)
            {
                foreach (CryptoBackend to in Backends)
                {
                    using SrtpSender sender = new(profile, Key(profile), Salt(profile), 1, from);
                    using SrtpReceiver receiver = new(profile, Key(profile), Salt(profile), 1, to);
                    byte[] plain = RtpPacket(17, 777);
                    byte[] packet = Protect(Stream(sender), profile, plain);
                    Assert.Equal(SrtpStatus.Ok, receiver.UnprotectRtp(packet, 12, out int length));
                    Assert.Equal(plain, packet[..length]);
                }
            }
        }
    }

    [Fact]
    public void The_warm_up_runs_through() => SrtpWarmUp.Run();
}
