namespace Rtp.Rtcp;

/// <summary>The kinds of extended report blocks that are used here (RFC 3611 section 4).</summary>
public static class ExtendedReportBlockType
{
    /// <summary>The clock of one that sends no sender reports (RFC 3611 section 4.4).</summary>
    public const byte ReceiverReferenceTime = 4;

    /// <summary>The echo of such clocks (RFC 3611 section 4.5).</summary>
    public const byte DelaySinceLastReceiverReport = 5;
}
