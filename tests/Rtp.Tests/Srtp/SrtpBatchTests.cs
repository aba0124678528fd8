using Rtp.Srtp;
using static Rtp.Tests.Srtp.SrtpTestData;

namespace Rtp.Tests.Srtp;

public sealed class SrtpBatchTests
{
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
                SrtpSender[] senders = [.. Enumerable.Range(0, peers).Select(i => Peer(profile, i))];
                SrtpBatchPacket[] batch = [.. senders.Select(sender => Packet(Stream(sender), profile, plain))];
                SrtpBatch.Protect(batch);
                for (int i = 0; i < peers; i++)
                {
                    using SrtpSender sender = Peer(profile, i);
                    Assert.Equal(SrtpStatus.Ok, batch[i].Status);
                    Assert.Equal(Protect(Stream(sender), profile, plain), batch[i].Destination[..batch[i].Length].ToArray());
                    senders[i].Dispose();
                }
            }
        }
    }

    [Fact]
    public void Packets_of_different_lengths_profiles_and_epochs_may_be_mixed()
    {
        Random random = new(4);
        SrtpSender[] senders = [.. Enumerable.Range(0, 6).Select(i => Peer(Profiles[i % 3 == 0 ? i % 2 : 2], i))];
        SrtpSender[] references = [.. Enumerable.Range(0, 6).Select(i => Peer(Profiles[i % 3 == 0 ? i % 2 : 2], i))];
        ushort[] next = [65_000, 65_500, 65_530, 65_535, 0, 7];
        for (int round = 0; round < 200; round++)
        {
            SrtpBatchPacket[] batch = new SrtpBatchPacket[random.Next(40)];
            byte[][] expected = new byte[batch.Length][];
            int length = random.Next(300);
            for (int i = 0; i < batch.Length; i++)
            {
                int peer = random.Next(6);
                SrtpProfile profile = Profiles[peer % 3 == 0 ? peer % 2 : 2];
                length = random.Next(4) == 0 ? random.Next(300) : length;
                byte[] plain = RtpPacket(next[peer]++, length);
                expected[i] = Protect(Stream(references[peer]), profile, plain);
                batch[i] = Packet(Stream(senders[peer]), profile, plain);
            }

            SrtpBatch.Protect(batch);
            for (int i = 0; i < batch.Length; i++)
            {
                Assert.Equal(SrtpStatus.Ok, batch[i].Status);
                Assert.Equal(expected[i], batch[i].Destination[..batch[i].Length].ToArray());
            }
        }
    }

    [Fact]
    public void A_packet_that_cannot_be_protected_does_not_disturb_its_neighbours()
    {
        SrtpProfile profile = SrtpProfile.AesCm128HmacSha1Tag80;
        byte[] plain = RtpPacket(1, 100);
        SrtpBatchPacket[] batch = [.. Enumerable.Range(0, 8).Select(i => Packet(Stream(Peer(profile, i)), profile, plain))];
        batch[2].Destination = batch[2].Destination[..^1];
        batch[5].HeaderLength = 3;
        SrtpBatch.Protect(batch);
        for (int i = 0; i < 8; i++)
        {
            SrtpStatus expected = i == 2 ? SrtpStatus.BufferTooSmall : i == 5 ? SrtpStatus.Malformed : SrtpStatus.Ok;
            Assert.Equal(expected, batch[i].Status);
            if (expected == SrtpStatus.Ok)
            {
                Assert.Equal(Protect(Stream(Peer(profile, i)), profile, plain), batch[i].Destination[..batch[i].Length].ToArray());
            }
            else
            {
                Assert.Equal(0, batch[i].Length);
            }
        }
    }

    private static SrtpSender Peer(SrtpProfile profile, int number) =>
        new(profile, Bytes(profile.KeyLength, number), Bytes(profile.SaltLength, 100 + number));

    private static SrtpBatchPacket Packet(SrtpSenderStream stream, SrtpProfile profile, byte[] plain)
    {
        byte[] destination = new byte[plain.Length + profile.TagLength];
        plain.AsSpan(0, 12).CopyTo(destination);
        return new SrtpBatchPacket { Stream = stream, Destination = destination, HeaderLength = 12, Payload = plain.AsMemory(12) };
    }
}
