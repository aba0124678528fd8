using System.Buffers.Binary;

namespace Rtp.Rtcp;

/// <summary>
/// Transport-wide feedback (draft-holmer-rmcat-transport-wide-cc-extensions-01 section 3.1), as a walk over its packet statuses.
/// Parsing checks the whole packet, so the walk never ends early.
/// </summary>
public ref struct TransportFeedback
{
    /// <summary>The unit of <see cref="TransportFeedbackStatus.Delta"/>, in microseconds.</summary>
    public const int DeltaMicroseconds = 250;

    /// <summary>The unit of <see cref="ReferenceTime"/>, in microseconds.</summary>
    public const int ReferenceMicroseconds = 64_000;

    internal const int FixedLength = FeedbackHeader.Length + 8;
    internal const int ChunkLength = 2;

    private readonly ReadOnlySpan<byte> _body;
    private int _nextChunk;
    private int _nextDelta;
    private int _statusesLeft;
    private TransportFeedbackChunk _chunk;
    private ushort _sequenceNumber;
    private long _sinceReference;
    private TransportFeedbackStatus _current;

    private TransportFeedback(FeedbackHeader header, ReadOnlySpan<byte> body, int deltasOffset)
    {
        _body = body;
        _nextChunk = FixedLength;
        _nextDelta = deltasOffset;
        SenderSsrc = header.SenderSsrc;
        MediaSsrc = header.MediaSsrc;
        BaseSequenceNumber = BinaryPrimitives.ReadUInt16BigEndian(body[8..]);
        StatusCount = BinaryPrimitives.ReadUInt16BigEndian(body[10..]);
        ReferenceTime = BinaryPrimitives.ReadInt32BigEndian(body[12..]) >> 8;
        FeedbackCount = body[15];
        _sequenceNumber = BaseSequenceNumber;
        _statusesLeft = StatusCount;
    }

    /// <summary>Who gives the feedback.</summary>
    public uint SenderSsrc { get; }

    /// <summary>Some source of the transport that it is about.</summary>
    public uint MediaSsrc { get; }

    /// <summary>The transport-wide number of the first packet reported on.</summary>
    public ushort BaseSequenceNumber { get; }

    /// <summary>How many packets are reported on, at least 1.</summary>
    public int StatusCount { get; }

    /// <summary>The receiver's clock, a signed number of 24 bits in units of 64 ms, which wraps.</summary>
    public int ReferenceTime { get; }

    /// <summary>Counts the feedback packets of the receiver, modulo 256.</summary>
    public byte FeedbackCount { get; }

    /// <summary>The status that <see cref="MoveNext"/> came to.</summary>
    public readonly TransportFeedbackStatus Current => _current;

    /// <summary>Lets <c>foreach</c> walk over the statuses.</summary>
    public readonly TransportFeedback GetEnumerator() => this;

    /// <summary>Reads the packet.</summary>
    /// <returns>
    /// False when it is another, reports on nothing, uses the reserved symbol, or lacks chunks or deltas for what it says.
    /// </returns>
    public static bool TryParse(RtcpPacket packet, out TransportFeedback feedback)
    {
        feedback = default;
        if (!FeedbackHeader.TryRead(
                packet,
                RtcpPacketType.TransportLayerFeedback,
                RtcpFeedbackFormat.TransportWide,
                FixedLength,
                out FeedbackHeader header)
            || !TryMeasure(packet.Body, out int deltasOffset))
        {
            return false;
        }

        feedback = new TransportFeedback(header, packet.Body, deltasOffset);
        return true;
    }

    /// <summary>Goes on to the next packet that arrived, or the next row of lost ones.</summary>
    public bool MoveNext()
    {
        if (_statusesLeft == 0)
        {
            return false;
        }

        while (_chunk.Count == 0)
        {
            _chunk = ReadChunk(_body, ref _nextChunk, _statusesLeft);
        }

        int symbol = _chunk.First;
        int count = symbol == TransportFeedbackChunk.Lost ? _chunk.LeadingLost : 1;
        short delta = 0;
        if (symbol == TransportFeedbackChunk.SmallDelta)
        {
            delta = _body[_nextDelta++];
        }
        else if (symbol == TransportFeedbackChunk.LargeDelta)
        {
            delta = BinaryPrimitives.ReadInt16BigEndian(_body[_nextDelta..]);
            _nextDelta += sizeof(short);
        }

        bool received = symbol != TransportFeedbackChunk.Lost;
        _sinceReference += delta;
        _current = new TransportFeedbackStatus(_sequenceNumber, (ushort)count, received, delta, received ? _sinceReference : 0);
        _chunk.Skip(count);
        _sequenceNumber += (ushort)count;
        _statusesLeft -= count;
        return true;
    }

    private static TransportFeedbackChunk ReadChunk(ReadOnlySpan<byte> body, ref int offset, int most)
    {
        var chunk = TransportFeedbackChunk.Read(BinaryPrimitives.ReadUInt16BigEndian(body[offset..]), most);
        offset += ChunkLength;
        return chunk;
    }

    // Finds where the chunks end and checks that all deltas they announce are there.
    private static bool TryMeasure(ReadOnlySpan<byte> body, out int deltasOffset)
    {
        deltasOffset = FixedLength;
        int left = BinaryPrimitives.ReadUInt16BigEndian(body[10..]);
        long deltas = 0;
        if (left == 0)
        {
            return false;
        }

        while (left > 0)
        {
            if (deltasOffset + ChunkLength > body.Length)
            {
                return false;
            }

            TransportFeedbackChunk chunk = ReadChunk(body, ref deltasOffset, left);
            if (chunk.HasReserved)
            {
                return false;
            }

            left -= chunk.Count;
            deltas += chunk.DeltaBytes;
        }

        return deltas <= body.Length - deltasOffset;
    }
}
