using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Rtp.Srtp.Crypto;
using static Rtp.Tests.Srtp.SrtpTestData;

namespace Rtp.Tests.Srtp;

public sealed unsafe class HmacSha1Tests
{
    [Fact]
    [SuppressMessage("Security", "CA5350", Justification = "RFC 3711 prescribes it.")]
    public void It_agrees_with_the_runtime_at_every_length()
    {
        byte[] key = Bytes(20, 1);
        using HmacSha1 hmac = new(key);
        byte[] tag = new byte[20];
        for (int length = 0; length <= 600; length++)
        {
            byte[] message = Bytes(length, length);
            hmac.Compute(message, 0x01020304, tag);
            Assert.Equal(HMACSHA1.HashData(key, (byte[])[.. message, 1, 2, 3, 4]), tag);
        }
    }

    [Fact]
    public void The_portable_compression_agrees_with_the_one_in_use()
    {
        byte[] message = Bytes(64 * 7, 2);
        Sha1State portable = Sha1State.Initial;
        Sha1Context used = new(Sha1State.Initial);
        fixed (byte* m = message)
        {
            Sha1.CompressPortably(ref portable, m, 7);
            Sha1.Compress(&used, m, 7);
        }

        Assert.Equal(portable, used.State);
    }

    [Fact]
    public void Verify_tells_which_word_the_tag_belongs_to()
    {
        using HmacSha1 hmac = new(Bytes(20, 1));
        byte[] message = Bytes(300, 2);
        byte[] tag = new byte[10];
        hmac.Compute(message, 8, tag);
        Assert.Equal(1, hmac.Verify(message, [7, 8], tag));
        Assert.Equal(0, hmac.Verify(message, [8], tag));
        Assert.Equal(-1, hmac.Verify(message, [7, 9], tag));
        tag[9] ^= 1;
        Assert.Equal(-1, hmac.Verify(message, [7, 8], tag));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(8)]
    public void Eight_lanes_agree_with_one_at_every_length_and_at_mixed_ones_of_as_many_blocks(int count)
    {
        if (!Sha1EightLanes.IsSupported)
        {
            return;
        }

        HmacSha1[] keys = [.. Enumerable.Range(0, count).Select(i => new HmacSha1(Bytes(20, i)))];
        const int Room = 500;
        byte[] packets = new byte[8 * Room];
        byte[] expected = new byte[10];
        HmacSha1Request[] requests = new HmacSha1Request[count];
        for (int length = 0; length <= Room - 100; length++)
        {
            Random random = new(length);
            random.NextBytes(packets);
            fixed (byte* start = packets)
            {
                for (int i = 0; i < count; i++)
                {
                    int own = length;
                    for (int tries = random.Next(3); tries > 0; tries--)
                    {
                        int other = Math.Max(0, length + random.Next(-63, 64));
                        own = HmacSha1EightLanes.BlockCount(other) == HmacSha1EightLanes.BlockCount(length) ? other : own;
                    }

                    byte* message = start + (i * Room);
                    requests[i] = new HmacSha1Request
                    {
                        Key = keys[i],
                        Message = message,
                        Length = own,
                        Word = (uint)i << 28,
                        Tag = message + own,
                        TagLength = 10,
                    };
                }

                HmacSha1EightLanes.Compute(requests);
            }

            for (int i = 0; i < count; i++)
            {
                int own = requests[i].Length;
                keys[i].Compute(packets.AsSpan(i * Room, own), requests[i].Word, expected);
                Assert.Equal(expected, packets.AsSpan((i * Room) + own, 10).ToArray());
            }
        }
    }
}
