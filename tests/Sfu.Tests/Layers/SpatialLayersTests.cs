using Sfu.Memory;
using Sfu.Streams;
using Sfu.Streams.Layers;

namespace Sfu.Tests.Layers;

/// <summary>Spatial layers of one stream that build on one another at keyframes only, as VP9's own descriptor tells them.</summary>
public sealed class SpatialLayersTests
{
    private static readonly LayerId Small = new(0, 0);
    private static readonly LayerId Middle = new(1, 0);
    private static readonly LayerId Large = new(2, 0);

    private readonly LayerReader _reader = new(MediaKind.Video, null);
    private uint _timestamp = 3_000_000;

    [Fact]
    public void After_a_keyframe_each_layer_goes_to_who_wants_it_alone()
    {
        Assert.All(KeyPicture(3), frame => Assert.True(frame.Layers.Present.Contains(Large)));
        MediaPacket[] frames = Picture(3);
        Assert.Equal([true, false, false], frames.Select(frame => frame.Layers.Present.Contains(Small)));
        Assert.Equal([false, true, false], frames.Select(frame => frame.Layers.Present.Contains(Middle)));
        Assert.Equal([false, false, true], frames.Select(frame => frame.Layers.Present.Contains(Large)));
        Assert.Equal([false, false, true], frames.Select(frame => frame.Layers.Present.Contains(LayerId.Highest)));
    }

    [Fact]
    public void Another_size_is_to_be_had_from_a_keyframe_only()
    {
        KeyPicture(3);
        Picture(3);
        Assert.True(_reader.NeedsKeyframe(Small, Large));
        Assert.True(_reader.NeedsKeyframe(Large, Small));
        Assert.All(Picture(3, Small, Large), frame => Assert.False(frame));
        Assert.Equal([true, false, false], KeyPicture(3, Small, Large));
    }

    [Fact]
    public void Who_wants_a_larger_picture_than_there_is_gets_the_largest()
    {
        KeyPicture(2);
        Assert.Equal([false, true], Picture(2).Select(frame => frame.Layers.Present.Contains(Large)));
        Assert.False(_reader.NeedsKeyframe(Middle, Large));
        Assert.Equal([true, false], Picture(2, Middle, Large));
    }

    [Fact]
    public void An_earlier_keyframe_that_comes_late_does_not_tell_how_large_pictures_are()
    {
        uint before = _timestamp;
        KeyPicture(3);
        Picture(3);
        MediaPacket late = Frame(0, 1, key: true) with { Timestamp = before - 3_000 };
        _reader.Read(PayloadFormat.Vp9, default, ref late);
        Assert.Equal([false, false, true], Picture(3).Select(frame => frame.Layers.Present.Contains(Large)));
    }

    private MediaPacket[] KeyPicture(int layers) => [.. Enumerable.Range(0, layers).Select(spatial => Read(Frame(spatial, layers, key: true), spatial == layers - 1))];

    private MediaPacket[] Picture(int layers) => [.. Enumerable.Range(0, layers).Select(spatial => Read(Frame(spatial, layers, key: false), spatial == layers - 1))];

    private bool[] KeyPicture(int layers, LayerId target, LayerId current) => Enter(layers, key: true, target, current);

    private bool[] Picture(int layers, LayerId target, LayerId current) => Enter(layers, key: false, target, current);

    // At which of a picture's frames a layer may be entered.
    private bool[] Enter(int layers, bool key, LayerId target, LayerId current) => [.. Enumerable.Range(0, layers).Select(spatial =>
        _reader.CanEnter(Read(Frame(spatial, layers, key), spatial == layers - 1), target, current))];

    private MediaPacket Read(MediaPacket packet, bool last)
    {
        _reader.Read(PayloadFormat.Vp9, default, ref packet);
        _timestamp += last ? 3_000u : 0;
        return packet;
    }

    private MediaPacket Frame(int spatial, int layers, bool key)
    {
        FrameMarks marks = FrameMarks.StartOfFrame | FrameMarks.EndOfFrame;
        marks |= key && spatial > 0 ? FrameMarks.SpatialSync : FrameMarks.None;
        marks |= !key || spatial == layers - 1 ? FrameMarks.NotForHigherLayers : FrameMarks.None;
        var packet = new MediaPacket
        {
            Timestamp = _timestamp,
            Slab = Slab.None,
            Keyframe = key && spatial == 0,
            Layers = new FrameLayers { Layer = LayerId.Of(spatial, 0), Marks = marks },
        };
        for (int layer = 0; packet.Keyframe && layer < layers; layer++)
        {
            packet.Heights[layer] = (ushort)(180 << layer);
        }

        return packet;
    }
}
