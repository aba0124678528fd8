using Rtp.HeaderExtensions;

namespace Sfu.Sdp;

/// <summary>
/// Chooses the RTP header extensions of the sections, one after the other (RFC 8285 section 7). Within a BUNDLE group a number has to mean
/// the same in every section (RFC 8843 section 9.3), and known clients number anew in each: what contradicts an earlier section
/// is not accepted, so that what is agreed is one table for the whole transport.
/// </summary>
internal sealed class HeaderExtensionNegotiator
{
    // RFC 8285 sections 4.2 and 4.3: 15 is reserved, and two-byte headers hold one byte of number.
    private const int MaximumId = 255;
    private const int ReservedId = 15;

    private static readonly HashSet<string> Supported =
    [
        HeaderExtensionUri.Mid,
        HeaderExtensionUri.RtpStreamId,
        HeaderExtensionUri.RepairedRtpStreamId,
        HeaderExtensionUri.AudioLevel,
        HeaderExtensionUri.TransportSequenceNumber,
        HeaderExtensionUri.AbsoluteSendTime,
        HeaderExtensionUri.AbsoluteCaptureTime,
        HeaderExtensionUri.VideoOrientation,
        HeaderExtensionUri.PlayoutDelay,
        HeaderExtensionUri.VideoContentType,
        HeaderExtensionUri.DependencyDescriptor,
    ];

    private readonly Dictionary<int, string> _uriById = [];
    private readonly Dictionary<string, int> _idByUri = [];

    /// <summary>The extensions of a section that this server takes, with the offer's numbers.</summary>
    /// <param name="offer">The section.</param>
    /// <param name="codec">The encoding name of what the peer will send in it.</param>
    public IReadOnlyList<NegotiatedHeaderExtension> Negotiate(MediaDescription offer, string codec)
    {
        List<NegotiatedHeaderExtension> extensions = [];
        foreach (HeaderExtensionMapping mapping in offer.HeaderExtensions)
        {
            if (Supported.Contains(mapping.Uri)
                && !IsNeedless(mapping.Uri, codec, offer.Direction)
                && mapping.Id is > 0 and <= MaximumId and not ReservedId
                && mapping.Direction != MediaDirection.Inactive
                && !extensions.Exists(e => e.Uri == mapping.Uri)
                && TryAssign(mapping))
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

    // With the Dependency Descriptor libwebrtc leaves the picture numbers and the temporal layer out of VP8's own descriptor, and every receiver of VP8
    // reads that one. Who only receives needs it for AV1 of others.
    private static bool IsNeedless(string uri, string codec, MediaDirection direction) =>
        uri == HeaderExtensionUri.DependencyDescriptor
        && codec.Equals("VP8", StringComparison.OrdinalIgnoreCase)
        && direction.HasFlag(MediaDirection.Send);

    private bool TryAssign(HeaderExtensionMapping mapping)
    {
        bool consistent = _uriById.GetValueOrDefault(mapping.Id, mapping.Uri) == mapping.Uri
            && _idByUri.GetValueOrDefault(mapping.Uri, mapping.Id) == mapping.Id;
        if (consistent)
        {
            _uriById[mapping.Id] = mapping.Uri;
            _idByUri[mapping.Uri] = mapping.Id;
        }

        return consistent;
    }
}
