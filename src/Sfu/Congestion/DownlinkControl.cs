using Rtp.Rtcp;
using Sfu.Rooms;
using Sfu.Rtcp;
using Sfu.Streams.Incoming;
using Sfu.Streams.Outgoing;
using Sfu.Transports;

namespace Sfu.Congestion;

/// <summary>The congestion control of the way to one participant: takes its feedback, keeps the estimate, probes, and sets the pace.</summary>
internal sealed class DownlinkControl
{
    private const long Interval = 200_000;
    private const long HistoryAge = 10_000_000;

    // A way that has carried so much more than all that is wished for does not end near it.
    private const double AmpleFactor = 1.2;

    // Feedback comes at least every 250 ms from a receiver that gets anything.
    private const long BlindAfter = 700_000;
    private const long BlindInterval = 500_000;

    private readonly RtpEgress _egress;
    private readonly Pacer _pacer;
    private readonly List<OutgoingStream> _streams;
    private readonly FeedbackAdapter _feedback;
    private readonly BandwidthEstimator _estimator = new();
    private readonly ProbeController _probes;
    private readonly ReportedEstimator _reported = new();
    private readonly EstimateFiller _filler = new();
    private readonly RoundTrip _roundTrip = new();
    private MediaTime _nextTick = MediaTime.Never;
    private MediaTime _waitingSince;
    private long _sentAtFeedback;
    private bool _hasFeedback;
    private long _padding;

    /// <summary>Controls what a participant is sent.</summary>
    public DownlinkControl(ParticipantMedia media)
    {
        _egress = media.Egress;
        _pacer = media.Pacer;
        _streams = media.Outgoing;
        _feedback = new FeedbackAdapter(_egress.Sent);
        _probes = new ProbeController(_egress.Sent);
    }

    /// <summary>How much can be sent.</summary>
    public DownlinkEstimate Estimate { get; private set; } = new(BandwidthEstimator.Start, BandwidthEstimator.Start, DownlinkState.Unknown, true);

    /// <summary>What that goes by.</summary>
    public EstimateSource Source => _hasFeedback ? EstimateSource.TransportFeedback : _reported.Source;

    /// <summary>What would be sent if nothing were held back, in bits a second: as long as it is more than the estimate, it is worth to probe.</summary>
    public long Wanted { get; set; }

    /// <summary>Whether the estimate is to be looked at again; cleared by who does.</summary>
    public bool Changed { get; set; }

    /// <summary>Feedback on packets that were never sent, or too long ago.</summary>
    public long Unmatched { get; private set; }

    /// <summary>The share of packets that were lost lately.</summary>
    public double Loss => _estimator.Loss;

    /// <summary>When something is due.</summary>
    public MediaTime NextDeadline => MediaTime.Min(
        MediaTime.Min(_nextTick, _pacer.NextDeadline), MediaTime.Min(_probes.NextDeadline, _filler.NextDeadline));

    private OutgoingStream? PaddedStream
    {
        get
        {
            foreach (OutgoingStream stream in _streams)
            {
                if (stream.CanPad)
                {
                    return stream;
                }
            }

            return null;
        }
    }

    /// <summary>The transport is connected.</summary>
    public void Start(MediaTime now)
    {
        _nextTick = now;
        _waitingSince = now;
        _pacer.SetEstimate(Estimate, open: false);
    }

    /// <summary>Takes transport-wide feedback.</summary>
    public void Receive(TransportFeedback feedback, MediaTime now)
    {
        FeedbackReport report = _feedback.Read(feedback, now);
        Unmatched += report.Unmatched;
        if (report.IsBlind && now - _waitingSince < BlindInterval)
        {
            return;
        }

        if (report.RoundTrip > 0)
        {
            _roundTrip.Add(report.RoundTrip);
        }

        Repair(now);
        if (Estimate.State == DownlinkState.Unknown)
        {
            ConsiderProbe(now);
        }

        _hasFeedback |= report.Received > 0;
        _waitingSince = now;
        _sentAtFeedback = _egress.Sent.Count;
        _estimator.Update(report, _feedback.Results, _probes, _roundTrip.Microseconds, _egress.Sent.Bytes, now);
        if (_estimator.Probed is { } probed)
        {
            _probes.NoteResult(probed, now);
        }
        else
        {
            _probes.NoteNoResult(now);
        }

        Publish(now);
    }

