using Rtp.HeaderExtensions;
using Sfu.Streams.Incoming;

namespace Sfu.Streams;

/// <summary>One of the streams that a camera is sent as: the only one, or one of a simulcast.</summary>
/// <param name="publication">The camera.</param>
/// <param name="index">Its place in the offer, from the lowest quality.</param>
/// <param name="rid">Its name (RFC 8852); empty for the only one.</param>
internal sealed class PublishedEncoding(Publication publication, int index, StreamIdentifier rid)
{
    /// <summary>The camera.</summary>
    public Publication Publication => publication;

    /// <summary>Its place in the offer, from the lowest quality.</summary>
    public int Index => index;

    /// <summary>Its name (RFC 8852); empty for the only one.</summary>
    public StreamIdentifier Rid => rid;

    /// <summary>The source that carries it now, or null before the first packet.</summary>
    public IncomingStream? Stream { get; set; }

    /// <summary>One request for a keyframe for all subscribers.</summary>
    public KeyframeRequester Keyframes { get; } = new();
}
