namespace Sfu.Sdp;

/// <summary>
/// A session description (RFC 8866) as far as WebRTC needs it. What stands at session level and applies to the sections
/// (RFC 8866 section 5.13) is found in each <see cref="MediaDescription"/>.
/// </summary>
/// <param name="Origin">Who made it.</param>
public sealed record SessionDescription(SessionOrigin Origin)
{
    /// <summary>The mids of each <c>a=group:BUNDLE</c> (RFC 8843), in order.</summary>
    public IReadOnlyList<IReadOnlyList<string>> BundleGroups { get; init; } = [];

    /// <summary><c>a=ice-lite</c> (RFC 8839 section 5.3).</summary>
    public bool IceLite { get; init; }

    /// <summary>The tags of <c>a=ice-options</c> at session level (RFC 8839 section 5.6).</summary>
    public IReadOnlyList<string> IceOptions { get; init; } = [];

    /// <summary><c>a=extmap-allow-mixed</c> at session level (RFC 8285 section 6).</summary>
    public bool ExtmapAllowMixed { get; init; }

    /// <summary>The <c>m=</c> sections, in order.</summary>
    public IReadOnlyList<MediaDescription> Media { get; init; } = [];
}
