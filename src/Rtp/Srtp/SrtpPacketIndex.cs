namespace Rtp.Srtp;

/// <summary>The 48-bit index of an SRTP packet: rollover counter (ROC) and sequence number (RFC 3711 section 3.3.1).</summary>
internal static class SrtpPacketIndex
{
    /// <summary>The last index of a key (RFC 3711 section 9.2).</summary>
    public const long Maximum = (1L << 48) - 1;

    /// <summary>Packets between two with the same sequence number.</summary>
    public const int Epoch = 1 << 16;

    /// <summary>
    /// The index with this sequence number that is nearest to the highest one so far, that is with the same ROC, the one before or the
    /// one after. Negative: before the first packet.
    /// </summary>
    public static long Nearest(ReplayWindow window, ushort sequenceNumber) => window.HasStarted
        ? (long)window.Highest + (short)(sequenceNumber - (ushort)window.Highest)
        : sequenceNumber;
}
