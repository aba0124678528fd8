using System.Buffers.Binary;

namespace Rtp.Rtcp;

/// <summary>
/// Builds one packet of transport-wide feedback (draft-holmer-rmcat-transport-wide-cc-extensions-01 section 3.1) from arrivals in
/// ascending order of their transport-wide numbers. Numbers left out are reported lost.
/// </summary>
public ref struct TransportFeedbackWriter
{
    private const int SpaceBeforeChunks = RtcpReader.HeaderLength + TransportFeedback.FixedLength;
    private const int UnitsPerReference = TransportFeedback.ReferenceMicroseconds / TransportFeedback.DeltaMicroseconds;

    // What one arrival may add: chunks that its gap and itself fill, the chunk still open at the end, its delta and the padding.
    private const int ChunksBesideRuns = 8;
    private const int DeltaAndPadding = 5;

    private readonly Span<byte> _packet;
    private readonly uint _senderSsrc;
    private readonly uint _mediaSsrc;
    private readonly ushort _baseSequenceNumber;
    private readonly byte _feedbackCount;

    // Chunks grow from the front, deltas follow them and move up when a chunk is added.
    private int _chunksEnd;
    private int _deltasLength;
    private TransportFeedbackPendingChunk _pending;
    private int _statuses;
    private bool _hasArrival;
    private int _referenceTime;
    private long _lastUnits;

    /// <summary>Starts a packet.</summary>
    /// <param name="packet">Where it is written; its length bounds the packet.</param>
    /// <param name="senderSsrc">Who gives the feedback.</param>
    /// <param name="mediaSsrc">A source of the transport that it is about.</param>
    /// <param name="baseSequenceNumber">The first number to report on, received or not.</param>
    /// <param name="feedbackCount">Counts feedback packets, modulo 256.</param>
    public TransportFeedbackWriter(
        Span<byte> packet, uint senderSsrc, uint mediaSsrc, ushort baseSequenceNumber, byte feedbackCount)
    {
        _packet = packet;
        _senderSsrc = senderSsrc;
        _mediaSsrc = mediaSsrc;
        _baseSequenceNumber = baseSequenceNumber;
        _feedbackCount = feedbackCount;
        _chunksEnd = SpaceBeforeChunks;
    }

    /// <summary>The number after the last one reported on.</summary>
    public readonly ushort NextSequenceNumber => (ushort)(_baseSequenceNumber + _statuses);

    /// <summary>Adds a packet that arrived.</summary>
    /// <param name="sequenceNumber">Its transport-wide number, not before <see cref="NextSequenceNumber"/>.</param>
    /// <param name="arrivalMicroseconds">When it arrived, by the receiver's monotonic clock.</param>
    /// <returns>
    /// False, with nothing changed, when the packet has no room for it, its time is more than 8.19 s from the arrival before it,
    /// or its number is older than <see cref="NextSequenceNumber"/>. What does not fit begins the next packet.
    /// </returns>
    public bool TryAdd(ushort sequenceNumber, long arrivalMicroseconds)
    {
        int gap = (ushort)(sequenceNumber - NextSequenceNumber);
        int chunks = (gap / TransportFeedbackChunk.LongestRun) + ChunksBesideRuns;
        int room = _packet.Length - _chunksEnd - _deltasLength - DeltaAndPadding - (chunks * TransportFeedback.ChunkLength);
        if (gap > short.MaxValue || _statuses + gap + 1 > ushort.MaxValue || room < 0)
        {
            return false;
        }

        // Differences of rounded times, so that rounding never adds up.
        long units = FloorDivide(arrivalMicroseconds, TransportFeedback.DeltaMicroseconds);
        long reference = _hasArrival ? 0 : FloorDivide(units, UnitsPerReference);
        long delta = units - (_hasArrival ? _lastUnits : reference * UnitsPerReference);
        if (delta is < short.MinValue or > short.MaxValue)
        {
            return false;
        }

        if (!_hasArrival)
        {
            _referenceTime = (int)reference;
            _hasArrival = true;
        }

        _lastUnits = units;
        bool small = delta is >= 0 and <= byte.MaxValue;
        AddStatuses(TransportFeedbackChunk.Lost, gap);
        AddStatuses(small ? TransportFeedbackChunk.SmallDelta : TransportFeedbackChunk.LargeDelta, 1);
        AddDelta((short)delta, small);
        return true;
    }

    /// <summary>Writes the header and what is still open, and pads with zeros to a whole word (section 3.1).</summary>
    /// <returns>The length of the RTCP packet at the start of the span; 0 when no arrival was added.</returns>
    public int Finish()
    {
        if (!_hasArrival)
        {
            return 0;
        }

        while (_pending.Count > 0)
        {
            AppendChunk(_pending.Take(last: true));
        }

        int end = _chunksEnd + _deltasLength;
        int length = (end + sizeof(uint) - 1) & ~(sizeof(uint) - 1);
        _packet[end..length].Clear();
        RtcpWriter.WriteHeader(_packet[..length], RtcpPacketType.TransportLayerFeedback, RtcpFeedbackFormat.TransportWide);
        Span<byte> body = _packet[RtcpReader.HeaderLength..];
        new FeedbackHeader(_senderSsrc, _mediaSsrc).Write(body);
        BinaryPrimitives.WriteUInt16BigEndian(body[8..], _baseSequenceNumber);
        BinaryPrimitives.WriteUInt16BigEndian(body[10..], (ushort)_statuses);
        BinaryPrimitives.WriteInt32BigEndian(body[12..], (_referenceTime << 8) | _feedbackCount);
        return length;
    }

    private void AddStatuses(int symbol, int count)
    {
        _statuses += count;
        while (count > 0)
        {
            int added = _pending.Add(symbol, count);
            count -= added;
            if (added == 0)
            {
                AppendChunk(_pending.Take(last: false));
            }
        }
    }

    private void AppendChunk(ushort chunk)
    {
        _packet.Slice(_chunksEnd, _deltasLength).CopyTo(_packet[(_chunksEnd + TransportFeedback.ChunkLength)..]);
        BinaryPrimitives.WriteUInt16BigEndian(_packet[_chunksEnd..], chunk);
        _chunksEnd += TransportFeedback.ChunkLength;
    }

    private void AddDelta(short delta, bool small)
    {
        Span<byte> free = _packet[(_chunksEnd + _deltasLength)..];
        if (small)
        {
            free[0] = (byte)delta;
            _deltasLength++;
        }
        else
        {
            BinaryPrimitives.WriteInt16BigEndian(free, delta);
            _deltasLength += sizeof(short);
        }
    }

    private static long FloorDivide(long value, long divisor) => (value / divisor) - (value % divisor < 0 ? 1 : 0);
}
