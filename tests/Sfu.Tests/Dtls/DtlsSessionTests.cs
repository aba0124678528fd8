using Rtp.Srtp;
using Sfu.Dtls;

namespace Sfu.Tests.Dtls;

public sealed class DtlsSessionTests
{
    private static readonly MediaTime Start = MediaTime.Zero + MediaTime.Seconds(1);
    private readonly byte[] _buffer = new byte[DtlsSession.DefaultMtu];

    [Fact]
    public void A_certificate_other_than_the_one_in_the_SDP_gives_no_keys()
    {
        using DtlsPair pair = new(DtlsPeers.NewClient(), DtlsPeers.NewServer(peer: DtlsPeers.ServerCertificate.Fingerprint));
        pair.Start();
        pair.Run();

        Assert.Equal(DtlsState.Failed, pair.Server.State);
        Assert.Equal(DtlsFailure.FingerprintMismatch, pair.Server.Failure);
        Assert.Null(pair.Server.Keys);
        Assert.Equal(DtlsState.Closed, pair.Client.State);
    }

    [Fact]
    public void A_client_checks_the_servers_certificate_as_well()
    {
        using DtlsPair pair = new(DtlsPeers.NewClient(peer: DtlsPeers.ClientCertificate.Fingerprint), DtlsPeers.NewServer());
        pair.Start();
        pair.Run();

        Assert.Equal(DtlsFailure.FingerprintMismatch, pair.Client.Failure);
        Assert.Null(pair.Client.Keys);
    }

    [Theory]
    [InlineData(DtlsFingerprintHash.Sha384)]
    [InlineData(DtlsFingerprintHash.Sha512)]
    public void A_fingerprint_by_a_longer_hash_serves_too(DtlsFingerprintHash hash)
    {
        DtlsFingerprint fingerprint = DtlsFingerprint.Of(DtlsPeers.ClientCertificate.Der, hash);
        using DtlsPair pair = new(DtlsPeers.NewClient(), DtlsPeers.NewServer(peer: fingerprint));
        pair.Start();
        pair.Run();

        Assert.True(pair.BothConnected);
    }

    [Fact]
    public void Without_a_common_SRTP_profile_the_session_fails()
    {
        using DtlsContext clientContext = new(DtlsPeers.ClientCertificate, [SrtpProfile.AesCm128HmacSha1Tag80]);
        using DtlsContext serverContext = new(DtlsPeers.ServerCertificate, [SrtpProfile.AeadAes256Gcm]);
        using DtlsPair pair = new(
            DtlsPeers.NewClient(context: clientContext),
            new DtlsSession(serverContext, DtlsRole.Server, DtlsPeers.ClientCertificate.Fingerprint));
        pair.Start();
        pair.Run();

        Assert.Equal(DtlsFailure.NoSrtpProfile, pair.Server.Failure);
        Assert.Null(pair.Server.Keys);
        Assert.Null(pair.Client.Keys);
    }

    [Fact]
    public void Closing_tells_the_peer()
    {
        using DtlsPair pair = Connected();
        pair.Server.Close(pair.Now);
        Assert.Equal(DtlsState.Closed, pair.Server.State);
        pair.Run();
        Assert.Equal(DtlsState.Closed, pair.Client.State);
        Assert.Equal(DtlsFailure.None, pair.Client.Failure);
    }

    [Fact]
    public void A_peers_close_notify_is_answered_by_one()
    {
        using DtlsPair pair = Connected();
        pair.Client.Close(pair.Now);
        int before = pair.Sent.Count;
        pair.Run();

        Assert.Equal(DtlsState.Closed, pair.Server.State);
        Assert.Equal([pair.Client, pair.Server], pair.Sent.Skip(before).Select(s => s.From));
    }

    [Fact]
    public void A_forged_close_notify_ends_nothing()
    {
        using DtlsPair pair = Connected();
        byte[] plain = [21, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, 99, 0, 2, 1, 0];
        byte[] encrypted = [21, 0xFE, 0xFD, 0, 1, 0, 0, 0, 0, 0, 99, 0, 26, .. new byte[26]];
        pair.Server.Receive(plain, pair.Now);
        pair.Server.Receive(encrypted, pair.Now);
        Assert.Equal(DtlsState.Connected, pair.Server.State);
    }