    /// <summary>
    /// Takes the receiver's own estimate (REMB), which only receivers without transport-wide feedback have to give; of others it would be a second opinion.
    /// </summary>
    public void ReceiveEstimate(long bitsPerSecond, MediaTime now)
    {
        if (!_hasFeedback)
        {
            _reported.ReceiveEstimate(bitsPerSecond);
            Publish(now);
        }
    }

    /// <summary>Takes receiver reports, which say least, and are heeded where there is nothing better.</summary>
    /// <param name="receipt">What they say of all streams together.</param>
    /// <param name="roundTrip">Microseconds, as they tell, or null.</param>
    /// <param name="now">The time.</param>
    public void ReceiveReports(in ReportedReceipt receipt, long? roundTrip, MediaTime now)
    {
        if (!_egress.IsNumbered)
        {
            _reported.Receive(receipt, roundTrip, BytesSent(), now);
            Publish(now);
        }
    }

    /// <summary>Does what is due.</summary>
    public void Advance(MediaTime now)
    {
        if (_nextTick <= now)
        {
            Tick(now);
        }

        long more = _filler.NextDeadline <= now ? _filler.Advance(BytesSent(), now) : _probes.Advance(now);
        if (more > 0)
        {
            SendPadding(more - _pacer.Release(more, now), now);
        }

        _pacer.Advance(now);
    }

    private void Tick(MediaTime now)
    {
        _nextTick = now + Interval;
        SentPacketHistory sent = _egress.Sent;
        sent.Expire(new MediaTime(now.Microseconds - HistoryAge));
        if (sent.Count == _sentAtFeedback)
        {
            _waitingSince = now;
        }
        else if (_hasFeedback && now - _waitingSince > BlindAfter + _roundTrip.Microseconds)
        {
            _waitingSince = now + (BlindInterval - BlindAfter - _roundTrip.Microseconds);
            _estimator.NoteBlind(now);
        }

        _estimator.Advance(sent.Bytes, now);
        Publish(now);
    }

    // A request (NACK) can be lost as well, and so can the answer.
    private void Repair(MediaTime now)
    {
        foreach (ref readonly PacketLoss loss in _feedback.Losses)
        {
            foreach (OutgoingStream stream in _streams)
            {
                if (stream.Ssrc == loss.Source || stream.RtxSsrc == loss.Source)
                {
                    stream.Repair(loss, now);
                    break;
                }
            }
        }
    }

    private void Publish(MediaTime now)
    {
        DownlinkEstimate estimate = _estimator.Estimate;
        if (!_hasFeedback && _reported.State != DownlinkState.Unknown)
        {
            estimate = _reported.Estimate;
        }

        if (_estimator.Overused || estimate.State is DownlinkState.Congested or DownlinkState.Blind)
        {
            _probes.Abort(now);
        }

        Estimate = estimate;
        Changed = true;
        _pacer.SetEstimate(estimate, open: _probes.Found > Wanted * AmpleFactor);
        if (_egress.IsNumbered)
        {
            ConsiderProbe(now);
        }
        else
        {
            _filler.Consider(estimate, Wanted, BytesSent(), now);
        }
    }

    // The first probe before there are pictures to pad would be none.
    private void ConsiderProbe(MediaTime now)
    {
        if (Estimate.State != DownlinkState.Unknown || PaddedStream is not null)
        {
            _probes.Consider(Estimate, Wanted, now);
        }
    }

    // What the history counts has transport-wide numbers.
    private long BytesSent()
    {
        long bytes = _padding;
        foreach (OutgoingStream stream in _streams)
        {
            bytes += stream.PayloadBytes + (stream.Packets * (long)RateMeter.Overhead);
        }

        return bytes;
    }

    private void SendPadding(long bytes, MediaTime now)
    {
        OutgoingStream? stream = PaddedStream;
        for (long sent = 0; stream is not null && sent < bytes; sent += RtpEgress.PaddingSize)
        {
            stream.SendPadding(now);
            _padding += RtpEgress.PaddingSize;
        }
    }
}
