using FsCheck;
using FsCheck.Fluent;
using Rtp.Codecs;

namespace Rtp.Tests.Codecs;

public class Vp8DescriptorTests
{
    // The examples of RFC 7741 section 4.6 and the fields of section 4.2.
    [Theory]
    [InlineData("10 00", 1, null, null, null, true)]
    [InlineData("10 01", 1, null, null, null, false)]
    [InlineData("00 00", 1, null, null, null, false)]
    [InlineData("11 00", 1, null, null, null, false)]
    [InlineData("90 80 11 00", 3, 17, null, null, true)]
    [InlineData("90 80 80 11 01", 4, 17, null, null, false)]
    [InlineData("90 80 FF FF 01", 4, 32767, null, null, false)]
    [InlineData("90 E0 92 34 05 A0 01", 6, 0x1234, 5, 2, false)]
    [InlineData("90 40 05 00", 3, null, 5, null, true)]
    [InlineData("90 20 C0 00", 3, null, null, 3, true)]
    [InlineData("90 10 1F 00", 3, null, null, null, true)]
    [InlineData("90 F0 00 FF 7F 00", 5, 0, 255, 1, true)]
    [InlineData("90 00 00", 2, null, null, null, true)]
    [InlineData("10", 1, null, null, null, false)]
    public void A_descriptor_is_read(string payload, int length, int? pictureId, int? tl0PicIdx, int? temporalId, bool keyframe)
    {
        Assert.True(Vp8Descriptor.TryParse(Hex.Bytes(payload), out Vp8Descriptor descriptor));
        Assert.Equal(length, descriptor.Length);
        Assert.Equal(pictureId.HasValue, descriptor.HasPictureId);
        Assert.Equal(pictureId ?? 0, descriptor.PictureId);
        Assert.Equal(tl0PicIdx.HasValue, descriptor.HasTl0PicIdx);
        Assert.Equal(tl0PicIdx ?? 0, descriptor.Tl0PicIdx);
        Assert.Equal(temporalId.HasValue, descriptor.HasTemporalId);
        Assert.Equal(temporalId ?? 0, descriptor.TemporalId);
        Assert.Equal(keyframe, descriptor.IsKeyframe);
    }

    [Fact]
    public void Flags_are_read()
    {
        Assert.True(Vp8Descriptor.TryParse(Hex.Bytes("A3 30 7F 00"), out Vp8Descriptor descriptor));
        Assert.True(descriptor.NonReference);
        Assert.False(descriptor.StartOfPartition);
        Assert.Equal(3, descriptor.PartitionIndex);
        Assert.True(descriptor.LayerSync);
        Assert.Equal(1, descriptor.TemporalId);
        Assert.Equal((byte)31, descriptor.KeyIndex);

        Assert.True(Vp8Descriptor.TryParse(Hex.Bytes("10 00"), out descriptor));
        Assert.False(descriptor.NonReference);
        Assert.False(descriptor.LayerSync);
        Assert.Null(descriptor.KeyIndex);
        Assert.True(descriptor.StartOfFrame);
    }

    [Theory]
    [InlineData("")]
    [InlineData("90")]
    [InlineData("90 80")]
    [InlineData("90 80 80")]
    [InlineData("90 C0 01")]
    [InlineData("90 E0 81 01 01")]
    [InlineData("90 10")]
    public void A_descriptor_that_is_cut_off_is_refused(string payload) =>
        Assert.False(Vp8Descriptor.TryParse(Hex.Bytes(payload), out _));

    [Theory]
    [InlineData("90 E0 11 05 A0 00 AA", 0x1234, 9, "90 E0 34 09 A0 00 AA")]
    [InlineData("90 E0 80 11 05 A0 00 AA", 0x1234, 9, "90 E0 92 34 09 A0 00 AA")]
    [InlineData("90 E0 80 11 05 A0 00 AA", 0xFFFF, 255, "90 E0 FF FF FF A0 00 AA")]
    [InlineData("90 20 A0 00 AA", 0x1234, 9, "90 20 A0 00 AA")]
    [InlineData("10 00 AA", 0x1234, 9, "10 00 AA")]
    public void Identifiers_are_rewritten_in_place_in_the_width_they_have(string payload, int pictureId, int tl0PicIdx, string rewritten)
    {
        byte[] bytes = Hex.Bytes(payload);
        Assert.True(Vp8Descriptor.TryParse(bytes, out _));
        Vp8Descriptor.WriteNumbers(bytes, (ushort)pictureId, (byte)tl0PicIdx);
        Assert.Equal(Hex.Bytes(rewritten), bytes);
    }

    [Fact]
    public void Writing_what_was_read_changes_nothing() =>
        Prop.ForAll<byte[], byte>((bytes, first) =>
        {
            byte[] payload = [first, .. bytes];
            if (!Vp8Descriptor.TryParse(payload, out Vp8Descriptor descriptor))
            {
                return true;
            }

            byte[] rewritten = [.. payload];
            Vp8Descriptor.WriteNumbers(rewritten, descriptor.PictureId, descriptor.Tl0PicIdx);
            return descriptor.Length <= payload.Length && rewritten.SequenceEqual(payload);
        }).QuickCheckThrowOnFailure();
}
