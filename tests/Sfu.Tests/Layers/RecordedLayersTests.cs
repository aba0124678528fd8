using Rtp;
using Rtp.Tests.Recordings;
using Sfu.Memory;
using Sfu.Streams;
using Sfu.Streams.Layers;

namespace Sfu.Tests.Layers;

/// <summary>What browsers sent, at every layer: a decoder that gets only what is selected must be able to decode all of it.</summary>
public sealed class RecordedLayersTests
{
    private static readonly Dictionary<string, (Recording Recording, string Codec, PayloadFormat Format, int Spatial, int Temporal)> Streams = new()
    {
        ["VP8 L1T3"] = (Recording.Vp8, "VP8/90000", PayloadFormat.Vp8, 1, 3),
        ["VP8 L1T3, Dependency Descriptor"] = (Recording.Vp8WithDependencyDescriptor, "VP8/90000", PayloadFormat.Vp8, 1, 3),
        ["VP9 L3T3, by its own descriptor"] = (Recording.Vp9, "VP9/90000", PayloadFormat.Vp9, 3, 3),
        ["VP9 L3T3_KEY, by its own descriptor"] = (Recording.Vp9KeyScalable, "VP9/90000", PayloadFormat.Vp9, 3, 3),
        ["VP9 L3T3"] = (Recording.Vp9, "VP9/90000", PayloadFormat.Vp9, 3, 3),
        ["VP9 L3T3_KEY"] = (Recording.Vp9KeyScalable, "VP9/90000", PayloadFormat.Vp9, 3, 3),
        ["AV1 L3T3_KEY"] = (Recording.Av1, "AV1/90000", PayloadFormat.Av1, 3, 3),
    };

    public static TheoryData<string> Names => [.. Streams.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_layer_can_be_decoded_from_what_is_selected_for_it(string name)
    {
        for (int spatial = 0; spatial < Streams[name].Spatial; spatial++)
        {
            for (int temporal = 0; temporal < Streams[name].Temporal; temporal++)
            {
                var target = new LayerId((byte)spatial, (byte)temporal);
                (List<RecordedFrame> frames, LayerId? reached) = Play(name, _ => target);
                Assert.Equal(target, reached);
                Assert.Equal(spatial, frames.TakeLast(12).Max(frame => frame.Spatial));
                Assert.Equal(temporal, frames.TakeLast(12).Max(frame => frame.Temporal));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Whenever_the_layer_is_changed_what_is_sent_can_be_decoded(string name)
    {
        for (int seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            var target = new LayerId(0, 0);
            Play(name, _ => target = random.Next(30) == 0
                ? new LayerId((byte)random.Next(Streams[name].Spatial), (byte)random.Next(Streams[name].Temporal))
                : target);
        }
    }

    [Fact]
    public void Less_of_the_same_stream_is_sent_from_the_next_picture_on()
    {
        (List<RecordedFrame> frames, _) = Play("VP9 L3T3", packet => packet < 60 ? LayerId.Highest : new LayerId(0, 0));
        int first = frames.FindLastIndex(frame => frame.Spatial == 2) + 1;
        Assert.All(frames[first..], frame => Assert.Equal((0, 0), (frame.Spatial, frame.Temporal)));
        Assert.True(frames.Count - first > 1);
    }

    [Fact]
    public void What_a_layer_does_not_build_on_is_not_sent_with_it()
    {
        foreach (string name in Streams.Keys.Where(name => name.Contains("L3T3_KEY", StringComparison.Ordinal)))
        {
            (List<RecordedFrame> frames, _) = Play(name, _ => LayerId.Highest);
            int first = frames.FindIndex(frame => frame.Spatial == 2);
            Assert.All(frames[(first + 1)..], frame => Assert.Equal(2, frame.Spatial));
            Assert.True(frames.Count - first > 12);
        }
    }

    [Theory]
    [InlineData("VP9 L3T3")]
    [InlineData("VP9 L3T3_KEY")]
    public void Vp9_is_divided_by_its_own_descriptor_as_by_the_Dependency_Descriptor(string name)
    {
        for (int layer = 0; layer < 9; layer++)
        {
            var target = new LayerId((byte)(layer / 3), (byte)(layer % 3));
            Assert.Equal(Divide($"{name}, by its own descriptor", target), Divide(name, target));
        }

        static (uint, int, int)[] Divide(string name, LayerId target) =>
            [.. Play(name, _ => target).Frames.TakeLast(12).Select(frame => (frame.Timestamp, frame.Spatial, frame.Temporal))];
    }

    // Passes a recording through the selector; answers the frames that came out, every one of which was checked.
    private static (List<RecordedFrame> Frames, LayerId? Reached) Play(string name, Func<int, LayerId> target)
    {
        (Recording recording, string codec, PayloadFormat format, _, _) = Streams[name];
        var reader = new LayerReader(MediaKind.Video, null);
        var selector = default(LayerSelector);
        HashSet<ushort> sent = [];
        int count = 0;
        foreach ((byte[] bytes, RtpHeader header) in recording.Of(codec))
        {
            var packet = new MediaPacket { Timestamp = header.Timestamp, Slab = Slab.None };
            PayloadInspector.Inspect(format, header.Payload((ReadOnlySpan<byte>)bytes), ref packet);
            byte[]? descriptor = name.EndsWith("own descriptor", StringComparison.Ordinal) ? null : recording.Descriptor(bytes, header);
            reader.Read(format, descriptor, ref packet);
            selector.Aim(target(count++));
            if (header.PayloadLength > 0 && selector.Select(packet, reader))
            {
                sent.Add(header.SequenceNumber);
            }
        }

        List<RecordedFrame> frames = [];
        HashSet<RecordedFrame> decoded = [];
        foreach (RecordedFrame frame in RecordedFrame.Read(recording, codec).Where(frame => frame.Packets.Exists(sent.Contains)))
        {
            Assert.All(frame.Packets, packet => Assert.Contains(packet, sent));
            Assert.False(frame.Broken);
            Assert.All(frame.References, reference => Assert.Contains(reference, decoded));
            decoded.Add(frame);
            frames.Add(frame);
        }

        Assert.NotEmpty(frames);
        return (frames, selector.Current);
    }
}
