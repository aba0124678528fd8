namespace Rtp.Codecs;

/// <summary>The payload descriptor of VP9 (RFC 9628 section 4.2), in flexible and non-flexible mode.</summary>
public readonly record struct Vp9Descriptor
{
    private const byte PictureIdBit = 0x80;
    private const byte InterPictureBit = 0x40;
    private const byte LayersBit = 0x20;
    private const byte FlexibleBit = 0x10;
    private const byte StartBit = 0x08;
    private const byte EndBit = 0x04;
    private const byte StructureBit = 0x02;
    private const byte NotForUpperBit = 0x01;
    private const byte SwitchingUpBit = 0x10;
    private const byte InterLayerBit = 0x01;
    private const byte MoreReferencesBit = 0x01;
    private const int MostReferences = 3;

    private readonly byte _flags;
    private readonly byte _pictureIdOffset;
    private readonly byte _tl0PicIdxOffset;
    private readonly byte _references;
    private readonly byte _structureOffset;

    private Vp9Descriptor(byte flags, int pictureIdOffset, int tl0PicIdxOffset, int references, int structureOffset)
    {
        _flags = flags;
        _pictureIdOffset = (byte)pictureIdOffset;
        _tl0PicIdxOffset = (byte)tl0PicIdxOffset;
        _references = (byte)references;
        _structureOffset = (byte)structureOffset;
    }

    /// <summary>Bytes of the descriptor; the VP9 bitstream follows.</summary>
    public int Length { get; private init; }

    /// <summary>I: whether there is a picture identifier.</summary>
    public bool HasPictureId => _pictureIdOffset != 0;

    /// <summary>Whether the picture identifier has fifteen bits rather than seven.</summary>
    public bool HasLongPictureId { get; private init; }

    /// <summary>The picture identifier; 0 without one.</summary>
    public ushort PictureId { get; private init; }

    /// <summary>P: the frame refers to earlier pictures.</summary>
    public bool InterPicturePredicted => (_flags & InterPictureBit) != 0;

    /// <summary>L: whether there are layer indices.</summary>
    public bool HasLayers => (_flags & LayersBit) != 0;

    /// <summary>F: the references stand in the descriptor rather than in a scalability structure.</summary>
    public bool Flexible => (_flags & FlexibleBit) != 0;

    /// <summary>B: the packet starts a frame (of its spatial layer).</summary>
    public bool StartOfFrame => (_flags & StartBit) != 0;

    /// <summary>E: the packet ends a frame (of its spatial layer).</summary>
    public bool EndOfFrame => (_flags & EndBit) != 0;

    /// <summary>V: whether there is a scalability structure, which <see cref="Vp9ScalabilityStructure.TryParse"/> reads.</summary>
    public bool HasScalabilityStructure => (_flags & StructureBit) != 0;

    /// <summary>Z: no higher spatial layer of this picture refers to this frame.</summary>
    public bool NotReferenceForUpperLayers => (_flags & NotForUpperBit) != 0;

    /// <summary>TID: the temporal layer, 0 to 7; 0 without layers.</summary>
    public byte TemporalId { get; private init; }

    /// <summary>SID: the spatial layer, 0 to 7; 0 without layers.</summary>
    public byte SpatialId { get; private init; }

    /// <summary>U: from this picture on, higher temporal layers may be entered.</summary>
    public bool SwitchingUpPoint { get; private init; }

    /// <summary>D: the frame refers to the spatial layer below it in the same picture.</summary>
    public bool InterLayerPredicted { get; private init; }

    /// <summary>Whether there is an index of the base layer's pictures (non-flexible mode only).</summary>
    public bool HasTl0PicIdx => _tl0PicIdxOffset != 0;

    /// <summary>TL0PICIDX: counts the pictures of the lowest temporal layer; 0 without one.</summary>
    public byte Tl0PicIdx { get; private init; }

    /// <summary>How many references the descriptor lists (flexible mode only), 0 to 3.</summary>
    public int ReferenceCount => _references;

    /// <summary>
    /// Whether the packet starts a frame that refers to no other, from which this spatial layer decodes alone. In a picture of several
    /// layers that build on one another this is the lowest one.
    /// </summary>
    public bool IsKeyframe => StartOfFrame && !InterPicturePredicted && !InterLayerPredicted;

    internal int StructureOffset => _structureOffset;

    /// <summary>Reads the descriptor at the start of a payload.</summary>
    /// <returns>False when it is cut off, or lists more than three references.</returns>
    public static bool TryParse(ReadOnlySpan<byte> payload, out Vp9Descriptor descriptor)
    {
        descriptor = default;
        if (payload.IsEmpty)
        {
            return false;
        }

        byte flags = payload[0];
        int offset = 1;
        int pictureIdOffset = (flags & PictureIdBit) != 0 ? offset : 0;
        ushort pictureId = 0;
        bool isLong = false;
        if (pictureIdOffset != 0 && !Codecs.PictureId.TryRead(payload, ref offset, out pictureId, out isLong))
        {
            return false;
        }

        bool hasLayers = (flags & LayersBit) != 0;
        bool flexible = (flags & FlexibleBit) != 0;
        int layerOffset = hasLayers ? offset++ : 0;
        int tl0PicIdxOffset = hasLayers && !flexible ? offset++ : 0;
        if (offset > payload.Length)
        {
            return false;
        }

        int references = 0;
        if (flexible && (flags & InterPictureBit) != 0 && !TrySkipReferences(payload, ref offset, out references))
        {
            return false;
        }

        int structureOffset = offset;
        if ((flags & StructureBit) != 0 && !Vp9ScalabilityStructure.TrySkip(payload, ref offset))
        {
            return false;
        }

        byte layers = hasLayers ? payload[layerOffset] : (byte)0;
        descriptor = new Vp9Descriptor(flags, pictureIdOffset, tl0PicIdxOffset, references, structureOffset)
        {
            Length = offset,
            HasLongPictureId = isLong,
            PictureId = pictureId,
            TemporalId = (byte)(layers >> 5),
            SwitchingUpPoint = (layers & SwitchingUpBit) != 0,
            SpatialId = (byte)((layers >> 1) & 0x07),
            InterLayerPredicted = (layers & InterLayerBit) != 0,
            Tl0PicIdx = tl0PicIdxOffset != 0 ? payload[tl0PicIdxOffset] : (byte)0,
        };
        return true;
    }

    /// <summary>
    /// Overwrites picture identifier and TL0PICIDX, as far as there are any, of a payload that <see cref="TryParse"/> has read before: the short way for
    /// whoever writes the same payload anew for each of many receivers.
    /// </summary>
    public static void WriteNumbers(Span<byte> payload, ushort pictureId, byte tl0PicIdx)
    {
        byte flags = payload[0];
        int offset = 1;
        if ((flags & PictureIdBit) != 0)
        {
            Codecs.PictureId.Overwrite(payload, ref offset, pictureId);
        }

        // Flexible mode has no TL0PICIDX; the byte before it is that of the layers.
        if ((flags & (LayersBit | FlexibleBit)) == LayersBit)
        {
            payload[offset + 1] = tl0PicIdx;
        }
    }

    /// <summary>How many pictures before this one a reference lies (P_DIFF, 1 to 127).</summary>
    /// <param name="payload">The payload that was read.</param>
    /// <param name="index">From 0 to <see cref="ReferenceCount"/> - 1.</param>
    public int ReferenceDifference(ReadOnlySpan<byte> payload, int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)_references, nameof(index));
        return payload[_structureOffset - _references + index] >> 1;
    }

    private static bool TrySkipReferences(ReadOnlySpan<byte> payload, ref int offset, out int references)
    {
        references = 0;
        bool more = true;
        while (more)
        {
            if (references == MostReferences || offset >= payload.Length)
            {
                return false;
            }

            more = (payload[offset++] & MoreReferencesBit) != 0;
            references++;
        }

        return true;
    }
}
