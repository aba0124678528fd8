using System.Buffers.Binary;
using Rtp;
using Rtp.Rtcp;
using Rtp.Srtp;
using Sfu;
using Simulation.Clients;
using Simulation.World;

namespace Simulation.Senders;

/// <summary>
/// A microphone (a packet every 20 ms) or a camera (30 frames a second of several packets, keyframes on request). Each payload holds the
/// number of its frame and packet, so that a receiver can tell what it got.
/// </summary>
internal sealed class MediaSource(Simulator simulator, SimulatedClient client, MediaKind kind, uint ssrc, uint rtxSsrc, ClientProfile profile)
{
    public const int PacketsPerFrame = 4;
    public const int DescriptorLength = 6;
    private const int VideoPayloadLength = 1000;
    private const int AudioPayloadLength = 80;

    private readonly Dictionary<ushort, byte[]> _history = [];
    private readonly long _interval = kind == MediaKind.Audio ? 20_000 : 33_333;
    private ushort _sequence = 60_000;
    private ushort _rtxSequence = 1;
    private uint _timestamp = 0xFFFF_0000;
    private bool _keyframe = true;
    private bool _running;

    public uint Ssrc => ssrc;

    public uint RtxSsrc => rtxSsrc;

    public int Frames { get; private set; }

    public int Keyframes { get; private set; }

    public uint Packets { get; private set; }

    public int Retransmissions { get; private set; }

    /// <summary>How loud the microphone is (RFC 6464): the level below full scale, and the bit that says speech.</summary>
    public byte Level { get; set; } = 0x85;

    /// <summary>The first picture identifier.</summary>
    public ushort PictureId { get; set; } = 0x7FF0;

    public void Start()
    {
        _running = true;
        Tick();
        Report();
    }

    public void Stop() => _running = false;

    public void RequestKeyframe() => _keyframe = true;

    /// <summary>Answers a request for a packet.</summary>
    public void Retransmit(ushort number)
    {
        if (!_history.TryGetValue(number, out byte[]? original) || !RtpHeader.TryParse(original, out RtpHeader header))
        {
            return;
        }

        byte[] payload = new byte[2 + header.PayloadLength];
        BinaryPrimitives.WriteUInt16BigEndian(payload, number);
        header.Payload(original).CopyTo(payload.AsSpan(2));
        Retransmissions++;
        Send((byte)profile.RtxPayloadType, header.Marker, _rtxSequence++, header.Timestamp, rtxSsrc, payload);
    }

    private void Tick()
    {
        if (!_running)
        {
            return;
        }

        if (client.Connected)
        {
            if (kind == MediaKind.Audio)
            {
                SendNext((byte)profile.OpusPayloadType, true, new byte[AudioPayloadLength], 0);
                _timestamp += 960;
            }
            else
            {
                SendFrame();
                _timestamp += 3000;
            }

            Frames++;
        }

        simulator.At(simulator.Now + _interval, Tick);
    }

    private void SendFrame()
    {
        for (int packet = 0; packet < PacketsPerFrame; packet++)
        {
            byte[] payload = new byte[VideoPayloadLength];

            // RFC 7741 section 4.2: extended, with a 15-bit picture id and TL0PICIDX; S on the first packet.
            payload[0] = (byte)(packet == 0 ? 0x90 : 0x80);
            payload[1] = 0xC0;
            BinaryPrimitives.WriteUInt16BigEndian(payload.AsSpan(2), (ushort)(0x8000 | ((PictureId + Frames) & 0x7FFF)));
            payload[4] = (byte)Frames;
            payload[5] = (byte)(_keyframe ? 0 : 1);
            SendNext((byte)profile.VideoPayloadType, packet == PacketsPerFrame - 1, payload, packet);
        }

        Keyframes += _keyframe ? 1 : 0;
        _keyframe = false;
    }

    private void SendNext(byte payloadType, bool marker, byte[] payload, int packet)
    {
        int mark = kind == MediaKind.Audio ? 0 : DescriptorLength;
        BinaryPrimitives.WriteInt32BigEndian(payload.AsSpan(mark), Frames);
        payload[mark + 4] = (byte)packet;
        byte[] plain = Send(payloadType, marker, _sequence, _timestamp, ssrc, payload);
        _history[_sequence] = plain;
        _sequence++;
        Packets++;
    }

    private byte[] Send(byte payloadType, bool marker, ushort sequence, uint timestamp, uint source, byte[] payload)
    {
        byte[] packet = new byte[1400];
        int length = RtpHeader.Write(packet, payloadType, marker, sequence, timestamp, source);
        var extensions = new RtpExtensionWriter(packet.AsSpan(length), mayMix: true);
        Require.That(extensions.TryAdd((byte)profile.MidExtension, kind == MediaKind.Audio ? "0"u8 : "1"u8));
        Require.That(extensions.TryReserve((byte)profile.TransportSequenceExtension, 2, out Span<byte> number));
        BinaryPrimitives.WriteUInt16BigEndian(number, client.NextTransportSequence());
        if (kind == MediaKind.Audio)
        {
            Require.That(extensions.TryReserve((byte)profile.AudioLevelExtension, 1, out Span<byte> level));
            level[0] = Level;
        }

        length += extensions.Finish();
        RtpHeader.WriteExtensionFlag(packet, true);
        byte[] plain = [.. packet.AsSpan(0, length), .. payload];
        Require.That(client.Outbound!.TryGetOrAdd(source, out SrtpSenderStream? stream) && stream is not null);
        Require.That(stream.Protect(packet, length, payload, out int total) == SrtpStatus.Ok);
        client.Send(packet.AsSpan(0, total));
        return plain;
    }

    private void Report()
    {
        if (!_running)
        {
            return;
        }

        if (client.Connected && Packets > 0)
        {
            NtpTime now = NtpTime.FromUnixMicroseconds(1_800_000_000_000_000 + simulator.Now.Microseconds);
            client.SendRtcp((ref RtcpWriter writer) => SenderReport.TryWrite(ref writer, ssrc, now, _timestamp, Packets, Packets * 1000, []));
        }

        simulator.At(simulator.Now + MediaTime.Seconds(1), Report);
    }
}
