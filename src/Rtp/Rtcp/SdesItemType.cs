namespace Rtp.Rtcp;

/// <summary>What an item of a source description is (RFC 3550 section 6.5).</summary>
public static class SdesItemType
{
    /// <summary>Ends the list of items.</summary>
    public const byte End = 0;

    /// <summary>The canonical name: what binds the sources of one participant.</summary>
    public const byte CanonicalName = 1;
}
