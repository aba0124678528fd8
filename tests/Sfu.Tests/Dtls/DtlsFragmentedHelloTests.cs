using Sfu.Dtls;

namespace Sfu.Tests.Dtls;

/// <summary>A ClientHello with a post-quantum key share does not fit into a datagram.</summary>
public sealed class DtlsFragmentedHelloTests
{
    [Theory]
    [InlineData(20, 0)]
    [InlineData(30, 7)]
    [InlineData(100, 100)]
    public void Fragments_of_a_ClientHello_in_any_order_and_twice_make_a_handshake(int size, int overlap)
    {
        for (int seed = 0; seed < 20; seed++)
        {
            Random random = new(seed);
            using DtlsPair pair = DtlsPeers.NewPair();
            pair.Interceptor = (from, datagram) =>
            {
                if (from != pair.Client || pair.Sent.Count > 1)
                {
                    return [datagram];
                }

                byte[][] fragments = [.. DtlsFragments.Split(datagram, size, overlap)];
                Assert.InRange(fragments.Length, 2, 12);
                fragments = [.. fragments, .. fragments];
                random.Shuffle(fragments);
                return fragments;
            };
            pair.Start();
            pair.Run();

            Assert.True(pair.BothConnected, $"seed {seed}: {pair.Server.FailureDetail}");
        }
    }

    [Theory]
    [InlineData(256)]
    [InlineData(576)]
    [InlineData(1200)]
    public void A_ClientHello_of_several_datagrams_makes_a_handshake_on_a_poor_link(int mtu)
    {
        using DtlsContext context = ContextWithLongHello();
        for (int seed = 0; seed < 30; seed++)
        {
            using DtlsPair pair = new(DtlsPeers.NewClient(mtu, context: context), DtlsPeers.NewServer(mtu), LinkConditions.Poor, seed);
            pair.Start();
            Assert.InRange(pair.Sent.Count, 2, 20);
            pair.Run();

            Assert.True(pair.BothConnected, $"seed {seed}: {pair.Client.FailureDetail} {pair.Server.FailureDetail}");
        }
    }

    [Fact]
    public void An_incomplete_ClientHello_is_waited_for_without_an_answer()
    {
        using DtlsPair pair = DtlsPeers.NewPair();
        pair.Interceptor = (_, datagram) => DtlsFragments.Split(datagram, 40).Skip(1);
        pair.Start();
        pair.Run(limit: MediaTime.Milliseconds(40));

        Assert.Equal(DtlsState.Handshaking, pair.Server.State);
        Assert.Equal(MediaTime.Never, pair.Server.NextDeadline);
        Assert.DoesNotContain(pair.Sent, s => s.From == pair.Server);
    }

    /// <summary>1.7 KB of ALPN names, which the server does not heed, stand for a post-quantum key share.</summary>
    private static unsafe DtlsContext ContextWithLongHello()
    {
        byte[] names = new byte[1700];
        for (int i = 0; i < names.Length; i += 100)
        {
            names[i] = 99;
            names.AsSpan(i + 1, 99).Fill((byte)'x');
        }

        DtlsContext context = new(DtlsPeers.ClientCertificate);
        var setNames = (delegate* unmanaged<nint, byte*, uint, int>)DtlsPeers.SslFunction("SSL_CTX_set_alpn_protos");
        fixed (byte* start = names)
        {
            Assert.Equal(0, setNames(context.Handle.DangerousGetHandle(), start, (uint)names.Length));
        }

        return context;
    }
}
