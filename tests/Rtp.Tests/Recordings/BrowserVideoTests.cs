using Rtp.Codecs;
using Rtp.HeaderExtensions;

namespace Rtp.Tests.Recordings;

public class BrowserVideoTests
{
    [Fact]
    public void Vp8_picture_ids_count_frames_and_tl0picidx_counts_those_of_the_base_layer()
    {
        Vp8Descriptor? last = null;
        uint lastTimestamp = 0;
        var layers = new HashSet<byte>();
        foreach ((byte[] packet, RtpHeader header) in Recording.Vp8.Of("VP8/90000"))
        {
            Assert.True(Vp8Descriptor.TryParse(header.Payload((ReadOnlySpan<byte>)packet), out Vp8Descriptor current));
            Assert.True(current.HasPictureId && current.HasLongPictureId && current.HasTl0PicIdx && current.HasTemporalId);
            Assert.True(last is not null || current.IsKeyframe);
            Assert.True(!current.IsKeyframe || current.TemporalId == 0);
            bool newFrame = last is null || header.Timestamp != lastTimestamp;
            Assert.Equal(newFrame, current.StartOfFrame);
            if (last is { } before)
            {
                Assert.Equal((before.PictureId + (newFrame ? 1 : 0)) & 0x7FFF, current.PictureId);
                Assert.Equal((byte)(before.Tl0PicIdx + (newFrame && current.TemporalId == 0 ? 1 : 0)), current.Tl0PicIdx);
            }

            layers.Add(current.TemporalId);
            last = current;
            lastTimestamp = header.Timestamp;
        }

        Assert.True(layers.SetEquals([0, 1, 2]));
    }

    [Theory]
    [InlineData("L3T3")]
    [InlineData("L3T3_KEY")]
    public void Vp9_pictures_have_three_layers_that_build_on_one_another(string mode)
    {
        Recording recording = mode == "L3T3" ? Recording.Vp9 : Recording.Vp9KeyScalable;
        Vp9Descriptor? last = null;
        int layerCount = 0;
        var layers = new HashSet<(byte, byte)>();
        int fromBelow = 0;
        foreach ((byte[] packet, RtpHeader header) in recording.Of("VP9/90000"))
        {
            byte[] payload = header.Payload((ReadOnlySpan<byte>)packet).ToArray();
            Assert.True(Vp9Descriptor.TryParse(payload, out Vp9Descriptor current));
            Assert.True(current.HasPictureId && current.HasLongPictureId && current.HasLayers && current.Flexible);
            Assert.True(!current.IsKeyframe || (current.SpatialId == 0 && current.TemporalId == 0));
            bool hasStructure = Vp9ScalabilityStructure.TryParse(payload, current, out Vp9ScalabilityStructure structure);
            Assert.True(hasStructure || !current.IsKeyframe);
            if (hasStructure)
            {
                layerCount = structure.SpatialLayerCount;
                (int, int)[] sizes = [(320, 180), (640, 360), (1280, 720)];
                Assert.Equal(sizes[..layerCount], Sizes(structure));
            }

            if (last is { } before)
            {
                bool newPicture = current.StartOfFrame && current.SpatialId <= before.SpatialId;
                Assert.Equal((before.PictureId + (newPicture ? 1 : 0)) & 0x7FFF, current.PictureId);
                Assert.Equal(before.EndOfFrame, current.StartOfFrame);
                Assert.True(current.IsKeyframe || current.InterPicturePredicted || current.InterLayerPredicted || !current.StartOfFrame);
            }

            Assert.True(current.SpatialId < layerCount);
            Assert.Equal(current.InterPicturePredicted, current.ReferenceCount > 0);
            fromBelow += current.InterLayerPredicted && current.InterPicturePredicted ? 1 : 0;
            layers.Add((current.SpatialId, current.TemporalId));
            last = current;
        }

        Assert.Equal((3, 9), (layerCount, layers.Count));
        Assert.Equal(mode == "L3T3", fromBelow > 0);
    }

    [Fact]
    public void H264_starts_with_parameter_sets_and_fragments_fit_together()
    {
        H264Payload? last = null;
        int fragments = 0;
        var heights = new HashSet<int>();
        foreach ((byte[] packet, RtpHeader header) in Recording.H264.Of("H264/90000"))
        {
            Assert.True(H264Payload.TryParse(header.Payload((ReadOnlySpan<byte>)packet), out H264Payload current));
            Assert.True(last is not null || (current.HasSequenceParameterSet && current.HasPictureParameterSet));
            Assert.Equal(current.HasSequenceParameterSet, current.HasPictureParameterSet);
            heights.Add(current.Height(header.Payload((ReadOnlySpan<byte>)packet)));
            Assert.Equal(last?.EndsUnit ?? true, current.StartsUnit);
            Assert.True(!header.Marker || current.EndsUnit);
            fragments += current.EndsUnit ? 0 : 1;
            last = current;
        }

        // Chromium begins small.
        Assert.True(fragments > 10);
        Assert.Equal([0, 270, 360], heights.Order());
    }

