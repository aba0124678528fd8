using FsCheck;
using FsCheck.Fluent;
using Rtp.Codecs;

namespace Rtp.Tests.Codecs;

public class Vp9DescriptorTests
{
    [Theory]
    [InlineData("08", 1, null, null, 0, 0, true)]
    [InlineData("0C AA", 1, null, null, 0, 0, true)]
    [InlineData("48 AA", 1, null, null, 0, 0, false)]
    [InlineData("00 AA", 1, null, null, 0, 0, false)]
    [InlineData("88 11 AA", 2, 17, null, 0, 0, true)]
    [InlineData("88 92 34 AA", 3, 0x1234, null, 0, 0, true)]
    [InlineData("A8 92 34 00 07 AA", 5, 0x1234, 7, 0, 0, true)]
    [InlineData("A8 92 34 03 07 AA", 5, 0x1234, 7, 0, 1, false)]
    [InlineData("A8 92 34 02 07 AA", 5, 0x1234, 7, 0, 1, true)]
    [InlineData("E8 92 34 50 07 AA", 5, 0x1234, 7, 2, 0, false)]
    [InlineData("B8 92 34 E5 AA", 4, 0x1234, null, 7, 2, false)]
    public void A_descriptor_is_read(
        string payload, int length, int? pictureId, int? tl0PicIdx, int temporalId, int spatialId, bool keyframe)
    {
        Assert.True(Vp9Descriptor.TryParse(Hex.Bytes(payload), out Vp9Descriptor descriptor));
        Assert.Equal(length, descriptor.Length);
        Assert.Equal(pictureId.HasValue, descriptor.HasPictureId);
        Assert.Equal(pictureId ?? 0, descriptor.PictureId);
        Assert.Equal(tl0PicIdx.HasValue, descriptor.HasTl0PicIdx);
        Assert.Equal(tl0PicIdx ?? 0, descriptor.Tl0PicIdx);
        Assert.Equal((temporalId, spatialId), (descriptor.TemporalId, descriptor.SpatialId));
        Assert.Equal(keyframe, descriptor.IsKeyframe);
    }

    [Theory]
    [InlineData(0x40, nameof(Vp9Descriptor.InterPicturePredicted))]
    [InlineData(0x08, nameof(Vp9Descriptor.StartOfFrame))]
    [InlineData(0x04, nameof(Vp9Descriptor.EndOfFrame))]
    [InlineData(0x01, nameof(Vp9Descriptor.NotReferenceForUpperLayers))]
    public void Each_flag_has_its_bit(byte flags, string name)
    {
        Assert.True(Vp9Descriptor.TryParse([flags, 0], out Vp9Descriptor descriptor));
        (string, bool)[] all =
        [
            (nameof(Vp9Descriptor.InterPicturePredicted), descriptor.InterPicturePredicted),
            (nameof(Vp9Descriptor.StartOfFrame), descriptor.StartOfFrame),
            (nameof(Vp9Descriptor.EndOfFrame), descriptor.EndOfFrame),
            (nameof(Vp9Descriptor.NotReferenceForUpperLayers), descriptor.NotReferenceForUpperLayers),
            (nameof(Vp9Descriptor.Flexible), descriptor.Flexible),
            (nameof(Vp9Descriptor.HasLayers), descriptor.HasLayers),
            (nameof(Vp9Descriptor.HasScalabilityStructure), descriptor.HasScalabilityStructure),
            (nameof(Vp9Descriptor.SwitchingUpPoint), descriptor.SwitchingUpPoint),
        ];
        Assert.Equal([name], all.Where(f => f.Item2).Select(f => f.Item1));
    }

    [Fact]
    public void A_switching_up_point_is_told() // TID 1, U
    {
        Assert.True(Vp9Descriptor.TryParse(Hex.Bytes("E8 01 30 07"), out Vp9Descriptor descriptor));
        Assert.True(descriptor.SwitchingUpPoint);
        Assert.Equal(1, descriptor.TemporalId);
        Assert.Equal((0, false), (descriptor.SpatialId, descriptor.InterLayerPredicted));
    }

    [Theory]
    [InlineData("D0 01 02 AA", "1", 3)]
    [InlineData("D0 01 03 FE AA", "1 127", 4)]
    [InlineData("D0 01 03 05 06 AA", "1 2 3", 5)]
    [InlineData("90 01 AA", "", 2)]
    public void Flexible_mode_lists_references(string payload, string differences, int length)
    {
        byte[] bytes = Hex.Bytes(payload);
        Assert.True(Vp9Descriptor.TryParse(bytes, out Vp9Descriptor descriptor));
        Assert.Equal(length, descriptor.Length);
        Assert.Equal(
            differences,
            string.Join(' ', Enumerable.Range(0, descriptor.ReferenceCount).Select(i => descriptor.ReferenceDifference(bytes, i))));
        Assert.Throws<ArgumentOutOfRangeException>(() => descriptor.ReferenceDifference(bytes, descriptor.ReferenceCount));
    }


