using Sfu.Congestion;
using Sfu.Rooms;
using Sfu.Transports;

namespace Sfu.Rtcp;

/// <summary>The RTCP of one transport. It ends here on both sides: nothing that one client says is passed on to another.</summary>
internal sealed class RtcpExchange
{
    private readonly RtcpReceiver _receiver;
    private readonly ReportSender _reports;
    private readonly FeedbackSender _feedback;

    /// <summary>Serves a participant.</summary>
    public RtcpExchange(PeerTransport transport, ParticipantMedia media, DownlinkControl downlink, WallClock clock)
    {
        _receiver = new RtcpReceiver(media, downlink, RoundTrip, clock);
        _reports = new ReportSender(transport, media, clock);
        _feedback = new FeedbackSender(transport, media, RoundTrip);
    }

    /// <summary>The time to the peer and back.</summary>
    public RoundTrip RoundTrip { get; } = new();

    /// <summary>When something is due.</summary>
    public MediaTime NextDeadline => MediaTime.Min(_reports.NextDeadline, _feedback.NextDeadline);

    /// <summary>The transport is connected.</summary>
    public void Start(MediaTime now) => _reports.Start(now);

    /// <summary>Takes a decrypted datagram.</summary>
    public void Receive(ReadOnlySpan<byte> datagram, MediaTime now) => _receiver.Receive(datagram, now);

    /// <summary>Sends what is due.</summary>
    public void Advance(MediaTime now)
    {
        _feedback.Advance(now);
        _reports.Advance(now);
    }
}
