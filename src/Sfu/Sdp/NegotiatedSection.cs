using Rtp.HeaderExtensions;

namespace Sfu.Sdp;

/// <summary>An <c>m=</c> section as offer and answer agree on it.</summary>
/// <param name="Mid">Names the section, also in the RTP header extension; null only where a rejected section has none.</param>
/// <param name="Kind">Audio or video; null where a rejected section is neither.</param>
public sealed record NegotiatedSection(string? Mid, MediaKind? Kind)
{
    /// <summary>Whether either side has refused the section: nothing flows in it, and everything below is empty.</summary>
    public bool Rejected { get; init; }

    /// <summary>Whether the peer may send media here.</summary>
    public bool CanReceiveFromPeer { get; init; }

    /// <summary>Whether media may be sent to the peer here.</summary>
    public bool CanSendToPeer { get; init; }

    /// <summary>Reduced-size RTCP (RFC 5506) may be sent for the section.</summary>
    public bool RtcpReducedSize { get; init; }

    /// <summary>One- and two-byte header extensions may be mixed (RFC 8285 section 4.1.2).</summary>
    public bool ExtmapAllowMixed { get; init; }

    /// <summary>The codecs; the peer sends the first one unless told otherwise.</summary>
    public IReadOnlyList<NegotiatedCodec> Codecs { get; init; } = [];

    /// <summary>The RTP header extensions.</summary>
    public IReadOnlyList<NegotiatedHeaderExtension> HeaderExtensions { get; init; } = [];

    /// <summary>The peer's streams, where it announces them.</summary>
    public IReadOnlyList<RemoteSource> RemoteSources { get; init; } = [];

    /// <summary>The rids of the peer's simulcast streams, in its order; empty without simulcast.</summary>
    public IReadOnlyList<RidDescription> SimulcastRids { get; init; } = [];

    /// <summary>The SSRC of what is sent to the peer, or null where nothing ever was.</summary>
    public uint? LocalSsrc { get; init; }

    /// <summary>The SSRC of retransmissions to the peer, or null where none are agreed.</summary>
    public uint? LocalRtxSsrc { get; init; }

    /// <summary>The receive slot of the peer that the section is half of, or null.</summary>
    public int? Slot { get; init; }

    /// <summary>The names of the peer's simulcast streams as RTP carries them, in its order.</summary>
    internal IReadOnlyList<StreamIdentifier> Rids() =>
        [.. SimulcastRids.Select(rid => StreamIdentifier.TryParse(rid.Id, out StreamIdentifier name) ? name : default)];
}
