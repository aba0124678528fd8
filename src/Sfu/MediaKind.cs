namespace Sfu;

/// <summary>The kinds of media of an <c>m=</c> section (RFC 8866 section 5.14).</summary>
public enum MediaKind : byte
{
    /// <summary>Sound.</summary>
    Audio,

    /// <summary>Pictures.</summary>
    Video,
}
