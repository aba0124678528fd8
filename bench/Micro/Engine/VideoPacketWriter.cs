using System.Buffers.Binary;
using Micro.Rtp;
using Rtp;
using Rtp.HeaderExtensions;
using Rtp.Srtp;
using Simulation.Clients;

namespace Micro.Engine;

/// <summary>A client's camera: protected packets of 1200 bytes of VP8, without allocating.</summary>
internal sealed class VideoPacketWriter
{
    private const int TicksPerFrame = 3000;

    private readonly SimulatedClient _client;
    private readonly ClientProfile _profile;
    private readonly SrtpSenderStream _stream;
    private readonly byte[] _payload = new byte[SamplePacket.PayloadLength];
    private long _packets;

    /// <summary>A camera of a client that is connected.</summary>
    /// <param name="client">The client.</param>
    /// <param name="profile">What it negotiated.</param>
    /// <param name="packetsPerFrame">How large its pictures are.</param>
    public VideoPacketWriter(SimulatedClient client, ClientProfile profile, int packetsPerFrame = 4)
    {
        PacketsPerFrame = packetsPerFrame;
        _client = client;
        _profile = profile;
        _stream = client.Outbound!.TryGetOrAdd(client.Video.Ssrc, out SrtpSenderStream? stream)
            ? stream
            : throw new InvalidOperationException("A client has room for its camera.");
    }

    /// <summary>Packets of each picture.</summary>
    public int PacketsPerFrame { get; }

    /// <summary>Writes the next packet; the first belongs to a keyframe. Answers its length.</summary>
    public int Write(Span<byte> destination)
    {
        long frame = _packets / PacketsPerFrame;
        int packet = (int)(_packets % PacketsPerFrame);
        int length = RtpHeader.Write(
            destination,
            (byte)_profile.VideoPayloadType,
            packet == PacketsPerFrame - 1,
            (ushort)(1000 + _packets),
            (uint)(frame * TicksPerFrame),
            _client.Video.Ssrc);
        length += WriteExtensions(destination[length..]);
        RtpHeader.WriteExtensionFlag(destination, true);

        // RFC 7741 section 4.2: S on the first packet of a frame; the P bit behind the descriptor is clear in a keyframe.
        _payload[0] = (byte)(packet == 0 ? 0x90 : 0x80);
        _payload[1] = 0xC0;
        BinaryPrimitives.WriteUInt16BigEndian(_payload.AsSpan(2), (ushort)(0x8000 | (frame & 0x7FFF)));
        _payload[4] = (byte)frame;
        _payload[5] = (byte)(frame == 0 ? 0 : 1);
        _packets++;
        return _stream.Protect(destination, length, _payload, out int total) == SrtpStatus.Ok
            ? total
            : throw new InvalidOperationException("A packet could not be protected.");
    }

    private int WriteExtensions(Span<byte> destination)
    {
        var writer = new RtpExtensionWriter(destination, mayMix: true);
        writer.TryAdd((byte)_profile.MidExtension, "1"u8);
        if (writer.TryReserve((byte)_profile.TransportSequenceExtension, TransportSequenceNumber.Length, out Span<byte> number))
        {
            TransportSequenceNumber.Write(number, _client.NextTransportSequence());
        }

        return writer.Finish();
    }
}
