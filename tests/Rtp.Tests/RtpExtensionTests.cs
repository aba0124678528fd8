using FsCheck;
using FsCheck.Fluent;

namespace Rtp.Tests;

public class RtpExtensionTests
{
    private static List<(byte Id, string Data)> Read(ushort profile, string block)
    {
        var elements = new List<(byte Id, string Data)>();
        foreach (RtpExtensionElement element in new RtpExtensionReader(profile, Hex.Bytes(block)))
        {
            elements.Add((element.Id, Convert.ToHexString(element.Data)));
        }

        return elements;
    }

    // RFC 8285 section 4.2 draws this block: elements of one, two and four bytes with padding between the second and the third.
    [Fact]
    public void The_one_byte_block_of_the_rfc_has_three_elements() =>
        Assert.Equal([(1, "AA"), (2, "BBCC"), (3, "DDDDDDDD")], Read(0xBEDE, "10 AA 21 BB  CC 00 00 33  DD DD DD DD"));

    // RFC 8285 section 4.3: an empty element, one of one byte, padding, one of four bytes.
    [Theory]
    [InlineData(0x1000)]
    [InlineData(0x100F)]
    public void The_two_byte_block_of_the_rfc_has_three_elements(int profile) =>
        Assert.Equal([(1, ""), (2, "BB"), (3, "DDDDDDDD")], Read((ushort)profile, "01 00 02 01  BB 00 03 04  DD DD DD DD"));

    [Theory]
    [InlineData(0xBEDE, "10 AA F0 BB  20 CC 00 00", "the reserved identifier 15")]
    [InlineData(0xBEDE, "10 AA 01 BB  20 CC 00 00", "an identifier 0 with a length")]
    [InlineData(0xBEDE, "10 AA 2F BB", "an element beyond the block")]
    [InlineData(0x1000, "01 01 AA 02", "an element without its length")]
    [InlineData(0x1000, "01 01 AA 02  03 BB CC 00", "nothing wrong")]
    [InlineData(0x1000, "01 01 AA 02  FF BB CC 00", "an element beyond the block")]
    public void What_is_malformed_ends_the_block_and_what_came_before_counts(int profile, string block, string why)
    {
        List<(byte Id, string Data)> elements = Read((ushort)profile, block);
        Assert.Equal(why == "nothing wrong" ? 2 : 1, elements.Count);
        Assert.Equal((1, "AA"), elements[0]);
    }

    [Theory]
    [InlineData(0x0000)]
    [InlineData(0xBEDF)]
    [InlineData(0x1010)]
    public void Another_profile_has_no_elements(int profile) => Assert.Empty(Read((ushort)profile, "10 AA 10 AA"));

    [Fact]
    public void Finding_starts_over_at_the_first_element()
    {
        var reader = new RtpExtensionReader(0xBEDE, Hex.Bytes("10 AA 20 BB"));
        while (reader.MoveNext())
        {
        }

        Assert.True(reader.TryFind(1, out ReadOnlySpan<byte> data));
        Assert.Equal(0xAA, data[0]);
        Assert.False(reader.TryFind(3, out _));
    }

    [Fact]
    public void Small_elements_are_written_in_the_one_byte_form()
    {
        byte[] block = new byte[64];
        var writer = new RtpExtensionWriter(block, mayMix: true);
        Assert.True(writer.TryAdd(1, [0xAA]));
        Assert.True(writer.TryAdd(14, [0xBB, 0xCC]));

        Assert.Equal(12, writer.Finish());
        Assert.Equal(Hex.Bytes("BE DE 00 02  10 AA E1 BB  CC 00 00 00"), block[..12]);
    }

    [Theory]
    [InlineData(15, 1)]
    [InlineData(3, 0)]
    [InlineData(3, 17)]
    public void An_element_that_needs_it_turns_the_whole_block_into_the_two_byte_form(byte id, int length)
    {
        byte[] block = new byte[64];
        block.AsSpan().Fill(0xEE);
        byte[] last = [.. Enumerable.Repeat((byte)0x55, length)];
        var writer = new RtpExtensionWriter(block, mayMix: true);
        Assert.True(writer.TryAdd(1, [0xAA]));
        Assert.True(writer.TryAdd(2, [0xBB, 0xCC]));
        Assert.True(writer.TryAdd(id, last));

        int written = writer.Finish();
        Assert.Equal(0, written % 4);
        Assert.Equal(Hex.Bytes("10 00"), block[..2]);
        Assert.Equal(
            [(1, "AA"), (2, "BBCC"), (id, Convert.ToHexString(last))], Read(0x1000, Convert.ToHexString(block.AsSpan(4..written))));
    }

    [Fact]
    public void Without_leave_to_mix_an_element_that_needs_two_bytes_is_refused_and_the_rest_stays()
    {
        byte[] block = new byte[64];
        var writer = new RtpExtensionWriter(block, mayMix: false);
        Assert.True(writer.TryAdd(1, [0xAA]));
        Assert.False(writer.TryAdd(2, new byte[17]));
        Assert.False(writer.TryAdd(0, [0xAA]));

        Assert.Equal(8, writer.Finish());
        Assert.Equal(Hex.Bytes("BE DE 00 01  10 AA 00 00"), block[..8]);
    }

    [Fact]
    public void A_block_without_elements_is_nothing()
    {
        byte[] block = new byte[8];
        Assert.Equal(0, new RtpExtensionWriter(block, mayMix: true).Finish());
        Assert.Equal(new byte[8], block);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(7)]
    public void An_element_for_which_there_is_no_room_with_its_padding_is_refused(int room)
    {
        var writer = new RtpExtensionWriter(new byte[room], mayMix: true);
        Assert.False(writer.TryAdd(1, [0xAA]));
        Assert.Equal(0, writer.Finish());
    }

    [Fact]
    public void What_was_written_reads_back_as_far_as_it_had_room() =>
        Prop.ForAll<(byte Id, byte[] Data)[], byte>((elements, room) =>
        {
            byte[] block = new byte[room];
            var writer = new RtpExtensionWriter(block, mayMix: true);
            var accepted = new List<(byte Id, string Data)>();
            foreach ((byte id, byte[] data) in elements)
            {
                if (writer.TryAdd(id, data))
                {
                    accepted.Add((id, Convert.ToHexString(data)));
                }
            }

            int length = writer.Finish();
            if (length == 0)
            {
                return accepted.Count == 0;
            }

            ushort profile = (ushort)((block[0] << 8) | block[1]);
            return (block[2] << 8 | block[3]) * 4 == length - 4
                && Read(profile, Convert.ToHexString(block.AsSpan(4..length))).SequenceEqual(accepted);
        }).QuickCheckThrowOnFailure();
}