    [Fact]
    public void Av1_frames_refer_to_frames_that_were_sent()
    {
        HashSet<(byte, byte)> layers = AssertDependencies(Recording.Av1, "AV1/90000", (packet, header, descriptor) =>
        {
            Assert.True(Av1AggregationHeader.TryParse(header.Payload((ReadOnlySpan<byte>)packet), out Av1AggregationHeader payload));
            Assert.Equal(payload.IsKeyframe, descriptor.HasStructure);
        });
        Assert.Equal(9, layers.Count);
    }

    [Fact]
    public void Vp8_leaves_its_layers_to_the_dependency_descriptor()
    {
        HashSet<(byte, byte)> layers = AssertDependencies(
            Recording.Vp8WithDependencyDescriptor,
            "VP8/90000",
            (packet, header, descriptor) =>
            {
                Assert.True(Vp8Descriptor.TryParse(header.Payload((ReadOnlySpan<byte>)packet), out Vp8Descriptor payload));
                Assert.False(payload.HasPictureId || payload.HasTl0PicIdx || payload.HasTemporalId);
                Assert.Equal(payload.IsKeyframe, descriptor.HasStructure);
                Assert.Equal(payload.StartOfFrame, descriptor.StartOfFrame);
            });
        Assert.True(layers.SetEquals([(0, 0), (0, 1), (0, 2)]));
    }

    private static HashSet<(byte SpatialId, byte TemporalId)> AssertDependencies(
        Recording recording, string codec, Action<byte[], RtpHeader, DependencyDescriptor> assertPayload)
    {
        var reader = new DependencyDescriptorReader();
        var frames = new Dictionary<ushort, (byte SpatialId, byte TemporalId)>();
        var chains = new Dictionary<int, ushort>();
        DependencyDescriptor? last = null;
        foreach ((byte[] packet, RtpHeader header) in recording.Of(codec))
        {
            byte[]? data = recording.Value(packet, header, HeaderExtensionUri.DependencyDescriptor);
            Assert.True(reader.TryRead(data, out DependencyDescriptor current));
            Assert.True(last is not null || current.HasStructure);
            assertPayload(packet, header, current);
            Assert.Equal(last?.EndOfFrame ?? true, current.StartOfFrame);
            if (last is { } before)
            {
                Assert.Equal((ushort)(before.FrameNumber + (current.StartOfFrame ? 1 : 0)), current.FrameNumber);
            }

            FrameDifferences references = current.Frame.References;
            for (int i = 0; i < references.Count; i++)
            {
                Assert.True(frames.TryGetValue((ushort)(current.FrameNumber - references[i]), out (byte SpatialId, byte TemporalId) its));
                Assert.True(its.SpatialId <= current.Frame.SpatialId && its.TemporalId <= current.Frame.TemporalId);
            }

            AssertChains(current, reader.Structure!, chains);
            frames[current.FrameNumber] = (current.Frame.SpatialId, current.Frame.TemporalId);
            last = current;
        }

        return [.. frames.Values];
    }

    // A chain links the frames that its targets cannot do without: each frame names the chain's last one before it, which is the one
    // that the frame before it named, or that frame itself.
    private static void AssertChains(in DependencyDescriptor current, DependencyStructure structure, Dictionary<int, ushort> chains)
    {
        Assert.Equal(structure.SpatialLayerCount * structure.TemporalLayerCount, structure.DecodeTargetCount);
        Assert.True(structure.ChainCount is 0 || structure.ChainCount == structure.SpatialLayerCount);
        ushort before = (ushort)(current.FrameNumber - 1);
        ChainDifferences differences = current.Frame.Chains;
        for (int chain = 0; current.StartOfFrame && chain < structure.ChainCount; chain++)
        {
            ushort named = (ushort)(current.FrameNumber - differences[chain]);
            Assert.True(differences[chain] == 0 || named == before || named == chains[chain]);
            chains[chain] = named;
        }
    }

    private static (int, int)[] Sizes(Vp9ScalabilityStructure structure)
    {
        (int, int)[] sizes = new (int, int)[structure.SpatialLayerCount];
        for (int i = 0; i < sizes.Length; i++)
        {
            sizes[i] = structure.Resolution(i);
        }

        return sizes;
    }
}
