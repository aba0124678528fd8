using FsCheck;
using FsCheck.Fluent;
using Rtp.Codecs;

namespace Rtp.Tests.Codecs;

public class AudioPayloadTests
{
    // RFC 6716 table 2: configurations 0 to 31 and the length of their frames.
    [Theory]
    [InlineData("00", "10 20 40 60")]
    [InlineData("20", "10 20 40 60")]
    [InlineData("40", "10 20 40 60")]
    [InlineData("60", "10 20 10 20")]
    [InlineData("80", "2.5 5 10 20")]
    [InlineData("A0", "2.5 5 10 20")]
    [InlineData("C0", "2.5 5 10 20")]
    [InlineData("E0", "2.5 5 10 20")]
    public void A_configuration_has_its_frame_length(string firstOfFour, string milliseconds)
    {
        int[] expected = [.. milliseconds.Split(' ').Select(m => (int)(double.Parse(m) * 1000))];
        for (int i = 0; i < 4; i++)
        {
            Assert.True(OpusPacket.TryParse([(byte)(Hex.Bytes(firstOfFour)[0] + (i << 3)), 1, 2], out OpusPacket packet));
            Assert.Equal(expected[i], packet.DurationMicroseconds);
            Assert.Equal(expected[i] * 48 / 1000, packet.DurationTicks);
        }
    }

    [Theory]
    [InlineData("78 AA BB", 20_000, 1, false, false)]
    [InlineData("7C AA BB", 20_000, 1, true, false)]
    [InlineData("79 AA BB", 40_000, 2, false, false)]
    [InlineData("7A 01 BB", 40_000, 2, false, false)]
    [InlineData("7B 06 BB", 120_000, 6, false, false)]
    [InlineData("83 30 BB", 120_000, 48, false, false)]
    [InlineData("7B C3 BB", 60_000, 3, false, false)]
    [InlineData("78", 20_000, 1, false, true)]
    [InlineData("78 00", 20_000, 1, false, true)]
    [InlineData("7B 03", 60_000, 3, false, true)]
    public void A_packet_has_frames_channels_and_perhaps_nothing_to_hear(
        string payload, int microseconds, int frames, bool stereo, bool dtx)
    {
        Assert.True(OpusPacket.TryParse(Hex.Bytes(payload), out OpusPacket packet));
        Assert.Equal(new OpusPacket(microseconds, frames, stereo, dtx), packet);
    }

    [Theory]
    [InlineData("")]
    [InlineData("7A")]
    [InlineData("7B")]
    [InlineData("7B 00 AA")]
    [InlineData("7B 07 AA")]
    [InlineData("1B 03 AA")]
    [InlineData("83 31 AA")]
    public void What_the_format_forbids_is_refused(string payload) => Assert.False(OpusPacket.TryParse(Hex.Bytes(payload), out _));

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
        Assert.True(RtxPayload.TryReadOriginalSequenceNumber(payload, out ushort number));
        Assert.Equal(0xBEEF, number);
        Assert.False(RtxPayload.TryReadOriginalSequenceNumber([0xBE], out _));
        Assert.False(RtxPayload.TryReadOriginalSequenceNumber([], out _));
    }
}
