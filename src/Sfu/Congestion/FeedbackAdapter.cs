using System.Runtime.CompilerServices;
using Rtp.Rtcp;

namespace Sfu.Congestion;

/// <summary>
/// Turns transport-wide feedback (draft-holmer-rmcat-transport-wide-cc-extensions-01) into results of the packets that were sent. Whatever a receiver
/// writes, it touches only packets that are in the history, each once, and costs no more than the feedback has bytes: rows of losses are cut to the history.
/// </summary>
internal sealed class FeedbackAdapter(SentPacketHistory history)
{
    // The reference time has 24 bits of 64 ms: it wraps every 12 days.
    private const int ReferenceBits = 24;
    private const int FirstLosses = 32;

    private PacketResult[] _results = new PacketResult[128];
    private PacketLoss[] _losses = [];
    private int _count;
    private int _lossCount;
    private long _lastReference;
    private bool _started;

    /// <summary>The packets that came, by the last feedback, in the order of their sending. Valid until the next.</summary>
    public ReadOnlySpan<PacketResult> Results => _results.AsSpan(0, _count);

    /// <summary>The packets of pictures that the last feedback was the first to call missing. Valid until the next.</summary>
    public ReadOnlySpan<PacketLoss> Losses => _losses.AsSpan(0, _lossCount);

    /// <summary>Reads feedback; what came is in <see cref="Results"/>, what did not in <see cref="Losses"/>.</summary>
    public FeedbackReport Read(TransportFeedback feedback, MediaTime now)
    {
        _count = 0;
        _lossCount = 0;
        long reference = Reference(feedback.ReferenceTime);
        int received = 0;
        int lost = 0;
        int recovered = 0;
        int repeated = 0;
        int unmatched = 0;
        long roundTrip = 0;
        foreach (TransportFeedbackStatus status in feedback)
        {
            if (!status.Received)
            {
                lost += NoteLost(status);
                continue;
            }

            ref NumberedPacket packet = ref history.Find(history.Unwrap(status.SequenceNumber));
            if (Unsafe.IsNullRef(ref packet))
            {
                unmatched++;
                continue;
            }

            if (packet.Fate == SentPacketFate.Received)
            {
                repeated++;
                continue;
            }

            received++;
            recovered += packet.Fate == SentPacketFate.Missing ? 1 : 0;
            history.Settle(ref packet, SentPacketFate.Received);
            Add(new PacketResult(
                packet.SentAt, reference + (status.SinceReference * TransportFeedback.DeltaMicroseconds), packet.Size, packet.Probe, packet.Kind));
            roundTrip = now - packet.SentAt;
        }

        return new FeedbackReport(received, lost, recovered, repeated, unmatched, roundTrip);
    }

    private int NoteLost(TransportFeedbackStatus status)
    {
        // The last of the row is the anchor: what lies before the history is not looked at.
        long last = history.Unwrap((ushort)(status.SequenceNumber + status.Count - 1));
        long first = Math.Max(last - status.Count + 1, last - SentPacketHistory.Capacity);
        int lost = 0;
        for (long number = first; number <= last; number++)
        {
            ref NumberedPacket packet = ref history.Find(number);
            if (!Unsafe.IsNullRef(ref packet) && packet.Fate == SentPacketFate.Unknown)
            {
                history.Settle(ref packet, SentPacketFate.Missing);
                lost++;
                if (packet.Kind is SentPacketKind.Video or SentPacketKind.Retransmission)
                {
                    Add(new PacketLoss(packet.Source, packet.Sequence, packet.SentAt));
                }
            }
        }

        return lost;
    }

    private long Reference(int reference)
    {
        // The difference to the last one, as signed number of 24 bits.
        long step = (int)((uint)(reference - (int)_lastReference) << (32 - ReferenceBits)) >> (32 - ReferenceBits);
        _lastReference = _started ? _lastReference + step : reference;
        _started = true;
        return _lastReference * TransportFeedback.ReferenceMicroseconds;
    }

    // A packet of feedback has at most as many statuses as bytes; the array stays as long as the longest.
    private void Add(in PacketResult result)
    {
        if (_count == _results.Length)
        {
            Array.Resize(ref _results, _results.Length * 2);
        }

        _results[_count++] = result;
    }

    // No more than the history holds.
    private void Add(in PacketLoss loss)
    {
        if (_lossCount == _losses.Length)
        {
            Array.Resize(ref _losses, Math.Max(FirstLosses, _losses.Length * 2));
        }

        _losses[_lossCount++] = loss;
    }
}
