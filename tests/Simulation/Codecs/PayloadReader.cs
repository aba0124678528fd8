using Rtp.Codecs;

namespace Simulation.Codecs;

/// <summary>Reads the descriptors that <see cref="Packetizer"/> writes, as they came through the engine.</summary>
internal static class PayloadReader
{
    /// <summary>Reads a payload of video.</summary>
    /// <returns>False for what is no such payload.</returns>
    public static bool TryRead(string codec, ReadOnlySpan<byte> payload, out PayloadInfo info)
    {
        info = new PayloadInfo { PictureId = -1, Tl0PicIndex = -1, Temporal = -1, Picture = [] };
        int length;
        switch (codec)
        {
            case "VP8" when Vp8Descriptor.TryParse(payload, out Vp8Descriptor vp8):
                length = vp8.Length + (vp8.IsKeyframe ? Packetizer.Vp8KeyframeHeader : 1);
                info = info with
                {
                    Starts = vp8.StartOfFrame,
                    Keyframe = vp8.IsKeyframe,
                    PictureId = vp8.HasPictureId ? vp8.PictureId : -1,
                    Tl0PicIndex = vp8.HasTl0PicIdx ? vp8.Tl0PicIdx : -1,
                    Temporal = vp8.HasTemporalId ? vp8.TemporalId : -1,
                    LayerSync = vp8.LayerSync,
                };
                break;
            case "VP9" when Vp9Descriptor.TryParse(payload, out Vp9Descriptor vp9):
                length = vp9.Length;
                info = info with
                {
                    Starts = vp9.StartOfFrame,
                    Ends = vp9.EndOfFrame,
                    Keyframe = vp9.IsKeyframe,
                    PictureId = vp9.HasPictureId ? vp9.PictureId : -1,
                    Tl0PicIndex = vp9.HasTl0PicIdx ? vp9.Tl0PicIdx : -1,
                    Temporal = vp9.HasLayers ? vp9.TemporalId : -1,
                    Spatial = vp9.SpatialId,
                    InterPicture = vp9.InterPicturePredicted,
                    InterLayer = vp9.InterLayerPredicted,
                    Picture = ReadPattern(vp9, payload),
                };
                break;
            case "AV1" when Av1AggregationHeader.TryParse(payload, out Av1AggregationHeader av1):
                length = Av1AggregationHeader.Length + 1;
                info = info with { Starts = !av1.ContinuesUnit, Ends = !av1.UnitContinues, Keyframe = av1.IsKeyframe };
                break;
            case "H264" when H264Payload.TryParse(payload, out H264Payload h264):
                length = h264.HasSequenceParameterSet ? ParameterSets.Length(payload) : h264 is { StartsUnit: true, EndsUnit: true } ? 1 : 2;
                info = info with { Keyframe = h264.IsKeyframe };
                break;
            default:
                return false;
        }

        if (length > payload.Length || !FrameMark.TryRead(payload[length..], out FrameMark mark))
        {
            return false;
        }

        // H.264 leaves it to timestamps and the marker where a frame of several units starts and ends.
        info = codec == "H264" ? info with { Mark = mark, Starts = mark.Packet == 0, Ends = mark.Packet == mark.Packets - 1 } : info with { Mark = mark };
        return true;
    }

    private static int[] ReadPattern(in Vp9Descriptor descriptor, ReadOnlySpan<byte> payload)
    {
        if (!Vp9ScalabilityStructure.TryParse(payload, descriptor, out Vp9ScalabilityStructure structure))
        {
            return [];
        }

        int count = structure.PictureCount;
        return [.. Enumerable.Range(0, count).Select(position => ScalabilityMode.PictureDifference(count, position))];
    }
}
