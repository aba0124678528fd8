using Rtp.Codecs;
using Sfu.Streams.Layers;

namespace Sfu.Streams;

/// <summary>Reads from payloads what forwarding needs to know, and writes what a subscriber's copy must say otherwise.</summary>
internal static class PayloadInspector
{
    /// <summary>
    /// Reads whether a payload starts a keyframe, its picture numbers, and its place among the layers as far as the payload says it. One that cannot
    /// be read is passed on as it is.
    /// </summary>
    public static void Inspect(PayloadFormat format, ReadOnlySpan<byte> payload, ref MediaPacket packet)
    {
        packet.Picture = PictureNumbers.None;
        switch (format)
        {
            case PayloadFormat.Vp8 when Vp8Descriptor.TryParse(payload, out Vp8Descriptor vp8):
                packet.Keyframe = vp8.IsKeyframe;
                packet.Heights[0] = vp8.Height(payload);
                packet.Picture = Numbers(vp8.HasPictureId, vp8.PictureId, vp8.HasLongPictureId, vp8.HasTl0PicIdx, vp8.Tl0PicIdx);
                packet.Layers.Layer = LayerId.Of(0, vp8.TemporalId);
                packet.Layers.Marks = Mark(vp8.StartOfFrame, FrameMarks.StartOfFrame) | Mark(vp8.LayerSync, FrameMarks.LayerSync);
                break;
            case PayloadFormat.Vp9 when Vp9Descriptor.TryParse(payload, out Vp9Descriptor vp9):
                packet.Keyframe = vp9.IsKeyframe;
                packet.Picture = Numbers(vp9.HasPictureId, vp9.PictureId, vp9.HasLongPictureId, vp9.HasTl0PicIdx, vp9.Tl0PicIdx);
                packet.Layers.Layer = LayerId.Of(vp9.SpatialId, vp9.TemporalId);
                packet.Layers.Marks = MarksOf(vp9);
                ReadHeights(vp9, payload, ref packet.Heights);
                break;
            case PayloadFormat.H264 when H264Payload.TryParse(payload, out H264Payload h264):
                packet.Keyframe = h264.IsKeyframe;
                packet.Heights[0] = h264.Height(payload);

                // Pictures that no other refers to are a layer of their own, which may be entered and left anywhere.
                packet.Layers.Layer = LayerId.Of(0, h264.IsDiscardable ? 1 : 0);
                packet.Layers.Marks = Mark(h264.IsDiscardable, FrameMarks.LayerSync);
                break;
            case PayloadFormat.Av1 when Av1AggregationHeader.TryParse(payload, out Av1AggregationHeader av1):
                packet.Keyframe = av1.IsKeyframe;
                break;
            default:
                break;
        }
    }

    /// <summary>Overwrites the picture numbers of a payload that <see cref="Inspect"/> has read.</summary>
    public static void WritePictureNumbers(PayloadFormat format, Span<byte> payload, PictureNumbers numbers)
    {
        if (format == PayloadFormat.Vp8)
        {
            Vp8Descriptor.WriteNumbers(payload, (ushort)numbers.PictureId, (byte)numbers.Tl0PicIndex);
        }
        else if (format == PayloadFormat.Vp9)
        {
            Vp9Descriptor.WriteNumbers(payload, (ushort)numbers.PictureId, (byte)numbers.Tl0PicIndex);
        }
    }

    private static PictureNumbers Numbers(bool hasPictureId, ushort pictureId, bool isLong, bool hasTl0, byte tl0) =>
        new(hasPictureId ? (short)pictureId : (short)-1, hasTl0 ? tl0 : (short)-1, hasPictureId && !isLong);

    // libwebrtc marks by U also the first picture of a layer that depends on lower ones only, which RFC 9628 does not ask for and which does no harm.
    private static FrameMarks MarksOf(in Vp9Descriptor vp9) =>
        Mark(vp9.StartOfFrame, FrameMarks.StartOfFrame)
        | Mark(vp9.EndOfFrame, FrameMarks.EndOfFrame)
        | Mark(vp9.SwitchingUpPoint, FrameMarks.SwitchingUp | FrameMarks.LayerSync)
        | Mark(vp9 is { StartOfFrame: true, InterPicturePredicted: false, InterLayerPredicted: true }, FrameMarks.SpatialSync)
        | Mark(vp9.NotReferenceForUpperLayers, FrameMarks.NotForHigherLayers);

    private static void ReadHeights(in Vp9Descriptor vp9, ReadOnlySpan<byte> payload, ref LayerHeights heights)
    {
        if (Vp9ScalabilityStructure.TryParse(payload, vp9, out Vp9ScalabilityStructure structure) && structure.HasResolutions)
        {
            for (int spatial = 0; spatial < Math.Min(structure.SpatialLayerCount, LayerId.MaximumSpatial); spatial++)
            {
                heights[spatial] = structure.Resolution(spatial).Height;
            }
        }
    }

    private static FrameMarks Mark(bool set, FrameMarks mark) => set ? mark : FrameMarks.None;
}
