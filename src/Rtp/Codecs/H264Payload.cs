using System.Buffers.Binary;

namespace Rtp.Codecs;

/// <summary>
/// What an H.264 payload holds (RFC 6184), in the packetization modes that WebRTC uses (RFC 7742 section 6.2): single NAL units, STAP-A
/// and FU-A.
/// </summary>
public readonly record struct H264Payload
{
    private const byte TypeMask = 0x1F;
    private const byte ReferenceMask = 0x60;
    private const byte StartBit = 0x80;
    private const byte EndBit = 0x40;
    private const int FuHeaderLength = 2;
    private const int SizeLength = 2;

    private readonly ushort _parametersOffset;
    private readonly ushort _parametersLength;

    private H264Payload(in H264Payload former, int parametersOffset, int parametersLength)
    {
        this = former;
        _parametersOffset = (ushort)parametersOffset;
        _parametersLength = (ushort)parametersLength;
    }

    /// <summary>Whether the payload starts a NAL unit, rather than going on with one.</summary>
    public bool StartsUnit { get; private init; }

    /// <summary>Whether the payload ends a NAL unit.</summary>
    public bool EndsUnit { get; private init; }

    /// <summary>Whether a sequence parameter set is in it.</summary>
    public bool HasSequenceParameterSet { get; private init; }

    /// <summary>Whether a picture parameter set is in it.</summary>
    public bool HasPictureParameterSet { get; private init; }

    /// <summary>Whether it is of a picture that no other refers to: a slice whose nal_ref_idc is 0 (ITU-T H.264 section 7.4.1).</summary>
    public bool IsDiscardable { get; private init; }

    /// <summary>Whether a slice of an IDR picture starts in it.</summary>
    public bool HasIdr { get; private init; }

    /// <summary>
    /// Whether a decoder can start here: at the parameter sets in front of an IDR picture, or, with parameter sets known from before,
    /// at the IDR picture itself.
    /// </summary>
    public bool IsKeyframe => HasSequenceParameterSet || HasIdr;

    /// <summary>Reads a payload.</summary>
    /// <returns>False when it is empty, cut off, or in another packetization (STAP-B, MTAP, FU-B).</returns>
    public static bool TryParse(ReadOnlySpan<byte> payload, out H264Payload parsed)
    {
        parsed = default;
        if (payload.IsEmpty)
        {
            return false;
        }

        switch (payload[0] & TypeMask)
        {
            case >= 1 and <= H264NalUnitType.LastSingle:
                parsed = Single.With(payload, 0, payload.Length);
                return true;
            case H264NalUnitType.StapA:
                return TryParseAggregate(payload, out parsed);
            case H264NalUnitType.FuA:
                return TryParseFragment(payload, out parsed);
            default:
                return false;
        }
    }

    /// <summary>Pixels that the pictures are high, as a whole sequence parameter set in the payload that was read says; else 0.</summary>
    public ushort Height(ReadOnlySpan<byte> payload) =>
        HasSequenceParameterSet && _parametersOffset + _parametersLength <= payload.Length ? H264SequenceParameters.Height(payload.Slice(_parametersOffset, _parametersLength)) : (ushort)0;

    private static H264Payload Single => new() { StartsUnit = true, EndsUnit = true };

    // A whole unit of a payload.
    private H264Payload With(ReadOnlySpan<byte> payload, int offset, int length)
    {
        H264Payload with = With(payload[offset]);
        return (payload[offset] & TypeMask) == H264NalUnitType.SequenceParameterSet && length <= ushort.MaxValue ? new H264Payload(with, offset, length) : with;
    }

    private H264Payload With(byte unitHeader) => (unitHeader & TypeMask) switch
    {
        H264NalUnitType.Idr => this with { HasIdr = true },
        H264NalUnitType.SequenceParameterSet => this with { HasSequenceParameterSet = true },
        H264NalUnitType.PictureParameterSet => this with { HasPictureParameterSet = true },
        H264NalUnitType.Slice => this with { IsDiscardable = (unitHeader & ReferenceMask) == 0 },
        _ => this,
    };

    // RFC 6184 section 5.7.1: units with their sizes, to the end of the payload.
    private static bool TryParseAggregate(ReadOnlySpan<byte> payload, out H264Payload parsed)
    {
        parsed = default;
        int offset = 1;
        H264Payload found = Single;
        do
        {
            if (payload.Length - offset < SizeLength)
            {
                return false;
            }

            int size = BinaryPrimitives.ReadUInt16BigEndian(payload[offset..]);
            offset += SizeLength;
            if (size == 0 || size > payload.Length - offset)
            {
                return false;
            }

            found = found.With(payload, offset, size);
            offset += size;
        }
        while (offset < payload.Length);

        parsed = found;
        return true;
    }

    // RFC 6184 section 5.8: a piece of one unit, whose type stands in the second byte.
    private static bool TryParseFragment(ReadOnlySpan<byte> payload, out H264Payload parsed)
    {
        parsed = default;
        if (payload.Length < FuHeaderLength)
        {
            return false;
        }

        bool starts = (payload[1] & StartBit) != 0;
        parsed = new H264Payload { StartsUnit = starts, EndsUnit = (payload[1] & EndBit) != 0 };
        byte unitHeader = (byte)((payload[0] & ReferenceMask) | (payload[1] & TypeMask));
        parsed = starts || (unitHeader & TypeMask) == H264NalUnitType.Slice ? parsed.With(unitHeader) : parsed;
        return true;
    }
}
