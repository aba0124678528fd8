namespace Rtp.Codecs;

/// <summary>One block of a redundant payload (RFC 2198 section 3).</summary>
public readonly ref struct RedBlock
{
    internal RedBlock(byte payloadType, ushort timestampOffset, bool isPrimary, ReadOnlySpan<byte> data)
    {
        PayloadType = payloadType;
        TimestampOffset = timestampOffset;
        IsPrimary = isPrimary;
        Data = data;
    }

    /// <summary>The payload type of the block.</summary>
    public byte PayloadType { get; }

    /// <summary>How many ticks before the packet's timestamp the block belongs, 0 to 16383; 0 for the primary one.</summary>
    public ushort TimestampOffset { get; }

    /// <summary>Whether this is the packet's own payload, which comes last.</summary>
    public bool IsPrimary { get; }

    /// <summary>The payload; a redundant one has at most 1023 bytes.</summary>
    public ReadOnlySpan<byte> Data { get; }
}
