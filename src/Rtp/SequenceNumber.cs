namespace Rtp;

/// <summary>Serial arithmetic on 16-bit sequence numbers, modulo 2^16 (RFC 3550 section 5.1, RFC 1982).</summary>
public static class SequenceNumber
{
    /// <summary>
    /// The steps from one number to another along the shorter way, -32768 to 32767; negative when <paramref name="to"/> is older.
    /// </summary>
    public static short Distance(ushort from, ushort to) => (short)(to - from);
}
