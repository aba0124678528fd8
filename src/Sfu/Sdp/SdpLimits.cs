using Rtp.HeaderExtensions;

namespace Sfu.Sdp;

/// <summary>What a session description may hold at most; more is refused, so that an offer's cost is bounded.</summary>
public static class SdpLimits
{
    /// <summary>Characters of the whole text.</summary>
    public const int Text = 64 * 1024;

    /// <summary>Characters of a line.</summary>
    public const int Line = 4096;

    /// <summary><c>m=</c> sections.</summary>
    public const int Sections = 130;

    /// <summary>Entries of a kind (payload types, SSRCs, groups and the like) in a section.</summary>
    public const int EntriesPerSection = 128;

    /// <summary><c>a=rtcp-fb</c> lines in a section: several for each payload type.</summary>
    public const int FeedbackPerSection = 1024;

    /// <summary>Characters of a mid or a rid, which travel in RTP header extensions.</summary>
    public const int Identifier = StreamIdentifier.MaximumLength;

    /// <summary>Characters of a user name fragment or password (RFC 8839 section 5.4).</summary>
    public const int IceCredential = 256;
}
