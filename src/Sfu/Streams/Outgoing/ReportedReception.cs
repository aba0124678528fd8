using Rtp.Rtcp;
using Sfu.Congestion;
using Sfu.Quality;

namespace Sfu.Streams.Outgoing;

/// <summary>What a receiver reports of one stream (RFC 3550 section 6.4).</summary>
internal sealed class ReportedReception
{
    private const double LossSmoothing = 0.25;

    // A report can speak of what was sent when the one before was on its way.
    private const int SentBefore = 1_000;

    private ReportBlock? _last;
    private uint _sent;

    /// <summary>What it last reported, or null.</summary>
    public ReceptionReport? Last { get; private set; }

    /// <summary>The share of packets that it lacked, smoothed over some reports.</summary>
    public double Loss { get; private set; }

    /// <summary>Notes a report; answers what it says of the time since the last one.</summary>
    /// <param name="block">The report.</param>
    /// <param name="sent">Packets sent until now.</param>
    /// <param name="copies">How often each packet is sent: once, or more often by redundancy.</param>
    /// <param name="clockRate">Units of a timestamp a second.</param>
    /// <param name="now">The time.</param>
    public ReportedReceipt Note(in ReportBlock block, uint sent, int copies, int clockRate, MediaTime now)
    {
        double lost = block.FractionLost / 256.0;
        Loss += (lost - Loss) * LossSmoothing;

        // Losses at random leave what all copies of a packet have in common.
        Last = new ReceptionReport(Math.Pow(lost, copies), block.Jitter * 1_000_000L / clockRate, now);
        ReportedReceipt receipt = Since(_last, block, sent - _sent);
        _last = block;
        _sent = sent;
        return receipt;
    }

    // Whatever a report says, it is of no more packets than were sent.
    private static ReportedReceipt Since(in ReportBlock? before, in ReportBlock block, uint sent)
    {
        uint reported = before is { } last ? block.ExtendedHighestSequenceNumber - last.ExtendedHighestSequenceNumber : sent;
        int expected = (int)Math.Min(reported, Math.Min(sent, int.MaxValue - SentBefore) + SentBefore);
        return new ReportedReceipt(expected, Math.Clamp(block.CumulativeLost - (before?.CumulativeLost ?? 0), -expected, expected));
    }
}
