namespace Sfu.Congestion;

/// <summary>What one packet of feedback told, beside the packets that came.</summary>
/// <param name="Received">Packets that came.</param>
/// <param name="Lost">Packets that had not come.</param>
/// <param name="Recovered">Packets that had been reported missing and came after all.</param>
/// <param name="Repeated">Packets that an earlier feedback had reported as received.</param>
/// <param name="Unmatched">Packets reported as received that were never sent, or too long ago.</param>
/// <param name="RoundTrip">Microseconds from sending the last of the packets to now, with the time that the receiver waited; 0 without one.</param>
internal readonly record struct FeedbackReport(int Received, int Lost, int Recovered, int Repeated, int Unmatched, long RoundTrip)
{
    /// <summary>
    /// Whether it speaks only of packets that are not known: what is under way cannot be judged then, and more must not be sent blindly.
    /// </summary>
    public bool IsBlind => Unmatched > 0 && Received == 0 && Repeated == 0 && Recovered == 0;
}
