using Rtp.Srtp;
using Rtp.Srtp.Crypto;
using static Rtp.Tests.Srtp.SrtpTestData;

namespace Rtp.Tests.Srtp;

/// <summary>Tags computed side by side before packets are looked at change nothing about what is accepted.</summary>
public sealed unsafe class SrtpExpectedTagsTests
{
    private const int Room = 4096 + 200;
    private const int HeaderLength = 12;
    private const ulong Epoch = 1 << 16;
    private const SrtpProfile CounterMode = SrtpProfile.AesCm128HmacSha1Tag80;

    /// <summary>A datagram of a peer, as it comes.</summary>
    private readonly record struct Arrival(int Peer, byte[] Packet);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Batches_of_any_peers_lengths_epochs_forgeries_and_replays_give_what_packets_give_one_by_one(int seed)
    {
        foreach (CryptoBackend backend in Backends)
        {
            Random random = new(seed);
            SrtpProfile[] profiles = [CounterMode, CounterMode, SrtpProfile.AeadAes128Gcm, CounterMode, CounterMode, CounterMode];
            ulong[] next = [65_500, Epoch - 3, 7, (3 * Epoch) - 40, 40_000, 65_535];
            using var world = new World(profiles, backend);

            // Where the rollover counter of a peer is not 0, its receiver has to have followed it there.
            world.Receive([.. Enumerable.Range(1, 3).Select(i => new Arrival(3, world.Protect(3, ((ulong)i * Epoch) - 50, 100)))]);
            List<Arrival> sent = [];
            for (int batch = 0; batch < 60; batch++)
            {
                Arrival[] arrivals = new Arrival[random.Next(100)];
                int length = random.Next(300);
                for (int i = 0; i < arrivals.Length; i++)
                {
                    int peer = random.Next(profiles.Length);
                    length = random.Next(5) == 0 ? random.Next(random.Next(10) == 0 ? 4200 : 300) : length;
                    next[peer] += random.Next(200) == 0 ? 40_000 : (ulong)random.Next(4);
                    Arrival arrival = new(peer, world.Protect(peer, next[peer], length, ssrc: (uint)random.Next(2)));
                    arrivals[i] = random.Next(12) switch
                    {
                        0 => arrival with { Packet = Forge(arrival.Packet, random) },
                        1 => arrival with { Peer = random.Next(profiles.Length) },
                        2 when sent.Count > 0 => sent[random.Next(sent.Count)],
                        3 when i > 0 => arrivals[i - 1],
                        _ => arrival,
                    };
                    sent.Add(arrival);
                }

                random.Shuffle(arrivals.AsSpan(0, arrivals.Length / 3));
                world.Receive(arrivals);
            }
        }
    }

    [Fact]
    public void A_rollover_and_the_first_packets_of_a_source_within_a_batch_are_accepted()
    {
        using var world = new World([CounterMode], CryptoBackends.Default);
        ulong[] indices = [.. Enumerable.Range(0, 20).Select(i => Epoch - 10 + (ulong)i)];

        Assert.All(world.Receive([.. indices.Select(index => new Arrival(0, world.Protect(0, index, 500)))]), status => Assert.Equal(SrtpStatus.Ok, status));
        Assert.All(
            world.Receive([.. indices.Select(index => new Arrival(0, world.Protect(0, index + 90_000, 500)))]),
            status => Assert.Equal(SrtpStatus.Ok, status));
    }

    [Fact]
    public void A_packet_that_is_there_twice_in_a_batch_is_accepted_once()
    {
        using var world = new World([CounterMode], CryptoBackends.Default);
        byte[] packet = world.Protect(0, 5, 100);

        SrtpStatus[] statuses = world.Receive([.. Enumerable.Repeat(new Arrival(0, packet), 9)]);

        Assert.Equal(SrtpStatus.Ok, statuses[0]);
        Assert.All(statuses[1..], status => Assert.Equal(SrtpStatus.Replayed, status));
    }

