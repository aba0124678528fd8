namespace Rtp.Rtcp;

/// <summary>BYE (RFC 3550 section 6.6): sources that end.</summary>
public readonly ref struct Bye
{
    private Bye(ReadOnlySpan<byte> sources, ReadOnlySpan<byte> reason)
    {
        Sources = new RtcpRecordList<RtcpSource>(sources);
        Reason = reason;
    }

    /// <summary>The sources that end; there may be none.</summary>
    public RtcpRecordList<RtcpSource> Sources { get; }

    /// <summary>Why, in UTF-8; empty when it is not said, or cut off.</summary>
    public ReadOnlySpan<byte> Reason { get; }

    /// <summary>Reads the packet.</summary>
    /// <returns>False when it is another, or has fewer sources than it says.</returns>
    public static bool TryParse(RtcpPacket packet, out Bye bye)
    {
        bye = default;
        int sources = packet.Count * RtcpSource.Length;
        if (packet.Type != RtcpPacketType.Bye || packet.Body.Length < sources)
        {
            return false;
        }

        ReadOnlySpan<byte> rest = packet.Body[sources..];
        ReadOnlySpan<byte> reason = rest.Length > 0 && rest[0] < rest.Length ? rest.Slice(1, rest[0]) : default;
        bye = new Bye(packet.Body[..sources], reason);
        return true;
    }

    /// <summary>Appends the packet, with at most <see cref="RtcpWriter.MaximumCount"/> sources and without a reason.</summary>
    /// <returns>False when there is no room.</returns>
    public static bool TryWrite(ref RtcpWriter writer, scoped ReadOnlySpan<RtcpSource> sources)
    {
        if (!writer.TryReserve(RtcpPacketType.Bye, sources.Length, sources.Length * RtcpSource.Length, out Span<byte> body))
        {
            return false;
        }

        RtcpRecordList<RtcpSource>.Write(body, sources);
        return true;
    }
}
