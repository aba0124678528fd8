using Rtp.Srtp;
using Sfu.Dtls;

namespace Sfu.Tests.Dtls;

public sealed class DtlsHandshakeTests
{
    public static TheoryData<SrtpProfile> Profiles => [.. Enum.GetValues<SrtpProfile>()];

    [Fact]
    public void Both_sides_connect_and_hold_each_others_keys()
    {
        using DtlsPair pair = DtlsPeers.NewPair();
        pair.Start();
        pair.Run();

        Assert.True(pair.BothConnected, $"{pair.Client.FailureDetail} {pair.Server.FailureDetail}");
        AssertKeysAgree(pair);
        Assert.Equal(MediaTime.Never, pair.Client.NextDeadline);
        Assert.Equal(MediaTime.Never, pair.Server.NextDeadline);
    }

    [Fact]
    public void On_a_good_link_nothing_is_repeated_and_a_flight_is_one_datagram()
    {
        using DtlsPair pair = DtlsPeers.NewPair();
        pair.Start();
        pair.Run();

        Assert.Equal(4, pair.Sent.Count);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Each_profile_gives_keys_and_salts_of_its_lengths(SrtpProfile profile)
    {
        using DtlsContext context = new(DtlsPeers.ClientCertificate, [profile]);
        using DtlsPair pair = new(DtlsPeers.NewClient(context: context), DtlsPeers.NewServer());
        pair.Start();
        pair.Run();

        Assert.True(pair.BothConnected);
        Assert.Equal(profile, pair.Server.Keys!.Profile);
        Assert.Equal(profile.KeyLength, pair.Server.Keys.LocalKey.Length);
        Assert.Equal(profile.SaltLength, pair.Server.Keys.LocalSalt.Length);
        AssertKeysAgree(pair);
    }

    [Fact]
    public void The_server_prefers_GCM_128_whatever_order_the_client_offers()
    {
        using DtlsContext context = new(DtlsPeers.ClientCertificate, [.. UseSrtp.DefaultProfiles.Reverse()]);
        using DtlsPair pair = new(DtlsPeers.NewClient(context: context), DtlsPeers.NewServer());
        pair.Start();
        pair.Run();

        Assert.Equal(SrtpProfile.AeadAes128Gcm, pair.Server.Keys!.Profile);
    }

    [Fact]
    public void With_a_client_that_repeats_packets_the_server_prefers_a_cipher_that_bears_it()
    {
        using var server = new DtlsSession(
            DtlsPeers.ServerContext, DtlsRole.Server, [DtlsPeers.ClientCertificate.Fingerprint], profiles: UseSrtp.RepeatableProfiles);
        using DtlsPair pair = new(DtlsPeers.NewClient(), server);
        pair.Start();
        pair.Run();

        Assert.Equal(SrtpProfile.AesCm128HmacSha1Tag80, pair.Server.Keys!.Profile);
        AssertKeysAgree(pair);
    }

    [Theory]
    [InlineData(256)]
    [InlineData(300)]
    [InlineData(576)]
    [InlineData(1200)]
    [InlineData(1452)]
    public void No_datagram_exceeds_the_MTU(int mtu)
    {
        using DtlsPair pair = DtlsPeers.NewPair(mtu: mtu);
        pair.Start();
        pair.Run();

        Assert.True(pair.BothConnected);
        Assert.All(pair.Sent, s => Assert.InRange(s.Datagram.Length, 1, mtu));
    }

    [Theory]
    [InlineData(256)]
    [InlineData(576)]
    [InlineData(1200)]
    public void Loss_duplication_and_reordering_do_not_keep_the_sides_apart(int mtu)
    {
        for (int seed = 0; seed < 60; seed++)
        {
            using DtlsPair pair = DtlsPeers.NewPair(LinkConditions.Poor, seed, mtu);
            pair.Start();
            pair.Run();

            Assert.True(pair.BothConnected, $"seed {seed}: {pair.Client.FailureDetail} {pair.Server.FailureDetail}");
            AssertKeysAgree(pair);
        }
    }

    private static void AssertKeysAgree(DtlsPair pair)
    {
        DtlsSrtpKeys client = pair.Client.Keys!;
        DtlsSrtpKeys server = pair.Server.Keys!;
        Assert.Equal(client.LocalKey.ToArray(), server.RemoteKey.ToArray());
        Assert.Equal(client.LocalSalt.ToArray(), server.RemoteSalt.ToArray());
        Assert.Equal(client.RemoteKey.ToArray(), server.LocalKey.ToArray());
        Assert.Equal(client.RemoteSalt.ToArray(), server.LocalSalt.ToArray());
        Assert.NotEqual(client.LocalKey.ToArray(), client.RemoteKey.ToArray());
    }
}
