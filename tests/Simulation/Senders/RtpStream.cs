using System.Buffers.Binary;
using Sfu;

namespace Simulation.Senders;

/// <summary>One source (SSRC) that a browser sends: its numbers, and its last packets for retransmission (RFC 4588; sound, for which browsers negotiate no RTX, once more as it was).</summary>
/// <param name="kind">Sound or pictures.</param>
/// <param name="mid">Its section.</param>
/// <param name="rid">Its simulcast stream, or null.</param>
/// <param name="ssrc">Its source identifier.</param>
/// <param name="rtxSsrc">That of its retransmissions.</param>
/// <param name="rtxPayloadType">That of its retransmissions; 0 for none.</param>
/// <param name="random">For its first numbers.</param>
internal sealed class RtpStream(MediaKind kind, string mid, string? rid, uint ssrc, uint rtxSsrc, int rtxPayloadType, Random random)
{
    // Browsers keep more; after that nobody asks any more.
    private const int History = 1024;

    // libwebrtc's, on top of a round trip, until a packet is repeated once more.
    private const long Margin = 5_000;

    private readonly Dictionary<ushort, OutgoingPacket> _history = [];
    private readonly Dictionary<ushort, MediaTime> _repeated = [];
    private ushort _sequence = (ushort)random.Next(1, 0x7FFF);
    private ushort _rtxSequence = (ushort)random.Next(1, 0x7FFF);
    private ushort? _lastSent;

    public MediaKind Kind => kind;

    public string Mid => mid;

    public string? Rid => rid;

    public uint Ssrc => ssrc;

    public uint RtxSsrc => rtxSsrc;

    /// <summary>Packets, without retransmissions.</summary>
    public uint Packets { get; private set; }

    /// <summary>Payload bytes, without retransmissions.</summary>
    public uint PayloadBytes { get; private set; }

    /// <summary>Packets sent again because they were asked for.</summary>
    public int Retransmissions { get; private set; }

    /// <summary>The media time of the last packet.</summary>
    public uint LastTimestamp { get; private set; }

    /// <summary>When <see cref="LastTimestamp"/> was captured.</summary>
    public MediaTime LastCaptured { get; private set; }

    /// <summary>Makes the next packet.</summary>
    public OutgoingPacket Next(int payloadType, bool marker, uint timestamp, byte[] payload, byte[]? descriptor, MediaTime captured)
    {
        var packet = new OutgoingPacket(this, payloadType, marker, _sequence++, timestamp, payload, descriptor);
        Packets++;
        PayloadBytes += (uint)payload.Length;
        LastTimestamp = timestamp;
        LastCaptured = captured;
        _history[packet.Sequence] = packet;
        _history.Remove((ushort)(packet.Sequence - History));
        _repeated.Remove((ushort)(packet.Sequence - History));
        return packet;
    }

    /// <summary>Notes that a packet has left: it waited for its turn since it was made.</summary>
    public void NoteSent(OutgoingPacket packet) => _lastSent = packet.Sequence;

    /// <summary>Repeats a packet that was asked for; null when it is not there any more, or was repeated within a round trip.</summary>
    public OutgoingPacket? Retransmit(ushort number, long roundTrip, MediaTime now)
    {
        if ((kind == MediaKind.Video && rtxPayloadType == 0) || (_repeated.TryGetValue(number, out MediaTime last) && now - last < roundTrip + Margin))
        {
            return null;
        }

        _repeated[number] = now;
        OutgoingPacket? repeated = _history.TryGetValue(number, out OutgoingPacket? packet) ? Repeat(packet, 0) : null;
        Retransmissions += repeated is null ? 0 : 1;
        return repeated;
    }

    /// <summary>A packet to fill the link with while it is probed: as libwebrtc does, the last one that was sent once more. Null where there is none.</summary>
    public OutgoingPacket? Filler(int cluster) =>
        rtxPayloadType > 0 && _lastSent is { } last && _history.TryGetValue(last, out OutgoingPacket? packet) ? Repeat(packet, cluster) : null;

    private OutgoingPacket Repeat(OutgoingPacket packet, int cluster)
    {
        if (rtxPayloadType == 0)
        {
            return packet with { IsRepeated = true };
        }

        byte[] payload = new byte[2 + packet.Payload.Length];
        BinaryPrimitives.WriteUInt16BigEndian(payload, packet.Sequence);
        packet.Payload.CopyTo(payload, 2);
        return packet with { PayloadType = rtxPayloadType, Sequence = _rtxSequence++, Payload = payload, IsRtx = true, Cluster = cluster };
    }
}
