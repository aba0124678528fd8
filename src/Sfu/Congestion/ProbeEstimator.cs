namespace Sfu.Congestion;

/// <summary>What a probe found: the rates at which its packets left and came (libwebrtc's ProbeBitrateEstimator).</summary>
internal sealed class ProbeEstimator
{
    // What of a probe must come for it to say something.
    private const double LeastShare = 0.8;

    // A receiver that gets it much faster than it was sent got it from a queue.
    private const double MostReceiveRatio = 2.0;

    // Received so much slower than sent, the probe filled the link; a little less than that is safe to use.
    private const double UnsaturatedRatio = 0.9;
    private const double SaturatedShare = 0.95;
    private const long LongestSpan = 1_000_000;

    private int _id;
    private int _packets;
    private long _bytes;
    private MediaTime _firstSent;
    private MediaTime _lastSent;
    private long _firstReceived;
    private long _lastReceived;
    private int _lastSentSize;
    private int _firstReceivedSize;

    /// <summary>Whether the last probe that said something came so much slower than it was sent that it filled the way.</summary>
    public bool Filled { get; private set; }

    /// <summary>Adds a packet that belongs to a probe.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="leastBytes">Bytes that the probe had in all.</param>
    /// <param name="leastPackets">Packets that it had.</param>
    /// <returns>Bits a second that got through, or null while too little came, or for what makes no sense.</returns>
    public double? Add(in PacketResult packet, long leastBytes, long leastPackets)
    {
        if (packet.Probe < _id)
        {
            return null;
        }

        if (packet.Probe > _id)
        {
            Begin(packet);
        }

        _packets++;
        _bytes += packet.Size;
        if (packet.SentAt >= _lastSent)
        {
            _lastSent = packet.SentAt;
            _lastSentSize = packet.Size;
        }

        if (packet.ReceivedAt < _firstReceived)
        {
            _firstReceived = packet.ReceivedAt;
            _firstReceivedSize = packet.Size;
        }

        _lastReceived = Math.Max(_lastReceived, packet.ReceivedAt);
        return _packets >= leastPackets * LeastShare && _bytes >= leastBytes * LeastShare ? Rate() : null;
    }

    private void Begin(in PacketResult first)
    {
        _id = first.Probe;
        _packets = 0;
        _bytes = 0;
        _firstSent = first.SentAt;
        _lastSent = first.SentAt;
        _firstReceived = first.ReceivedAt;
        _lastReceived = first.ReceivedAt;
        _firstReceivedSize = first.Size;
    }

    private double? Rate()
    {
        long sent = _lastSent - _firstSent;
        long received = _lastReceived - _firstReceived;
        if (sent is <= 0 or > LongestSpan || received is <= 0 or > LongestSpan)
        {
            return null;
        }

        double sendRate = (_bytes - _lastSentSize) * 8e6 / sent;
        double receiveRate = (_bytes - _firstReceivedSize) * 8e6 / received;
        if (receiveRate / sendRate > MostReceiveRatio)
        {
            return null;
        }

        Filled = receiveRate < UnsaturatedRatio * sendRate;
        return Filled ? SaturatedShare * receiveRate : Math.Min(sendRate, receiveRate);
    }
}
