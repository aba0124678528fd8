using Rtp.Rtcp;
using Sfu.Quality;

namespace Sfu.Streams.Outgoing;

/// <summary>What a receiver reports of one stream (RFC 3550 section 6.4).</summary>
internal sealed class ReportedReception
{
    private const double LossSmoothing = 0.25;

    private int _lost;

    /// <summary>What it last reported, or null.</summary>
    public ReceptionReport? Last { get; private set; }

    /// <summary>The share of packets that it lacked, smoothed over some reports.</summary>
    public double Loss { get; private set; }

    /// <summary>Notes a report; answers how many more packets are missing than before.</summary>
    /// <param name="block">The report.</param>
    /// <param name="copies">How often each packet is sent: once, or more often by redundancy.</param>
    /// <param name="clockRate">Units of a timestamp a second.</param>
    /// <param name="now">The time.</param>
    public int Note(in ReportBlock block, int copies, int clockRate, MediaTime now)
    {
        double lost = block.FractionLost / 256.0;
        Loss += (lost - Loss) * LossSmoothing;

        // Losses at random leave what all copies of a packet have in common.
        Last = new ReceptionReport(Math.Pow(lost, copies), block.Jitter * 1_000_000L / clockRate, now);
        int more = Math.Max(0, block.CumulativeLost - _lost);
        _lost = block.CumulativeLost;
        return more;
    }
}
