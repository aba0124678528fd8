using Rtp.Codecs;

namespace Sfu.Streams;

/// <summary>Reads from payloads what forwarding needs to know, and writes what a subscriber's copy must say otherwise.</summary>
internal static class PayloadInspector
{
    /// <summary>Reads whether a payload starts a keyframe, and its picture numbers. One that cannot be read is passed on as it is.</summary>
    public static void Inspect(PayloadFormat format, ReadOnlySpan<byte> payload, ref MediaPacket packet)
    {
        packet.Picture = PictureNumbers.None;
        switch (format)
        {
            case PayloadFormat.Vp8 when Vp8Descriptor.TryParse(payload, out Vp8Descriptor vp8):
                packet.Keyframe = vp8.IsKeyframe;
                packet.Picture = Numbers(vp8.HasPictureId, vp8.PictureId, vp8.HasTl0PicIdx, vp8.Tl0PicIdx);
                break;
            case PayloadFormat.Vp9 when Vp9Descriptor.TryParse(payload, out Vp9Descriptor vp9):
                packet.Keyframe = vp9.IsKeyframe;
                packet.Picture = Numbers(vp9.HasPictureId, vp9.PictureId, vp9.HasTl0PicIdx, vp9.Tl0PicIdx);
                break;
            case PayloadFormat.H264 when H264Payload.TryParse(payload, out H264Payload h264):
                packet.Keyframe = h264.IsKeyframe;
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

    private static PictureNumbers Numbers(bool hasPictureId, ushort pictureId, bool hasTl0, byte tl0) =>
        new(hasPictureId ? (short)pictureId : (short)-1, hasTl0 ? tl0 : (short)-1);
}