    [Fact]
    public void A_tag_expected_under_another_peers_key_is_not_used()
    {
        using var world = new World([CounterMode, CounterMode], CryptoBackends.Default);
        Arrival[] arrivals = [.. Enumerable.Range(0, 8).Select(i => new Arrival(0, world.Protect(0, (ulong)i, 100)))];

        Assert.All(world.Receive(arrivals, taker: 1), status => Assert.Equal(SrtpStatus.AuthenticationFailed, status));
        Assert.All(world.Receive(arrivals), status => Assert.Equal(SrtpStatus.Ok, status));
    }

    private static byte[] Forge(byte[] packet, Random random)
    {
        byte[] forged = [.. packet];
        forged[random.Next(forged.Length)] ^= (byte)(1 << random.Next(8));
        return random.Next(4) == 0 ? forged[..random.Next(forged.Length)] : forged;
    }

    /// <summary>Peers, and for each two receivers: one is given batches, the other one packet after the other.</summary>
    private sealed class World(SrtpProfile[] profiles, CryptoBackend backend) : IDisposable
    {
        private readonly SrtpTransform[] _senders =
            [.. profiles.Select((profile, i) => SrtpTransform.Create(profile, Key(profile, i), Salt(profile, i), backend, rtcp: false))];

        private readonly SrtpReceiver[] _single = [.. profiles.Select((profile, i) => Receiver(profile, i, backend))];
        private readonly SrtpExpectedTags _expected = new();
        private readonly byte[] _slab = GC.AllocateArray<byte>(128 * Room, pinned: true);

        public SrtpReceiver[] Batched { get; } = [.. profiles.Select((profile, i) => Receiver(profile, i, backend))];

        public byte[] Protect(int peer, ulong index, int payloadLength, uint ssrc = Ssrc)
        {
            byte[] plain = RtpPacket((ushort)index, payloadLength, ssrc);
            byte[] packet = new byte[plain.Length + profiles[peer].TagLength];
            plain.AsSpan(0, HeaderLength).CopyTo(packet);
            _senders[peer].ProtectRtp(ssrc, index, packet, HeaderLength, plain.AsSpan(HeaderLength));
            return packet;
        }

        /// <summary>Has a batch taken both ways, compares, and answers what became of each packet.</summary>
        /// <param name="arrivals">The batch.</param>
        /// <param name="taker">Who gets them instead of those they were expected for; -1: those.</param>
        public SrtpStatus[] Receive(Arrival[] arrivals, int taker = -1)
        {
            fixed (byte* start = _slab)
            {
                _expected.Clear();
                for (int i = 0; i < arrivals.Length; i++)
                {
                    arrivals[i].Packet.CopyTo(_slab.AsSpan(i * Room));
                    _expected.Add(Batched[arrivals[i].Peer], start + (i * Room), arrivals[i].Packet.Length);
                }

                _expected.Complete();
            }

            SrtpStatus[] statuses = new SrtpStatus[arrivals.Length];
            for (int i = 0; i < arrivals.Length; i++)
            {
                (int peer, byte[] packet) = arrivals[i];
                peer = taker < 0 ? peer : taker;
                Span<byte> batched = _slab.AsSpan(i * Room, packet.Length);
                statuses[i] = Batched[peer].UnprotectRtp(batched, HeaderLength, _expected[i], out int length);

                byte[] single = [.. packet];
                Assert.Equal(_single[peer].UnprotectRtp(single, HeaderLength, out int singleLength), statuses[i]);
                Assert.Equal(singleLength, length);
                Assert.Equal(single, batched);
            }

            return statuses;
        }

        public void Dispose()
        {
            foreach (IDisposable part in (IDisposable[])[.. _senders, .. _single, .. Batched])
            {
                part.Dispose();
            }
        }

        private static byte[] Key(SrtpProfile profile, int number) => Bytes(profile.KeyLength, number);

        private static byte[] Salt(SrtpProfile profile, int number) => Bytes(profile.SaltLength, 100 + number);

        private static SrtpReceiver Receiver(SrtpProfile profile, int number, CryptoBackend backend) =>
            new(profile, Key(profile, number), Salt(profile, number), 64, backend);
    }
}
