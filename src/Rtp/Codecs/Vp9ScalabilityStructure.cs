using System.Buffers.Binary;

namespace Rtp.Codecs;

/// <summary>
/// The scalability structure of VP9 (RFC 9628 section 4.2.1): the spatial layers with their sizes, and, as a walk, the pictures of the
/// repeating group.
/// </summary>
public ref struct Vp9ScalabilityStructure
{
    private const byte ResolutionsBit = 0x10;
    private const byte GroupBit = 0x08;
    private const byte SwitchingUpBit = 0x10;
    private const int ResolutionLength = 4;

    private readonly ReadOnlySpan<byte> _resolutions;
    private ReadOnlySpan<byte> _pictures;
    private int _picturesLeft;

    private Vp9ScalabilityStructure(ReadOnlySpan<byte> structure)
    {
        SpatialLayerCount = LayerCount(structure[0]);
        int offset = 1;
        if ((structure[0] & ResolutionsBit) != 0)
        {
            _resolutions = structure.Slice(offset, SpatialLayerCount * ResolutionLength);
            offset += _resolutions.Length;
        }

        if ((structure[0] & GroupBit) != 0)
        {
            PictureCount = structure[offset];
            _pictures = structure[(offset + 1)..];
            _picturesLeft = PictureCount;
        }
    }

    /// <summary>How many spatial layers there are, 1 to 8.</summary>
    public int SpatialLayerCount { get; }

    /// <summary>Whether the sizes of the layers are known.</summary>
    public readonly bool HasResolutions => !_resolutions.IsEmpty;

    /// <summary>How many pictures the repeating group has; 0 when it is not described.</summary>
    public int PictureCount { get; }

    /// <summary>The picture that <see cref="MoveNext"/> came to.</summary>
    public Vp9Picture Current { get; private set; }

    /// <summary>Lets <c>foreach</c> walk over the pictures of the group.</summary>
    public readonly Vp9ScalabilityStructure GetEnumerator() => this;

    /// <summary>Reads the structure of a payload whose descriptor was read.</summary>
    /// <returns>False when it has none.</returns>
    public static bool TryParse(ReadOnlySpan<byte> payload, in Vp9Descriptor descriptor, out Vp9ScalabilityStructure structure)
    {
        structure = default;
        if (!descriptor.HasScalabilityStructure)
        {
            return false;
        }

        // The descriptor's own parsing has found the structure whole.
        structure = new Vp9ScalabilityStructure(payload[descriptor.StructureOffset..descriptor.Length]);
        return true;
    }

    /// <summary>Width and height of a spatial layer, in pixels; only with <see cref="HasResolutions"/>.</summary>
    /// <param name="spatialId">From 0 to <see cref="SpatialLayerCount"/> - 1.</param>
    public readonly (ushort Width, ushort Height) Resolution(int spatialId)
    {
        ReadOnlySpan<byte> resolution = _resolutions.Slice(spatialId * ResolutionLength, ResolutionLength);
        return (BinaryPrimitives.ReadUInt16BigEndian(resolution), BinaryPrimitives.ReadUInt16BigEndian(resolution[2..]));
    }

    /// <summary>Goes on to the next picture of the group.</summary>
    public bool MoveNext()
    {
        if (_picturesLeft == 0)
        {
            return false;
        }

        _picturesLeft--;
        byte picture = _pictures[0];
        Current = new Vp9Picture((byte)(picture >> 5), (picture & SwitchingUpBit) != 0, References(picture));
        _pictures = _pictures[(1 + References(picture))..];
        return true;
    }

    /// <summary>Goes past a structure.</summary>
    /// <returns>False when it is cut off.</returns>
    internal static bool TrySkip(ReadOnlySpan<byte> payload, ref int offset)
    {
        if (offset >= payload.Length)
        {
            return false;
        }

        byte header = payload[offset++];
        offset += (header & ResolutionsBit) != 0 ? LayerCount(header) * ResolutionLength : 0;
        if ((header & GroupBit) == 0)
        {
            return offset <= payload.Length;
        }

        if (offset >= payload.Length)
        {
            return false;
        }

        int pictures = payload[offset++];
        for (int i = 0; i < pictures; i++)
        {
            if (offset >= payload.Length)
            {
                return false;
            }

            offset += 1 + References(payload[offset]);
        }

        return offset <= payload.Length;
    }

    private static int LayerCount(byte header) => (header >> 5) + 1;

    private static byte References(byte picture) => (byte)((picture >> 2) & 0x03);
}
