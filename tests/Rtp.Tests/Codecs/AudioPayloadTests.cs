using FsCheck;
using FsCheck.Fluent;
using Rtp.Codecs;

namespace Rtp.Tests.Codecs;

public class AudioPayloadTests
{
    private static string Describe(byte[] payload)
    {
        Assert.True(RedReader.TryParse(payload, out RedReader reader));
        var blocks = new List<string>();
        foreach (RedBlock block in reader)
        {
            blocks.Add($"{block.PayloadType}{(block.IsPrimary ? "!" : $"-{block.TimestampOffset}")}:{Convert.ToHexString(block.Data)}");
        }

        return string.Join(' ', blocks);
    }

    [Theory]
    [InlineData("6F AA BB", "111!:AABB")]
    [InlineData("6F", "111!:")]
    [InlineData("EF 0F 00 02 6F AA BB CC", "111-960:AABB 111!:CC")]
    [InlineData("EF FF FC 00 6F CC", "111-16383: 111!:CC")]
    [InlineData("EF 1E 00 01 EF 0F 00 01 6F AA BB CC", "111-1920:AA 111-960:BB 111!:CC")]
    public void Redundant_blocks_come_before_the_primary_one(string payload, string blocks) =>
        Assert.Equal(blocks, Describe(Hex.Bytes(payload)));

    [Theory]
    [InlineData("")]
    [InlineData("EF")]
    [InlineData("EF 0F 00")]
    [InlineData("EF 0F 00 02")]
    [InlineData("EF 0F 00 02 6F AA")]
    [InlineData("EF 0F 00 00 EF 0F 03 FF 6F AA")]
    public void Blocks_that_are_cut_off_are_refused(string payload) => Assert.False(RedReader.TryParse(Hex.Bytes(payload), out _));

    [Fact]
    public void A_redundant_payload_is_built()
    {
        byte[] payload = new byte[12];
        var writer = new RedWriter(payload, 2);
        Assert.True(writer.TryAdd(111, 1920, [0xAA]));
        Assert.False(writer.TryFinish(111, [0xCC], out _));
        Assert.True(writer.TryAdd(111, 960, [0xBB]));
        Assert.False(writer.TryAdd(111, 480, [0xBB]));
        Assert.True(writer.TryFinish(111, [0xCC], out int length));
        Assert.Equal(12, length);
        Assert.Equal(Hex.Bytes("EF 1E 00 01 EF 0F 00 01 6F AA BB CC"), payload);
    }

    [Fact]
    public void What_the_headers_cannot_say_is_refused()
    {
        Assert.False(new RedWriter(new byte[2000], 1).TryAdd(111, 16384, [1]));
        Assert.False(new RedWriter(new byte[2000], 1).TryAdd(111, 1, new byte[1024]));
        Assert.True(new RedWriter(new byte[2000], 1).TryAdd(111, 16383, new byte[1023]));
        Assert.False(new RedWriter(new byte[5], 1).TryAdd(111, 1, [1]));
        Assert.False(new RedWriter([], 0).TryFinish(111, [], out _));
        Assert.False(new RedWriter(new byte[2], 0).TryFinish(111, [1, 2], out _));
    }

    [Fact]
    public void Any_blocks_read_back() =>
        Prop.ForAll<(byte Type, ushort Offset, byte[] Data)[], byte[]>((blocks, primary) =>
        {
            byte[] payload = new byte[20_000];
            var writer = new RedWriter(payload, blocks.Length);
            foreach ((byte type, ushort offset, byte[] data) in blocks)
            {
                Assert.True(writer.TryAdd((byte)(type & 0x7F), offset & 0x3FFFu, data));
            }

            Assert.True(writer.TryFinish(96, primary, out int length));
            IEnumerable<string> expected = blocks
                .Select(b => $"{b.Type & 0x7F}-{b.Offset & 0x3FFF}:{Convert.ToHexString(b.Data)}")
                .Append($"96!:{Convert.ToHexString(primary)}");
            return Describe(payload[..length]) == string.Join(' ', expected);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_retransmission_starts_with_the_original_sequence_number()
    {
        byte[] payload = [0, 0, 0xAA];
        RtxPayload.WriteOriginalSequenceNumber(payload, 0xBEEF);
        Assert.Equal(Hex.Bytes("BE EF AA"), payload);
        Assert.Equal(0xBEEF, RtxPayload.ReadOriginalSequenceNumber(payload));
    }
}
