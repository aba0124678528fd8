using Rtp;

namespace Sfu.Streams.Incoming;

/// <summary>A sender report that came.</summary>
/// <param name="Sent">The sender's wall clock.</param>
/// <param name="Timestamp">The same instant as RTP timestamp.</param>
/// <param name="Arrival">When it came.</param>
internal readonly record struct SenderReportInfo(NtpTime Sent, uint Timestamp, MediaTime Arrival);