    [Fact]
    public void A_record_that_OpenSSL_gives_up_over_does_not_end_connected_media()
    {
        // With encrypt-then-MAC, which is switched off otherwise, OpenSSL 3.0 takes a wrong MAC for fatal.
        using DtlsContext clientContext = DtlsPeers.ClientContextWith("ECDHE-ECDSA-AES128-SHA");
        using DtlsContext serverContext = new(DtlsPeers.ServerCertificate);
        DtlsPeers.AllowEncryptThenMac(clientContext);
        DtlsPeers.AllowEncryptThenMac(serverContext);
        using DtlsPair pair = new(
            DtlsPeers.NewClient(context: clientContext),
            new DtlsSession(serverContext, DtlsRole.Server, DtlsPeers.ClientCertificate.Fingerprint));
        pair.Start();
        pair.Run();
        pair.Server.Receive([21, 0xFE, 0xFD, 0, 1, 0, 0, 0, 0, 0, 99, 0, 52, .. new byte[52]], pair.Now);

        Assert.NotNull(pair.Server.FailureDetail);
        Assert.Equal(DtlsState.Connected, pair.Server.State);
        pair.Server.Close(pair.Now);
        Assert.Equal(DtlsState.Closed, pair.Server.State);
    }

    [Fact]
    public void A_silent_peer_is_asked_again_at_doubling_intervals_and_then_given_up()
    {
        using DtlsSession client = DtlsPeers.NewClient();
        client.Start(Start);
        Assert.Single(Drain(client));
        List<long> intervals = [];
        MediaTime now = Start;
        while (client.NextDeadline != MediaTime.Never)
        {
            client.HandleTimeout(client.NextDeadline + -1);
            Assert.Empty(Drain(client));
            intervals.Add((client.NextDeadline - now) / 1000);
            now = client.NextDeadline;
            client.HandleTimeout(now);
            Assert.Equal(client.State == DtlsState.Handshaking ? 1 : 0, Drain(client).Count);
        }

        Assert.Equal([50, 100, 200, 400, 800, 1000, 1000, 1000, 1000, 1000, 1000, 1000], intervals);
        Assert.Equal(DtlsState.Failed, client.State);
        Assert.Equal(DtlsFailure.TimedOut, client.Failure);
    }

