namespace Sfu.Congestion;

/// <summary>What receiver reports (RFC 3550 section 6.4) say of a span of time.</summary>
/// <param name="Expected">Packets that were sent, as far as the receiver knows.</param>
/// <param name="Lost">How many of them are missing; below zero where more came of earlier ones.</param>
internal readonly record struct ReportedReceipt(int Expected, int Lost)
{
    /// <summary>Both together.</summary>
    public static ReportedReceipt operator +(ReportedReceipt left, ReportedReceipt right) => new(left.Expected + right.Expected, left.Lost + right.Lost);
}
