using Rtp;

namespace Sfu.Streams.Incoming;

/// <summary>What a receiver report says of one source (RFC 3550 section 6.4.1 and appendix A.3, A.8).</summary>
internal struct ReceptionStatistics
{
    private readonly int _clockRate;
    private SequenceUnwrapper _unwrapper;
    private bool _started;
    private long _first;
    private long _received;
    private long _expectedBefore;
    private long _receivedBefore;
    private long _lastTransit;
    private double _jitter;

    /// <summary>Starts at the first packet.</summary>
    public ReceptionStatistics(int clockRate) => _clockRate = clockRate;

    /// <summary>Whether a packet came.</summary>
    public readonly bool Started => _started;

    /// <summary>The highest sequence number, with the count of cycles above its 16 bits.</summary>
    public readonly long Highest => _unwrapper.Highest;

    /// <summary>Interarrival jitter in units of the clock rate.</summary>
    public readonly uint Jitter => (uint)_jitter;

    /// <summary>Packets that were expected.</summary>
    public readonly long Expected => _started ? Highest - _first + 1 : 0;

    /// <summary>Packets that were expected and have not come; negative when duplicates outnumber them.</summary>
    public readonly long CumulativeLost => _started ? Expected - _received : 0;

    /// <summary>The number of a packet in 64 bits, without changing anything.</summary>
    public readonly long Peek(ushort sequenceNumber) => _unwrapper.Peek(sequenceNumber);

    /// <summary>Counts a packet; answers its sequence number in 64 bits.</summary>
    public long Receive(ushort sequenceNumber, uint timestamp, MediaTime now)
    {
        long sequence = _unwrapper.Unwrap(sequenceNumber);
        if (!_started)
        {
            _started = true;
            _first = sequence;
            _lastTransit = Transit(timestamp, now);
        }

        _received++;
        _first = Math.Min(_first, sequence);

        // Differences of 32-bit clocks: only their low 32 bits have a meaning.
        long transit = Transit(timestamp, now);
        double difference = Math.Abs((int)(transit - _lastTransit));
        _lastTransit = transit;
        _jitter += (difference - _jitter) / 16;
        return sequence;
    }

    /// <summary>The fraction lost since the last call, in 256ths.</summary>
    public byte TakeFractionLost()
    {
        long expected = Highest - _first + 1;
        long expectedNow = expected - _expectedBefore;
        long lostNow = expectedNow - (_received - _receivedBefore);
        _expectedBefore = expected;
        _receivedBefore = _received;
        return expectedNow <= 0 || lostNow <= 0 ? (byte)0 : (byte)Math.Min(255, (lostNow << 8) / expectedNow);
    }

    private readonly long Transit(uint timestamp, MediaTime now) => (now.Microseconds * _clockRate / 1_000_000) - timestamp;
}
