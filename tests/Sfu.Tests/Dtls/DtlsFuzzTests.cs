using Sfu.Dtls;

namespace Sfu.Tests.Dtls;

public sealed class DtlsFuzzTests
{
    [Fact]
    public void Mutated_handshakes_end_in_a_state_and_keys_are_the_same_on_both_sides_or_absent()
    {
        int connected = 0;
        int failed = 0;
        for (int seed = 0; seed < 400; seed++)
        {
            Random random = new(seed);
            using DtlsPair pair = DtlsPeers.NewPair(seed: seed, mtu: random.Next(256, 1400));
            pair.Interceptor = (_, datagram) => random.Next(4) == 0 ? [Mutation.Of(datagram, random)] : [datagram];
            pair.Start();
            pair.Run();

            if (pair.BothConnected)
            {
                connected++;
                Assert.Equal(pair.Client.Keys!.LocalKey.ToArray(), pair.Server.Keys!.RemoteKey.ToArray());
            }

            failed += pair.Server.State == DtlsState.Failed ? 1 : 0;
        }

        // Both ends of the range are reached, or the mutations are too tame or too wild to test anything.
        Assert.InRange(connected, 20, 380);
        Assert.InRange(failed, 20, 380);
    }

    [Theory]
    [InlineData("ECDHE-ECDSA-AES128-GCM-SHA256")]
    [InlineData("ECDHE-ECDSA-AES256-GCM-SHA384")]
    [InlineData("ECDHE-ECDSA-AES128-SHA")]
    public void A_connected_session_survives_any_mutation_of_what_it_has_heard(string cipher)
    {
        using DtlsContext context = DtlsPeers.ClientContextWith(cipher);
        using DtlsPair pair = new(DtlsPeers.NewClient(context: context), DtlsPeers.NewServer());
        pair.Start();
        pair.Run();
        Assert.True(pair.BothConnected);
        Random random = new(5);
        byte[][] heard = [.. pair.Sent.Where(s => s.From == pair.Client).Select(s => s.Datagram)];
        for (int i = 0; i < 20_000; i++)
        {
            byte[] datagram = Mutation.Of(heard[random.Next(heard.Length)], random);
            pair.Server.Receive(datagram, pair.Now);
            Assert.True(pair.Server.State == DtlsState.Connected, $"{pair.Server.FailureDetail}: {Convert.ToHexString(datagram)}");
        }

        Assert.Equal(DtlsState.Connected, pair.Server.State);
        pair.Client.Close(pair.Now);
        pair.Run();
        Assert.Equal(DtlsState.Closed, pair.Server.State);
    }

    [Fact]
    public void Random_records_never_make_a_new_session_throw_or_connect()
    {
        Random random = new(6);
        byte[] buffer = new byte[DtlsSession.DefaultMtu];
        for (int round = 0; round < 200; round++)
        {
            using DtlsSession server = DtlsPeers.NewServer();
            for (int i = 0; i < 20; i++)
            {
                byte[] body = new byte[random.Next(200)];
                random.NextBytes(body);
                byte type = (byte)random.Next(20, 24);
                byte epoch = (byte)random.Next(3);
                server.Receive([type, 0xFE, 0xFD, 0, epoch, 0, 0, 0, 0, 0, (byte)i, 0, (byte)body.Length, .. body], MediaTime.Zero);
                while (server.TryTakeOutgoing(buffer, out _))
                {
                }
            }

            Assert.NotEqual(DtlsState.Connected, server.State);
        }
    }
}
