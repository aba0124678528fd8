using System.Buffers.Binary;

namespace Simulation.Codecs;

/// <summary>
/// Cuts frames into payloads with the descriptors that browsers send: VP8 (RFC 7741), VP9 in non-flexible mode (RFC 9628), H.264 (RFC 6184) and AV1, the
/// last two with Dependency Descriptors if so wished.
/// </summary>
/// <param name="codec">The encoding name.</param>
/// <param name="mode">The stream's layers.</param>
/// <param name="height">Pixels that its largest pictures are high; their width is 16:9 of it.</param>
/// <param name="maximumPayload">Bytes of a payload, with its descriptor.</param>
/// <param name="describes">Whether it writes Dependency Descriptors, where it has any.</param>
internal sealed class Packetizer(string codec, ScalabilityMode mode, int height, int maximumPayload, bool describes)
{
    /// <summary>Bytes of the frame header of a VP8 keyframe that stand before its compressed data.</summary>
    public const int Vp8KeyframeHeader = 10;

    private const int LongestDescriptor = 48;

    private readonly DescriptorWriter? _descriptors = describes && codec is ("AV1" or "H264") ? new DescriptorWriter(mode, height) : null;

    /// <summary>The fewest bytes of a packet: a descriptor and a mark.</summary>
    public const int MinimumPayload = LongestDescriptor + FrameMark.Length;

    private static ReadOnlySpan<byte> Vp8StartCode => [0x9D, 0x01, 0x2A];

    /// <summary>Cuts a frame.</summary>
    /// <param name="frame">The layer.</param>
    /// <param name="bytes">How large it is.</param>
    /// <param name="mark">What it is; packets are counted here.</param>
    /// <param name="numbers">What the picture is called in descriptors.</param>
    /// <param name="lastOfPicture">Whether no other layer of the picture follows.</param>
    public List<OutgoingPayload> Cut(LayerFrame frame, int bytes, FrameMark mark, in PictureNumbering numbers, bool lastOfPicture)
    {
        int count = Math.Max(1, (bytes + maximumPayload - 1) / maximumPayload);
        int before = codec == "H264" && IsKeyframe(frame) ? 1 : 0;
        List<OutgoingPayload> payloads = new(before + count);
        Span<byte> descriptor = stackalloc byte[LongestDescriptor];
        mark = mark with { Packets = (ushort)(before + count) };
        if (before > 0)
        {
            int length = ParameterSets.Write(descriptor, height);
            Add(descriptor[..length], length + FrameMark.Length, first: true, last: false);
        }

        for (int i = 0; i < count; i++)
        {
            bool last = i == count - 1;
            int length = WriteDescriptor(descriptor, frame, numbers, i == 0, last);
            Add(descriptor[..length], Math.Max(length + FrameMark.Length, (bytes / count) + (i < bytes % count ? 1 : 0)), i + before == 0, last);
        }

        return payloads;

        void Add(ReadOnlySpan<byte> descriptor, int size, bool first, bool last)
        {
            byte[] payload = new byte[size];
            descriptor.CopyTo(payload);
            (mark with { Packet = (ushort)payloads.Count }).Write(payload.AsSpan(descriptor.Length));
            payloads.Add(new OutgoingPayload(payload, last && lastOfPicture, _descriptors?.Write(frame, first, last)));
        }
    }

    private int WriteDescriptor(Span<byte> to, LayerFrame frame, in PictureNumbering numbers, bool first, bool last)
    {
        switch (codec)
        {
            case "VP8":
                return WriteVp8(to, frame, numbers, first);
            case "VP9":
                return WriteVp9(to, frame, numbers, first, last);
            case "AV1":
                // Z, Y, one unit, N; the unit's header says "frame".
                to[0] = (byte)((first ? 0 : 0x80) | (last ? 0 : 0x40) | 0x10 | (first && IsKeyframe(frame) ? 0x08 : 0));
                to[1] = 6 << 3;
                return 2;
            default:
                // FU-A, or a single unit: an IDR slice or another, with a nal_ref_idc of 3 or 0.
                byte type = IsKeyframe(frame) ? (byte)5 : (byte)1;
                byte importance = IsDiscardable(frame) ? (byte)0 : (byte)0x60;
                if (first && last)
                {
                    to[0] = (byte)(importance | type);
                    return 1;
                }

                to[0] = (byte)(importance | 28);
                to[1] = (byte)((first ? 0x80 : 0) | (last ? 0x40 : 0) | type);
                return 2;
        }
    }

