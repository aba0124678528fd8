using Rtp.Codecs;
using Sfu.Memory;
using Sfu.Streams.Layers;

namespace Sfu.Streams;

/// <summary>
/// A packet that a participant published, decrypted and read once; every subscriber is served from this one copy. Plain data,
/// kept in the cache of its stream.
/// </summary>
internal struct MediaPacket
{
    /// <summary>The sequence number, unwrapped to 64 bits.</summary>
    public long Sequence;

    /// <summary>When it came.</summary>
    public MediaTime Arrival;

    /// <summary>The RTP timestamp.</summary>
    public uint Timestamp;

    /// <summary>The packet's bytes.</summary>
    public Slab Slab;

    /// <summary>Where the payload starts in the slab.</summary>
    public ushort PayloadOffset;

    /// <summary>Bytes of payload, without padding.</summary>
    public ushort PayloadLength;

    /// <summary>Bytes of padding that lie behind the payload, for subscribers alone (<see cref="EvenLengths"/>).</summary>
    public byte Padding;

    /// <summary>The publisher's payload type.</summary>
    public byte PayloadType;

    /// <summary>The marker bit.</summary>
    public bool Marker;

    /// <summary>How loud it is, as <see cref="Rtp.HeaderExtensions.AudioLevel"/> says; null where the publisher does not.</summary>
    public byte? Level;

    /// <summary>Whether decoding can start with the frame that this packet starts.</summary>
    public bool Keyframe;

    /// <summary>What the payload descriptor says that a subscriber's copy must say otherwise.</summary>
    public PictureNumbers Picture;

    /// <summary>How high the pictures of the stream are, where the packet says it.</summary>
    public LayerHeights Heights;

    /// <summary>Which layers its frame belongs to.</summary>
    public FrameLayers Layers;

    /// <summary>Where the parts of its Dependency Descriptor lie.</summary>
    public DependencyDescriptorLayout Descriptor;

    /// <summary>Where the extensions to be passed on lie.</summary>
    public ForwardedExtensions Extensions;
}
