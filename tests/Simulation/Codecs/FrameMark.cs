using System.Buffers.Binary;
using Sfu;

namespace Simulation.Codecs;

/// <summary>
/// What stands in every simulated payload in place of a bitstream: which frame of whom it is a piece of, and what that frame really depends
/// on. Payloads are forwarded untouched, so a receiver can tell what it got, whatever the rewritten numbers around it say.
/// </summary>
internal readonly record struct FrameMark
{
    /// <summary>Bytes of a mark.</summary>
    public const int Length = 27;

    /// <summary>The most references a frame has.</summary>
    public const int MaximumReferences = 4;

    /// <summary>The SSRC that the sender gave its stream.</summary>
    public uint Source { get; init; }

    /// <summary>Counts the instants that were captured; the layers of one picture, and simulcast streams, share it.</summary>
    public int Picture { get; init; }

    /// <summary>Counts the frames of the source; each layer of a picture is one.</summary>
    public int Frame { get; init; }

    /// <summary>Which packet of the frame it is.</summary>
    public ushort Packet { get; init; }

    /// <summary>How many packets the frame has.</summary>
    public ushort Packets { get; init; }

    /// <summary>When the picture or the sound was captured.</summary>
    public MediaTime Captured { get; init; }

    public byte Spatial { get; init; }

    public byte Temporal { get; init; }

    /// <summary>Audio: whether the packet holds the frame before it once more in low quality (Opus in-band FEC).</summary>
    public bool CarriesPrevious { get; init; }

    /// <summary>How many frames back the frames lie that it depends on, a byte each from the lowest.</summary>
    public uint References { get; init; }

    /// <summary>The frames that it depends on.</summary>
    public IEnumerable<int> ReferencedFrames
    {
        get
        {
            for (uint rest = References; rest != 0; rest >>= 8)
            {
                yield return Frame - (int)(rest & 0xFF);
            }
        }
    }

    /// <summary>Packs differences of frame numbers (1 to 255).</summary>
    public static uint Pack(IEnumerable<int> differences) => differences.Aggregate(0u, (packed, difference) => (packed << 8) | (byte)difference);

    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32BigEndian(destination, Source);
        BinaryPrimitives.WriteInt32BigEndian(destination[4..], Frame);
        BinaryPrimitives.WriteUInt16BigEndian(destination[8..], Packet);
        BinaryPrimitives.WriteUInt16BigEndian(destination[10..], Packets);
        BinaryPrimitives.WriteInt32BigEndian(destination[12..], Picture);
        BinaryPrimitives.WriteUInt32BigEndian(destination[16..], (uint)(Captured.Microseconds / 1000));
        BinaryPrimitives.WriteUInt16BigEndian(destination[20..], (ushort)(Captured.Microseconds % 1000));
        destination[22] = (byte)((Spatial << 5) | (Temporal << 2) | (CarriesPrevious ? 1 : 0));
        BinaryPrimitives.WriteUInt32BigEndian(destination[23..], References);
    }

    public static bool TryRead(ReadOnlySpan<byte> source, out FrameMark mark)
    {
        if (source.Length < Length)
        {
            mark = default;
            return false;
        }

        mark = new FrameMark
        {
            Source = BinaryPrimitives.ReadUInt32BigEndian(source),
            Frame = BinaryPrimitives.ReadInt32BigEndian(source[4..]),
            Packet = BinaryPrimitives.ReadUInt16BigEndian(source[8..]),
            Packets = BinaryPrimitives.ReadUInt16BigEndian(source[10..]),
            Picture = BinaryPrimitives.ReadInt32BigEndian(source[12..]),
            Captured = new MediaTime((BinaryPrimitives.ReadUInt32BigEndian(source[16..]) * 1000L) + BinaryPrimitives.ReadUInt16BigEndian(source[20..])),
            Spatial = (byte)(source[22] >> 5),
            Temporal = (byte)((source[22] >> 2) & 7),
            CarriesPrevious = (source[22] & 1) != 0,
            References = BinaryPrimitives.ReadUInt32BigEndian(source[23..]),
        };
        return true;
    }
}