    // RFC 7741 section 4.2, and what of the frame header tells keyframes.
    private int WriteVp8(Span<byte> to, LayerFrame frame, in PictureNumbering numbers, bool first)
    {
        bool layers = mode.Temporal > 1;
        to[0] = (byte)(0x80 | (IsDiscardable(frame) ? 0x20 : 0) | (first ? 0x10 : 0));
        to[1] = (byte)(0xC0 | (layers ? 0x30 : 0));
        BinaryPrimitives.WriteUInt16BigEndian(to[2..], (ushort)(0x8000 | (numbers.PictureId & 0x7FFF)));
        to[4] = numbers.Tl0PicIndex;
        int length = 5;
        if (layers)
        {
            // Y: all but the T2 after a T1 refer to T0 only.
            bool sync = frame.Temporal > 0 && frame.Position != 3;
            to[length++] = (byte)((frame.Temporal << 6) | (sync ? 0x20 : 0) | (numbers.KeyIndex & 0x1F));
        }

        if (!frame.IsKeyPicture || !first)
        {
            to[length++] = 1;
            return length;
        }

        // RFC 6386 section 9.1: the frame tag, whose lowest bit is clear for keyframes, the start code, and the size.
        to.Slice(length, 3).Clear();
        Vp8StartCode.CopyTo(to[(length + 3)..]);
        BinaryPrimitives.WriteUInt16LittleEndian(to[(length + 6)..], (ushort)(height * 16 / 9));
        BinaryPrimitives.WriteUInt16LittleEndian(to[(length + 8)..], (ushort)height);
        return length + Vp8KeyframeHeader;
    }

    private int WriteVp9(Span<byte> to, LayerFrame frame, in PictureNumbering numbers, bool first, bool last)
    {
        bool layers = mode.Spatial * mode.Temporal > 1;
        bool structure = first && frame.IsKeyPicture && frame.Spatial == 0;
        bool unreferred = frame.Spatial == mode.Spatial - 1 || (mode.KeyOnly && !frame.IsKeyPicture);
        to[0] = (byte)(0x80 | (frame.IsKeyPicture ? 0 : 0x40) | (layers ? 0x20 : 0) | (first ? 0x08 : 0) | (last ? 0x04 : 0)
            | (structure ? 0x02 : 0) | (unreferred ? 0x01 : 0));
        BinaryPrimitives.WriteUInt16BigEndian(to[1..], (ushort)(0x8000 | (numbers.PictureId & 0x7FFF)));
        int length = 3;
        if (layers)
        {
            to[length++] = (byte)((frame.Temporal << 5) | (frame.Temporal > 0 ? 0x10 : 0) | (frame.Spatial << 1) | (frame.IsInterLayer ? 1 : 0));
            to[length++] = numbers.Tl0PicIndex;
        }

        return structure ? WriteVp9Structure(to, length) : length;
    }

    // RFC 9628 section 4.2.1: sizes, and how the pictures of the pattern refer to one another.
    private int WriteVp9Structure(Span<byte> to, int length)
    {
        to[length++] = (byte)(((mode.Spatial - 1) << 5) | 0x10 | 0x08);
        for (int spatial = 0; spatial < mode.Spatial; spatial++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(to[length..], (ushort)((height * 16 / 9) >> (mode.Spatial - 1 - spatial)));
            BinaryPrimitives.WriteUInt16BigEndian(to[(length + 2)..], (ushort)(height >> (mode.Spatial - 1 - spatial)));
            length += 4;
        }

        ReadOnlySpan<byte> pattern = mode.Pattern;
        to[length++] = (byte)pattern.Length;
        for (int position = 0; position < pattern.Length; position++)
        {
            to[length++] = (byte)((pattern[position] << 5) | (pattern[position] > 0 ? 0x10 : 0) | (1 << 2));
            to[length++] = (byte)ScalabilityMode.PictureDifference(pattern.Length, position);
        }

        return length;
    }

    // A frame to which no other of its spatial layer refers.
    private bool IsDiscardable(LayerFrame frame) => frame.Temporal > 0 && frame.Temporal == mode.Temporal - 1;

    // A frame from which a decoder of all layers can start.
    private static bool IsKeyframe(LayerFrame frame) => frame is { IsKeyPicture: true, Spatial: 0 };
}
