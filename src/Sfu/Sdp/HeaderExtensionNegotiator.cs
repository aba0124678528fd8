namespace Sfu.Sdp;

/// <summary>Chooses the RTP header extensions of a section (RFC 8285 section 7).</summary>
internal static class HeaderExtensionNegotiator
{
    // RFC 8285 sections 4.2 and 4.3: 15 is reserved, and two-byte headers hold one byte of number.
    private const int MaximumId = 255;
    private const int ReservedId = 15;

    /// <summary>The offered extensions that this server takes, with the offer's numbers.</summary>
    public static IReadOnlyList<NegotiatedHeaderExtension> Negotiate(MediaDescription offer)
    {
        List<NegotiatedHeaderExtension> extensions = [];
        foreach (HeaderExtensionMapping mapping in offer.HeaderExtensions)
        {
            if (HeaderExtensionUri.All.Contains(mapping.Uri)
                && mapping.Id is > 0 and <= MaximumId and not ReservedId
                && mapping.Direction != MediaDirection.Inactive
                && !extensions.Exists(e => e.Uri == mapping.Uri))
            {
                extensions.Add(new NegotiatedHeaderExtension(
                    mapping.Uri,
                    mapping.Id,
                    CanReceive: mapping.Direction.HasFlag(MediaDirection.Send),
                    CanSend: mapping.Direction.HasFlag(MediaDirection.Receive)));
            }
        }

        return extensions;
    }
}
