namespace Rtp.Rtcp;

/// <summary>What transport-wide feedback says of one packet that arrived, or of a row of packets that did not.</summary>
/// <param name="SequenceNumber">The transport-wide number of the packet, or of the first of the row.</param>
/// <param name="Count">
/// 1 for a packet that arrived; for lost ones how many follow one another. Rows stay rows, so that a few bytes that claim tens of thousands
/// of losses cost no more than their bytes.
/// </param>
/// <param name="Received">Whether the packet arrived.</param>
/// <param name="Delta">
/// The time since the previous arrival in this feedback (for the first: since the reference time), in units of 250 us; 0 for lost ones.
/// </param>
/// <param name="SinceReference">The time since the reference time, in units of 250 us; 0 for lost ones.</param>
public readonly record struct TransportFeedbackStatus(ushort SequenceNumber, ushort Count, bool Received, short Delta, long SinceReference);
