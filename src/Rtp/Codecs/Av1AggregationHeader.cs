namespace Rtp.Codecs;

/// <summary>The first byte of an AV1 payload (RTP Payload Format For AV1, section 4.4).</summary>
/// <param name="ContinuesUnit">Z: the first unit goes on from the packet before.</param>
/// <param name="UnitContinues">Y: the last unit goes on in the next packet.</param>
/// <param name="UnitCount">W: how many units there are, 1 to 3; 0 when each says its length.</param>
/// <param name="StartsCodedVideoSequence">N: the packet is the first of a coded video sequence.</param>
public readonly record struct Av1AggregationHeader(bool ContinuesUnit, bool UnitContinues, byte UnitCount, bool StartsCodedVideoSequence)
{
    /// <summary>Bytes of the header.</summary>
    public const int Length = 1;

    private const byte ContinuesUnitBit = 0x80;
    private const byte UnitContinuesBit = 0x40;
    private const byte StartsSequenceBit = 0x08;

    /// <summary>Whether the packet starts a keyframe: a coded video sequence begins with one.</summary>
    public bool IsKeyframe => StartsCodedVideoSequence;

    /// <summary>Reads the header at the start of a payload.</summary>
    /// <returns>False when there is nothing behind it, or it both starts a sequence and goes on with a unit, which cannot be.</returns>
    public static bool TryParse(ReadOnlySpan<byte> payload, out Av1AggregationHeader header)
    {
        header = default;
        if (payload.Length <= Length)
        {
            return false;
        }

        byte first = payload[0];
        var parsed = new Av1AggregationHeader(
            (first & ContinuesUnitBit) != 0, (first & UnitContinuesBit) != 0, (byte)((first >> 4) & 3), (first & StartsSequenceBit) != 0);
        if (parsed.StartsCodedVideoSequence && parsed.ContinuesUnit)
        {
            return false;
        }

        header = parsed;
        return true;
    }
}
