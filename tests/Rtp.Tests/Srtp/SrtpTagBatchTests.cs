using Rtp.Srtp;
using Rtp.Srtp.Crypto;
using static Rtp.Tests.Srtp.SrtpTestData;

namespace Rtp.Tests.Srtp;

public sealed unsafe class SrtpTagBatchTests
{
    private const int Room = 4096 + 200;

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(16)]
    [InlineData(21)]
    public void A_fan_out_gives_what_the_streams_give_one_by_one(int peers)
    {
        foreach (SrtpProfile profile in Profiles)
        {
            for (int length = 0; length < 200; length += 7)
            {
                byte[] plain = RtpPacket(65_535, length);
                Check([.. Enumerable.Range(0, peers).Select(i => (i, plain))], [.. Enumerable.Repeat(profile, peers)], CryptoBackends.Default);
            }
        }
    }

    [Fact]
    public void Packets_of_different_lengths_profiles_and_epochs_may_be_mixed_in_any_order()
    {
        foreach (CryptoBackend backend in Backends)
        {
            Random random = new(4);
            SrtpProfile[] profiles = [.. Enumerable.Range(0, 6).Select(i => Profiles[i % 3 == 0 ? i % 2 : 2])];
            for (int round = 0; round < 60; round++)
            {
                ushort[] next = [65_000, 65_500, 65_530, 65_535, 0, 7];
                (int Peer, byte[] Plain)[] packets = new (int, byte[])[random.Next(120)];
                int length = random.Next(300);
                for (int i = 0; i < packets.Length; i++)
                {
                    int peer = random.Next(6);
                    length = random.Next(4) == 0 ? random.Next(random.Next(10) == 0 ? 4200 : 300) : length;
                    packets[i] = (peer, RtpPacket(next[peer]++, length));
                }

                Check(packets, profiles, backend, random);
            }
        }
    }

    [Fact]
    public void A_packet_that_cannot_be_protected_does_not_disturb_its_neighbours()
    {
        SrtpProfile profile = SrtpProfile.AesCm128HmacSha1Tag80;
        byte[] plain = RtpPacket(1, 100);
        SrtpTagBatch batch = new();
        byte[] slab = GC.AllocateArray<byte>(8 * Room, pinned: true);
        int[] lengths = new int[8];
        fixed (byte* start = slab)
        {
            for (int i = 0; i < 8; i++)
            {
                plain.AsSpan(0, 12).CopyTo(slab.AsSpan(i * Room));
                int room = i == 2 ? plain.Length + profile.TagLength - 1 : Room;
                SrtpStatus status = batch.Protect(Stream(Peer(profile, i)), start + (i * Room), room, i == 5 ? 3 : 12, plain.AsSpan(12), out lengths[i]);
                Assert.Equal(i == 2 ? SrtpStatus.BufferTooSmall : i == 5 ? SrtpStatus.Malformed : SrtpStatus.Ok, status);
            }

            batch.Complete();
        }

        for (int i = 0; i < 8; i++)
        {
            byte[] expected = i is 2 or 5 ? [] : Protect(Stream(Peer(profile, i)), profile, plain);
            Assert.Equal(expected, slab.AsSpan(i * Room, lengths[i]).ToArray());
        }
    }

    [Fact]
    public void Abandoned_tags_are_not_written()
    {
        SrtpProfile profile = SrtpProfile.AesCm128HmacSha1Tag80;
        byte[] plain = RtpPacket(1, 100);
        byte[] slab = GC.AllocateArray<byte>(Room, pinned: true);
        plain.AsSpan(0, 12).CopyTo(slab);
        SrtpTagBatch batch = new();
        fixed (byte* start = slab)
        {
            Assert.Equal(SrtpStatus.Ok, batch.Protect(Stream(Peer(profile, 1)), start, Room, 12, plain.AsSpan(12), out int length));
            batch.Abandon();
            batch.Complete();

            // Without lanes the tag was written at once.
            Assert.Equal(Sha1EightLanes.IsSupported ? -1 : 0, slab.AsSpan(plain.Length, profile.TagLength).IndexOfAnyExcept((byte)0));
            Assert.Equal(plain.Length + profile.TagLength, length);
        }
    }

    private static void Check((int Peer, byte[] Plain)[] packets, SrtpProfile[] profiles, CryptoBackend backend, Random? random = null)
    {
        SrtpSender[] senders = [.. profiles.Select((profile, i) => Peer(profile, i, backend))];
        SrtpSender[] references = [.. profiles.Select((profile, i) => Peer(profile, i))];
        byte[] slab = GC.AllocateArray<byte>(Math.Max(1, packets.Length) * Room, pinned: true);
        int[] lengths = new int[packets.Length];
        SrtpTagBatch batch = new();
        fixed (byte* start = slab)
        {
            for (int i = 0; i < packets.Length; i++)
            {
                (int peer, byte[] plain) = packets[i];
                plain.AsSpan(0, 12).CopyTo(slab.AsSpan(i * Room));
                Assert.Equal(
                    SrtpStatus.Ok, batch.Protect(Stream(senders[peer]), start + (i * Room), Room, 12, plain.AsSpan(12), out lengths[i]));
                if (random?.Next(20) == 0)
                {
                    batch.Complete();
                }
            }

            batch.Complete();
        }

        for (int i = 0; i < packets.Length; i++)
        {
            (int peer, byte[] plain) = packets[i];
            Assert.Equal(Protect(Stream(references[peer]), profiles[peer], plain), slab.AsSpan(i * Room, lengths[i]).ToArray());
        }

        foreach (SrtpSender sender in senders.Concat(references))
        {
            sender.Dispose();
        }
    }

    private static SrtpSender Peer(SrtpProfile profile, int number, CryptoBackend? backend = null) => new(
        profile, Bytes(profile.KeyLength, number), Bytes(profile.SaltLength, 100 + number), 256, backend ?? CryptoBackends.Default);
}
