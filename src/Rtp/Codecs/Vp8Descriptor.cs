using System.Buffers.Binary;

namespace Rtp.Codecs;

/// <summary>
/// The payload descriptor of VP8 (RFC 7741 section 4.2), with the one bit of the payload header (section 4.3) that tells a keyframe.
/// </summary>
public readonly record struct Vp8Descriptor
{
    private const byte ExtensionBit = 0x80;
    private const byte NonReferenceBit = 0x20;
    private const byte StartBit = 0x10;
    private const byte PartitionMask = 0x07;
    private const byte PictureIdBit = 0x80;
    private const byte Tl0PicIdxBit = 0x40;
    private const byte TemporalIdBit = 0x20;
    private const byte KeyIndexBit = 0x10;
    private const byte LayerSyncBit = 0x20;
    private const byte KeyIndexMask = 0x1F;
    private const byte InterFrameBit = 0x01;
    private const int StartCodeOffset = 3;
    private const int HeightOffset = 8;
    private const int KeyframeHeaderLength = 10;
    private const int SizeMask = 0x3FFF;

    private static ReadOnlySpan<byte> StartCode => [0x9D, 0x01, 0x2A];

    private readonly byte _pictureIdOffset;
    private readonly byte _tl0PicIdxOffset;

    private Vp8Descriptor(ReadOnlySpan<byte> payload, byte pictureIdOffset, byte tl0PicIdxOffset)
    {
        NonReference = (payload[0] & NonReferenceBit) != 0;
        StartOfPartition = (payload[0] & StartBit) != 0;
        PartitionIndex = (byte)(payload[0] & PartitionMask);
        _pictureIdOffset = pictureIdOffset;
        _tl0PicIdxOffset = tl0PicIdxOffset;
    }

    /// <summary>Bytes of the descriptor; the VP8 bitstream follows.</summary>
    public byte Length { get; private init; }

    /// <summary>N: no other frame refers to this one, so it may be dropped alone.</summary>
    public bool NonReference { get; }

    /// <summary>S: the packet starts a partition.</summary>
    public bool StartOfPartition { get; }

    /// <summary>PID: which partition.</summary>
    public byte PartitionIndex { get; }

    /// <summary>Whether there is a picture identifier.</summary>
    public bool HasPictureId => _pictureIdOffset != 0;

    /// <summary>Whether the picture identifier has fifteen bits rather than seven.</summary>
    public bool HasLongPictureId { get; private init; }

    /// <summary>The picture identifier; 0 without one.</summary>
    public ushort PictureId { get; private init; }

    /// <summary>Whether there is an index of the base layer's frames.</summary>
    public bool HasTl0PicIdx => _tl0PicIdxOffset != 0;

    /// <summary>TL0PICIDX: counts the frames of the lowest temporal layer; 0 without one.</summary>
    public byte Tl0PicIdx { get; private init; }

    /// <summary>Whether there is a temporal layer.</summary>
    public bool HasTemporalId { get; private init; }

    /// <summary>TID: the temporal layer, 0 to 3; 0 without one.</summary>
    public byte TemporalId { get; private init; }

    /// <summary>Y: the frame refers to the base layer only, so that this temporal layer may be entered here.</summary>
    public bool LayerSync { get; private init; }

    /// <summary>KEYIDX: counts keyframes modulo 32, or null without one.</summary>
    public byte? KeyIndex { get; private init; }

    /// <summary>Whether the packet starts a frame.</summary>
    public bool StartOfFrame => StartOfPartition && PartitionIndex == 0;

    /// <summary>Whether the packet starts a keyframe.</summary>
    public bool IsKeyframe { get; private init; }

    /// <summary>Reads the descriptor at the start of a payload.</summary>
    /// <returns>False when it is cut off.</returns>
    public static bool TryParse(ReadOnlySpan<byte> payload, out Vp8Descriptor descriptor)
    {
        descriptor = default;
        if (payload.IsEmpty)
        {
            return false;
        }

        int offset = 1;
        byte fields = 0;
        if ((payload[0] & ExtensionBit) != 0)
        {
            if (payload.Length < 2)
            {
                return false;
            }

            fields = payload[1];
            offset = 2;
        }

        int pictureIdOffset = (fields & PictureIdBit) != 0 ? offset : 0;
        ushort pictureId = 0;
        bool isLong = false;
        if (pictureIdOffset != 0 && !Codecs.PictureId.TryRead(payload, ref offset, out pictureId, out isLong))
        {
            return false;
        }

        int tl0PicIdxOffset = (fields & Tl0PicIdxBit) != 0 ? offset++ : 0;
        int layerOffset = (fields & (TemporalIdBit | KeyIndexBit)) != 0 ? offset++ : 0;
        if (offset > payload.Length)
        {
            return false;
        }

        byte layer = layerOffset != 0 ? payload[layerOffset] : (byte)0;
        bool hasTemporalId = (fields & TemporalIdBit) != 0;
        var parsed = new Vp8Descriptor(payload, (byte)pictureIdOffset, (byte)tl0PicIdxOffset)
        {
            Length = (byte)offset,
            HasLongPictureId = isLong,
            PictureId = pictureId,
            Tl0PicIdx = tl0PicIdxOffset != 0 ? payload[tl0PicIdxOffset] : (byte)0,
            HasTemporalId = hasTemporalId,
            TemporalId = hasTemporalId ? (byte)(layer >> 6) : (byte)0,
            LayerSync = hasTemporalId && (layer & LayerSyncBit) != 0,
            KeyIndex = (fields & KeyIndexBit) != 0 ? (byte)(layer & KeyIndexMask) : null,
        };
        descriptor = parsed with
        {
            IsKeyframe = parsed.StartOfFrame && payload.Length > offset && (payload[offset] & InterFrameBit) == 0,
        };
        return true;
    }

    /// <summary>Pixels that the picture is high, as the payload that was read says where it starts a keyframe (RFC 6386 section 9.1); else 0.</summary>
    public ushort Height(ReadOnlySpan<byte> payload) => IsKeyframe && payload.Length >= Length + KeyframeHeaderLength && payload.Slice(Length + StartCodeOffset, 3).SequenceEqual(StartCode)
        ? (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(payload[(Length + HeightOffset)..]) & SizeMask)
        : (ushort)0;

    /// <summary>
    /// Overwrites picture identifier and TL0PICIDX, as far as there are any, of a payload that <see cref="TryParse"/> has read before: the short way for
    /// whoever writes the same payload anew for each of many receivers.
    /// </summary>
    public static void WriteNumbers(Span<byte> payload, ushort pictureId, byte tl0PicIdx)
    {
        if ((payload[0] & ExtensionBit) == 0)
        {
            return;
        }

        byte fields = payload[1];
        int offset = 2;
        if ((fields & PictureIdBit) != 0)
        {
            Codecs.PictureId.Overwrite(payload, ref offset, pictureId);
        }

        if ((fields & Tl0PicIdxBit) != 0)
        {
            payload[offset] = tl0PicIdx;
        }
    }
}
