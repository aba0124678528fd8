namespace Rtp.Codecs;

/// <summary>What a frame is for each of up to 32 decode targets, two bits each.</summary>
/// <param name="Bits">The indication of target i in bits 2i and 2i + 1.</param>
public readonly record struct DecodeTargetIndications(ulong Bits)
{
    /// <summary>The indication for a target, 0 to 31.</summary>
    public DecodeTargetIndication this[int target] => (DecodeTargetIndication)((Bits >> (2 * target)) & 3);

    /// <summary>The targets that the frame is part of, a bit each.</summary>
    public uint Present => Gather((Bits | (Bits >> 1)) & 0x5555_5555_5555_5555);

    /// <summary>The targets that may be entered at the frame, a bit each.</summary>
    public uint Switches => Gather((Bits >> 1) & ~Bits & 0x5555_5555_5555_5555);

    internal static DecodeTargetIndications Read(ref BitReader reader, int targets)
    {
        ulong bits = 0;
        for (int i = 0; i < targets; i++)
        {
            bits |= (ulong)reader.Read(2) << (2 * i);
        }

        return new DecodeTargetIndications(bits);
    }

    // Moves every even bit to half its place.
    private static uint Gather(ulong bits)
    {
        bits = (bits | (bits >> 1)) & 0x3333_3333_3333_3333;
        bits = (bits | (bits >> 2)) & 0x0F0F_0F0F_0F0F_0F0F;
        bits = (bits | (bits >> 4)) & 0x00FF_00FF_00FF_00FF;
        bits = (bits | (bits >> 8)) & 0x0000_FFFF_0000_FFFF;
        return (uint)(bits | (bits >> 16));
    }
}