    [Fact]
    public void A_repetition_has_record_numbers_of_its_own()
    {
        using DtlsSession client = DtlsPeers.NewClient();
        client.Start(Start);
        List<byte[]> flights = Drain(client);
        while (client.State == DtlsState.Handshaking)
        {
            client.HandleTimeout(client.NextDeadline);
            flights.AddRange(Drain(client));
        }

        const int headerLength = DtlsRecord.HeaderLength;
        Assert.Equal(Enumerable.Range(0, 12), flights.Select(f => (int)f[10]));
        Assert.All(flights, f => Assert.Equal(flights[0][headerLength..], f[headerLength..]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Whichever_single_datagram_is_lost_the_handshake_completes(int lost)
    {
        using DtlsPair pair = DtlsPeers.NewPair();
        pair.Interceptor = (_, datagram) => pair.Sent.Count == lost ? [] : [datagram];
        pair.Start();
        pair.Run();
        Assert.True(pair.BothConnected);
    }

    [Fact]
    public void A_server_that_hears_nothing_has_nothing_to_do()
    {
        using DtlsSession server = DtlsPeers.NewServer();
        Assert.Equal(DtlsState.New, server.State);
        Assert.Equal(MediaTime.Never, server.NextDeadline);
        server.HandleTimeout(Start);
        Assert.Empty(Drain(server));
    }

    [Fact]
    public void What_is_not_DTLS_is_counted_and_nothing_else()
    {
        using DtlsSession server = DtlsPeers.NewServer();
        byte[][] garbage =
        [
            [], [22], new byte[13], [22, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 1],
            [22, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], new byte[DtlsSession.MaximumDatagramLength + 1],
        ];
        foreach (byte[] datagram in garbage)
        {
            server.Receive(datagram, Start);
        }

        Assert.Equal(DtlsState.New, server.State);
        Assert.Equal(garbage.Length, server.DiscardedDatagrams);
        Assert.Empty(Drain(server));
    }

    [Fact]
    public void Application_data_in_plain_text_does_not_end_the_handshake()
    {
        using DtlsPair pair = DtlsPeers.NewPair();
        byte[] forged = [23, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, 50, 0, 1, 0];
        pair.Interceptor = (_, datagram) => [forged, datagram, forged];
        pair.Start();
        pair.Run();
        Assert.True(pair.BothConnected);
    }

    [Fact]
    public void A_flood_of_records_for_keys_to_come_is_cut_off()
    {
        using DtlsSession server = DtlsPeers.NewServer();
        for (int i = 0; i < 1000; i++)
        {
            server.Receive([22, 0xFE, 0xFD, 0, 1, 0, 0, 0, 0, (byte)(i >> 8), (byte)i, 0, 40, .. new byte[40]], Start);
        }

        Assert.Equal(984, server.DiscardedDatagrams);
        Assert.Equal(DtlsState.Handshaking, server.State);
    }

    [Fact]
    public void A_fatal_alert_of_the_peer_is_named()
    {
        using DtlsSession server = DtlsPeers.NewServer();
        const byte handshakeFailure = 40;
        server.Receive([21, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 2, handshakeFailure], Start);
        Assert.Equal(DtlsState.Failed, server.State);
        Assert.Equal(DtlsFailure.PeerAlert, server.Failure);
        Assert.NotNull(server.FailureDetail);
    }

    [Fact]
    public void A_handshake_message_that_cannot_come_first_fails_the_session_and_the_peer_is_told()
    {
        using DtlsSession server = DtlsPeers.NewServer();
        // A ClientKeyExchange of no bytes.
        server.Receive([22, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, 0, 0, 12, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], Start);
        Assert.Equal(DtlsFailure.HandshakeFailed, server.Failure);
        byte[] alert = Assert.Single(Drain(server));
        Assert.Equal(21, alert[0]);
    }

    [Fact]
    public void After_a_failure_everything_is_ignored()
    {
        using DtlsPair pair = DtlsPeers.NewPair();
        pair.Server.Receive([21, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 2, 40], Start);
        pair.Start();
        pair.Run();

        Assert.Equal(DtlsState.Failed, pair.Server.State);
        Assert.Equal(12, pair.Server.DiscardedDatagrams);
        Assert.DoesNotContain(pair.Sent, s => s.From == pair.Server);
        pair.Server.Close(pair.Now);
        Assert.Equal(DtlsState.Failed, pair.Server.State);
    }

    [Fact]
    public void Disposing_wipes_the_keys_and_ignores_what_comes_after()
    {
        DtlsPair pair = Connected();
        DtlsSrtpKeys keys = pair.Server.Keys!;
        Assert.NotEqual(new byte[keys.LocalKey.Length], keys.LocalKey.ToArray());
        pair.Dispose();

        Assert.Equal(new byte[keys.LocalKey.Length], keys.LocalKey.ToArray());
        Assert.Equal(new byte[keys.RemoteSalt.Length], keys.RemoteSalt.ToArray());
        pair.Server.Receive(pair.Sent[^1].Datagram, pair.Now);
        pair.Server.HandleTimeout(pair.Now);
        pair.Server.Close(pair.Now);
        pair.Server.Dispose();
        Assert.Equal(DtlsState.Closed, pair.Server.State);
    }

    [Fact]
    public void A_server_is_not_started_and_a_client_only_once()
    {
        using DtlsSession server = DtlsPeers.NewServer();
        using DtlsSession client = DtlsPeers.NewClient();
        client.Start(Start);
        Assert.Throws<InvalidOperationException>(() => server.Start(Start));
        Assert.Throws<InvalidOperationException>(() => client.Start(Start));
    }

    [Fact]
    public void An_MTU_that_OpenSSL_cannot_keep_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => DtlsPeers.NewServer(mtu: DtlsSession.MinimumMtu - 1));
        using DtlsSession client = DtlsPeers.NewClient(mtu: 1452);
        client.Start(Start);
        Assert.Throws<ArgumentException>(() => client.TryTakeOutgoing(_buffer, out _));
    }

    [Fact]
    public void A_missing_OpenSSL_is_named_with_what_to_install()
    {
        DllNotFoundException error = Assert.Throws<DllNotFoundException>(() => OpenSslLibrary.Load("libssl.of.no.version"));
        Assert.Contains("libssl.of.no.version", error.Message, StringComparison.Ordinal);
        Assert.Contains("libssl3", error.Message, StringComparison.Ordinal);
    }

    private static DtlsPair Connected()
    {
        DtlsPair pair = DtlsPeers.NewPair();
        pair.Start();
        pair.Run();
        Assert.True(pair.BothConnected);
        return pair;
    }

    private List<byte[]> Drain(DtlsSession session)
    {
        List<byte[]> datagrams = [];
        while (session.TryTakeOutgoing(_buffer, out int length))
        {
            datagrams.Add(_buffer[..length]);
        }

        return datagrams;
    }
}
