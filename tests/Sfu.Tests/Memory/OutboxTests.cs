using Rtp;
using Rtp.Srtp;
using Sfu.Memory;
using Sfu.Net;

namespace Sfu.Tests.Memory;

public sealed class OutboxTests : IDisposable
{
    private const int HeaderLength = RtpHeader.FixedLength;
    private const uint Ssrc = 7;

    private static readonly TransportAddress Destination = TransportAddress.FromIPv4(1, 2);

    private readonly SlabPool _pool = new(4 * 1024 * 1024);

    [Fact]
    public void Whenever_it_is_read_every_packet_in_it_is_authentic()
    {
        for (int seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            var outbox = new Outbox(_pool);
            Peer[] peers = [.. Enumerable.Range(0, 20).Select(i => new Peer(i % 4 == 0 ? SrtpProfile.AeadAes128Gcm : SrtpProfile.AesCm128HmacSha1Tag80, i))];
            int length = 1000;
            for (int turn = 0; turn < 30; turn++)
            {
                List<int> sent = [];
                for (int count = random.Next(100); count > 0; count--)
                {
                    int peer = random.Next(peers.Length);
                    length = random.Next(5) == 0 ? random.Next(1400) : length;
                    Assert.True(peers[peer].TrySend(outbox, length));
                    sent.Add(peer);
                    if (random.Next(50) == 0)
                    {
                        CheckLast(outbox, peers[peer], length);
                    }
                }

                Assert.Equal(sent.Count, outbox.Count);
                foreach (ref readonly OutgoingDatagram entry in outbox.Entries)
                {
                    Peer peer = peers[sent[0]];
                    sent.RemoveAt(0);
                    Assert.Equal(SrtpStatus.Ok, peer.Receiver.UnprotectRtp(_pool.Span(entry.Slab)[..entry.Length], HeaderLength, out _));
                }

                outbox.Clear();
                Assert.Equal(0, _pool.Rented);
            }
        }
    }

    [Fact]
    public void What_is_cleared_unread_leaves_nothing_behind_in_slabs_that_others_rent()
    {
        var outbox = new Outbox(_pool);
        var peer = new Peer(SrtpProfile.AesCm128HmacSha1Tag80, 1);
        Assert.True(peer.TrySend(outbox, 100));
        outbox.Clear();

        Slab slab = _pool.Rent();
        _pool.Span(slab).Clear();
        outbox.Complete();
        Assert.Equal(-1, _pool.Span(slab).IndexOfAnyExcept((byte)0));
    }

    [Fact]
    public void A_packet_that_cannot_be_protected_is_given_up_and_its_memory_with_it()
    {
        var outbox = new Outbox(_pool);
        var peer = new Peer(SrtpProfile.AesCm128HmacSha1Tag80, 1);
        Assert.False(peer.TrySend(outbox, SlabPool.SlabSize));
        Assert.Equal(0, outbox.Count);
        Assert.Equal(0, _pool.Rented);
    }

    public void Dispose() => _pool.Dispose();

    private void CheckLast(Outbox outbox, Peer peer, int payloadLength)
    {
        OutgoingDatagram entry = outbox.Entries[^1];
        byte[] copy = _pool.Span(entry.Slab)[..entry.Length].ToArray();
        using SrtpReceiver receiver = peer.NewReceiver();
        Assert.Equal(SrtpStatus.Ok, receiver.UnprotectRtp(copy, HeaderLength, out int length));
        Assert.Equal(HeaderLength + payloadLength, length);
    }

    private sealed class Peer
    {
        private readonly SrtpProfile _profile;
        private readonly byte[] _key;
        private readonly byte[] _salt;
        private readonly SrtpSenderStream _stream;
        private ushort _next = 1;

        public Peer(SrtpProfile profile, int seed)
        {
            var random = new Random(seed);
            _profile = profile;
            _key = new byte[profile.KeyLength];
            _salt = new byte[profile.SaltLength];
            random.NextBytes(_key);
            random.NextBytes(_salt);
            Receiver = NewReceiver();
            Assert.True(new SrtpSender(profile, _key, _salt).TryGetOrAdd(Ssrc, out SrtpSenderStream? stream));
            _stream = stream;
        }

        public SrtpReceiver Receiver { get; }

        public SrtpReceiver NewReceiver() => new(_profile, _key, _salt);

        public bool TrySend(Outbox outbox, int payloadLength)
        {
            RtpHeader.Write(outbox.Begin(), 96, false, _next++, 0, Ssrc);
            return outbox.TryCommit(Destination, _stream, HeaderLength, new byte[payloadLength]);
        }
    }
}
