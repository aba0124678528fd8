using Sfu;
using Simulation.Codecs;

namespace Simulation.Senders;

/// <summary>One stream of a camera: an encoder, its layers, and how its frames are cut into packets.</summary>
/// <param name="stream">Where its packets go.</param>
/// <param name="codec">The encoding name.</param>
/// <param name="payloadType">Of its packets.</param>
/// <param name="mode">Its layers.</param>
/// <param name="describes">Whether its packets have Dependency Descriptors, where the codec has any.</param>
/// <param name="limits">Its rates.</param>
/// <param name="random">For what varies from picture to picture.</param>
internal sealed class Encoding(
    RtpStream stream, string codec, int payloadType, ScalabilityMode mode, bool describes, EncodingLimits limits, Random random)
{
    // What is left of 1200 bytes after header, extensions and the tag of SRTP.
    private const int MaximumPayload = 1_130;

    private readonly ScalabilityStructure _structure = new(mode);
    private readonly Packetizer _packetizer = new(codec, mode, limits.Height, MaximumPayload, describes);
    private readonly VideoEncoder _encoder = new(random);
    private readonly uint _firstTimestamp = (uint)random.Next();
    private ushort _pictureId = (ushort)random.Next(0x7FFF);
    private byte _tl0 = (byte)random.Next(256);
    private byte _keyIndex;
    private bool _keyframe = true;
    private int _frames;

    public RtpStream Stream => stream;

    public EncodingLimits Limits => limits;

    /// <summary>Keyframes made.</summary>
    public int Keyframes { get; private set; }

    /// <summary>Pictures made.</summary>
    public int Pictures { get; private set; }

    /// <summary>Pictures left out because the rate did not suffice.</summary>
    public int Dropped { get; private set; }

    /// <summary>Bits a second to be made; 0 stops it, and it starts again with a keyframe.</summary>
    public long Target
    {
        get => _encoder.Target;
        set
        {
            _keyframe |= _encoder.Target == 0;
            _encoder.Target = value;
        }
    }

    /// <summary>Makes the next picture a keyframe.</summary>
    public void RequestKeyframe() => _keyframe = true;

    /// <summary>Encodes a picture.</summary>
    /// <param name="picture">Its number.</param>
    /// <param name="now">When it was captured.</param>
    public IEnumerable<OutgoingPacket> Encode(int picture, MediaTime now)
    {
        int size = _encoder.NextSize(_keyframe, _structure.NextWeight(_keyframe));
        if (size == 0)
        {
            Dropped++;
            return [];
        }

        Keyframes += _keyframe ? 1 : 0;
        Pictures++;
        LayerFrame[] frames = _structure.NextPicture(_keyframe);
        _keyframe = false;
        _pictureId++;
        _tl0 += (byte)(frames[0].Temporal == 0 ? 1 : 0);
        _keyIndex += (byte)(frames[0].Temporal == 0 ? 1 : 0);
        uint timestamp = _firstTimestamp + (uint)(now.Microseconds * 9 / 100);
        return [.. frames.SelectMany(frame => Cut(frame, size, picture, frames.Length, timestamp, now))];
    }

    private IEnumerable<OutgoingPacket> Cut(LayerFrame frame, int size, int picture, int layers, uint timestamp, MediaTime now)
    {
        // Each spatial layer has four times the pixels of the one below it and, less well compressed for being smaller, some half the bits.
        double share = Math.Pow(0.4, layers - 1 - frame.Spatial) * 0.6 / (1 - Math.Pow(0.4, layers));
        var mark = new FrameMark
        {
            Source = stream.Ssrc,
            Picture = picture,
            Frame = _frames++,
            Captured = now,
            Spatial = (byte)frame.Spatial,
            Temporal = (byte)frame.Temporal,
            References = FrameMark.Pack(frame.References),
        };
        var numbering = new PictureNumbering(_pictureId, _tl0, _keyIndex);
        foreach (OutgoingPayload payload in _packetizer.Cut(frame, (int)(size * share), mark, numbering, frame.Spatial == layers - 1))
        {
            yield return stream.Next(payloadType, payload.Marker, timestamp, payload.Payload, payload.Descriptor, now);
        }
    }
}
