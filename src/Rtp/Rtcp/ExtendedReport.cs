using System.Buffers.Binary;

namespace Rtp.Rtcp;

/// <summary>XR (RFC 3611), as a walk over its blocks. A block that is cut off ends the walk.</summary>
public ref struct ExtendedReport
{
    private const int SsrcLength = 4;
    private const int BlockHeaderLength = 4;
    private const int TimeLength = 8;

    private ReadOnlySpan<byte> _rest;
    private ExtendedReportBlock _current;

    private ExtendedReport(ReadOnlySpan<byte> body)
    {
        Ssrc = BinaryPrimitives.ReadUInt32BigEndian(body);
        _rest = body[SsrcLength..];
    }

    /// <summary>Who reports.</summary>
    public uint Ssrc { get; }

    /// <summary>The block that <see cref="MoveNext"/> came to.</summary>
    public readonly ExtendedReportBlock Current => _current;

    /// <summary>Lets <c>foreach</c> walk over the blocks.</summary>
    public readonly ExtendedReport GetEnumerator() => this;

    /// <summary>Reads the packet.</summary>
    /// <returns>False when it is another, or has no source.</returns>
    public static bool TryParse(RtcpPacket packet, out ExtendedReport report)
    {
        report = default;
        if (packet.Type != RtcpPacketType.ExtendedReport || packet.Body.Length < SsrcLength)
        {
            return false;
        }

        report = new ExtendedReport(packet.Body);
        return true;
    }

    /// <summary>Appends a packet that tells a receiver's clock (RFC 3611 section 4.4).</summary>
    /// <returns>False when there is no room.</returns>
    public static bool TryWriteReferenceTime(ref RtcpWriter writer, uint ssrc, NtpTime time)
    {
        if (!TryReserve(ref writer, ssrc, ExtendedReportBlockType.ReceiverReferenceTime, TimeLength, out Span<byte> contents))
        {
            return false;
        }

        BinaryPrimitives.WriteUInt64BigEndian(contents, time.Value);
        return true;
    }

    /// <summary>Appends a packet that echoes receivers' clocks (RFC 3611 section 4.5).</summary>
    /// <returns>False when there is no room.</returns>
    public static bool TryWriteEchoes(ref RtcpWriter writer, uint ssrc, scoped ReadOnlySpan<ReceiverTimeEcho> echoes)
    {
        int length = echoes.Length * ReceiverTimeEcho.Length;
        if (!TryReserve(ref writer, ssrc, ExtendedReportBlockType.DelaySinceLastReceiverReport, length, out Span<byte> contents))
        {
            return false;
        }

        RtcpRecordList<ReceiverTimeEcho>.Write(contents, echoes);
        return true;
    }

    /// <summary>Goes on to the next block.</summary>
    /// <returns>False at the end, or where a block is cut off.</returns>
    public bool MoveNext()
    {
        if (_rest.Length < BlockHeaderLength)
        {
            return false;
        }

        int length = BinaryPrimitives.ReadUInt16BigEndian(_rest[2..]) * sizeof(uint);
        if (length > _rest.Length - BlockHeaderLength)
        {
            _rest = default;
            return false;
        }

        _current = new ExtendedReportBlock(_rest[0], _rest.Slice(BlockHeaderLength, length));
        _rest = _rest[(BlockHeaderLength + length)..];
        return true;
    }

    private static bool TryReserve(ref RtcpWriter writer, uint ssrc, byte blockType, int length, out Span<byte> contents)
    {
        contents = default;
        if (!writer.TryReserve(RtcpPacketType.ExtendedReport, 0, SsrcLength + BlockHeaderLength + length, out Span<byte> body))
        {
            return false;
        }

        BinaryPrimitives.WriteUInt32BigEndian(body, ssrc);
        body[SsrcLength] = blockType;
        BinaryPrimitives.WriteUInt16BigEndian(body[(SsrcLength + 2)..], (ushort)(length / sizeof(uint)));
        contents = body[(SsrcLength + BlockHeaderLength)..];
        return true;
    }
}
