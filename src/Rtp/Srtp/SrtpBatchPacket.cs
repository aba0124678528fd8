namespace Rtp.Srtp;

/// <summary>One packet of <see cref="SrtpBatch.Protect"/>: what <see cref="SrtpSenderStream.Protect"/> takes and gives.</summary>
public struct SrtpBatchPacket
{
    /// <summary>The stream to send in.</summary>
    public required SrtpSenderStream Stream { get; set; }

    /// <summary>Starts with the header; receives payload and tag.</summary>
    public required Memory<byte> Destination { get; set; }

    /// <summary>Bytes of fixed header, CSRCs and header extension.</summary>
    public required int HeaderLength { get; set; }

    /// <summary>What to encipher. Several packets may share it.</summary>
    public required ReadOnlyMemory<byte> Payload { get; set; }

    /// <summary>Bytes of the protected packet; 0 unless Ok.</summary>
    public int Length { get; internal set; }

    /// <summary>What became of the packet.</summary>
    public SrtpStatus Status { get; internal set; }
}
