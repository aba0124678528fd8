using Rtp.HeaderExtensions;

namespace Sfu.Streams.Incoming;

/// <summary>What a packet calls its stream in header extensions; empty where it does not say.</summary>
internal struct StreamNames
{
    /// <summary>The media section (RFC 8843 section 15).</summary>
    public StreamIdentifier Mid;

    /// <summary>The simulcast stream (RFC 8852).</summary>
    public StreamIdentifier Rid;

    /// <summary>The simulcast stream that a retransmission repairs (RFC 8852).</summary>
    public StreamIdentifier RepairedRid;
}
