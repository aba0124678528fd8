namespace Sfu.Sdp;

/// <summary><c>a=ssrc-group</c> (RFC 5576 section 4.2).</summary>
/// <param name="Semantics">Such as <c>FID</c>.</param>
/// <param name="Ssrcs">In order.</param>
public sealed record SsrcGroup(string Semantics, IReadOnlyList<uint> Ssrcs)
{
    /// <summary>A stream and its retransmissions (RFC 4588 section 8.8, RFC 5576 section 4.2).</summary>
    public const string FlowIdentification = "FID";
}