    [Fact]
    public void A_scalability_structure_is_read()
    {
        byte[] payload = Hex.Bytes("8A 01" + "58 0140 00B4 0280 0168 0500 02D0 04 04 04 54 01 30 58 01 02" + "AA");
        Assert.True(Vp9Descriptor.TryParse(payload, out Vp9Descriptor descriptor));
        Assert.Equal(payload.Length - 1, descriptor.Length);
        Assert.True(Vp9ScalabilityStructure.TryParse(payload, descriptor, out Vp9ScalabilityStructure structure));
        Assert.Equal(3, structure.SpatialLayerCount);
        Assert.True(structure.HasResolutions);
        Assert.Equal((320, 180), structure.Resolution(0));
        Assert.Equal((1280, 720), structure.Resolution(2));
        Assert.Equal(4, structure.PictureCount);
        var pictures = new List<Vp9Picture>();
        foreach (Vp9Picture picture in structure)
        {
            pictures.Add(picture);
        }

        Assert.Equal([new(0, false, 1), new(2, true, 1), new(1, true, 0), new(2, true, 2)], pictures);
    }

    [Theory]
    [InlineData("0A 00 AA", 2, 1)]
    [InlineData("0A E0 AA", 2, 8)]
    [InlineData("0A 08 00 AA", 3, 1)]
    public void A_structure_may_say_little(string bytes, int length, int layers)
    {
        byte[] payload = Hex.Bytes(bytes);
        Assert.True(Vp9Descriptor.TryParse(payload, out Vp9Descriptor descriptor));
        Assert.Equal(length, descriptor.Length);
        Assert.True(Vp9ScalabilityStructure.TryParse(payload, descriptor, out Vp9ScalabilityStructure structure));
        Assert.Equal(layers, structure.SpatialLayerCount);
        Assert.False(structure.HasResolutions);
        Assert.False(structure.MoveNext());
    }

    [Theory]
    [InlineData("")]
    [InlineData("80")]
    [InlineData("80 80")]
    [InlineData("20")]
    [InlineData("20 00")]
    [InlineData("50")]
    [InlineData("50 03")]
    [InlineData("50 03 03 03 02 AA")]
    [InlineData("02")]
    [InlineData("02 10 01 02 03")]
    [InlineData("02 08")]
    [InlineData("02 08 01")]
    [InlineData("02 08 01 04")]
    [InlineData("02 08 FF 00 00")]
    public void A_descriptor_that_is_cut_off_is_refused(string payload)
    {
        Assert.False(Vp9Descriptor.TryParse(Hex.Bytes(payload), out Vp9Descriptor descriptor));
        Assert.False(Vp9ScalabilityStructure.TryParse(Hex.Bytes(payload), descriptor, out _));
    }

    [Theory]
    [InlineData("A8 11 00 07 AA", 0x1234, 9, "A8 34 00 09 AA")]
    [InlineData("A8 80 11 00 07 AA", 0x1234, 9, "A8 92 34 00 09 AA")]
    [InlineData("B8 80 11 00 07 AA", 0x1234, 9, "B8 92 34 00 07 AA")]
    [InlineData("08 AA", 0x1234, 9, "08 AA")]
    public void Identifiers_are_rewritten_in_place_in_the_width_they_have(string payload, int pictureId, int tl0PicIdx, string rewritten)
    {
        byte[] bytes = Hex.Bytes(payload);
        Assert.True(Vp9Descriptor.TryParse(bytes, out _));
        Vp9Descriptor.WriteNumbers(bytes, (ushort)pictureId, (byte)tl0PicIdx);
        Assert.Equal(Hex.Bytes(rewritten), bytes);
    }

    [Fact]
    public void Writing_what_was_read_changes_nothing_and_structures_stay_within_the_descriptor() =>
        Prop.ForAll<byte[], byte>((bytes, first) =>
        {
            byte[] payload = [first, .. bytes];
            if (!Vp9Descriptor.TryParse(payload, out Vp9Descriptor descriptor))
            {
                return true;
            }

            byte[] rewritten = [.. payload];
            Vp9Descriptor.WriteNumbers(rewritten, descriptor.PictureId, descriptor.Tl0PicIdx);
            int pictures = 0;
            if (Vp9ScalabilityStructure.TryParse(payload, descriptor, out Vp9ScalabilityStructure structure))
            {
                foreach (Vp9Picture picture in structure)
                {
                    pictures++;
                }
            }

            return descriptor.Length <= payload.Length && rewritten.SequenceEqual(payload) && pictures == structure.PictureCount;
        }).QuickCheckThrowOnFailure();
}
