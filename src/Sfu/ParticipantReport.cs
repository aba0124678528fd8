using Sfu.Congestion;

namespace Sfu;

/// <summary>Counters of one participant's transport. Holds no address.</summary>
/// <param name="Participant">One endpoint in the room.</param>
/// <param name="Connected">Whether ICE and DTLS are complete.</param>
/// <param name="PacketsReceived">Authenticated RTP packets from the participant.</param>
/// <param name="BytesReceived">Their payload bytes.</param>
/// <param name="PacketsLost">Of those, how many never came, as RFC 3550 section 6.4.1 counts them.</param>
/// <param name="PacketsSent">RTP packets forwarded to the participant, without retransmissions.</param>
/// <param name="BytesSent">Their payload bytes.</param>
/// <param name="RetransmissionsSent">Packets sent again on its request.</param>
/// <param name="PacketsRejected">Datagrams dropped: not authentic, replayed or malformed.</param>
/// <param name="RoundTripMilliseconds">The latest round-trip time by RTCP, or null where none is known.</param>
/// <param name="Downlink">How much can be sent to it.</param>
/// <param name="EstimatedBy">What that estimate goes by.</param>
/// <param name="PacketsDropped">Packets that were not forwarded because they would have waited too long.</param>
/// <param name="FeedbackUnmatched">Packets that its feedback named and that were never sent, or too long ago.</param>
public sealed record ParticipantReport(
    string Participant,
    bool Connected,
    long PacketsReceived,
    long BytesReceived,
    long PacketsLost,
    long PacketsSent,
    long BytesSent,
    long RetransmissionsSent,
    long PacketsRejected,
    double? RoundTripMilliseconds,
    DownlinkEstimate Downlink,
    EstimateSource EstimatedBy,
    long PacketsDropped,
    long FeedbackUnmatched);
