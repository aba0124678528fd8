using Rtp.Codecs;
using Sfu;
using Simulation.Clients;
using Simulation.Codecs;
using Simulation.World;

namespace Simulation.Senders;

/// <summary>A microphone: Opus of 20 ms and 32 kbit/s with in-band FEC, alone or in RED with the frame before it once more.</summary>
internal sealed class Microphone
{
    /// <summary>Bits a second that it sends, with the headers of its packets.</summary>
    public const long Rate = 55_000;

    private const long Interval = 20_000;
    private const uint Samples = 960;
    private const int FrameBytes = 80;

    private readonly Simulator _simulator;
    private readonly ClientProfile _profile;
    private readonly Action<OutgoingPacket> _send;
    private byte[]? _previous;
    private uint _timestamp;
    private bool _running;

    public Microphone(Simulator simulator, ClientProfile profile, uint ssrc, Random random, Action<OutgoingPacket> send)
    {
        _simulator = simulator;
        _profile = profile;
        _send = send;
        _timestamp = (uint)random.Next();
        Stream = new RtpStream(MediaKind.Audio, "0", null, ssrc, 0, 0, random);
    }

    public RtpStream Stream { get; }

    /// <summary>Frames made.</summary>
    public int Frames { get; private set; }

    /// <summary>Whether frames go out in RED (RFC 2198).</summary>
    public bool Redundant { get; set; }

    /// <summary>The level in its packets, in -dBov (RFC 6464).</summary>
    public byte Level { get; set; } = 20;

    public void Start()
    {
        _running = true;
        Capture();
    }

    public void Stop() => _running = false;

    private void Capture()
    {
        if (!_running)
        {
            return;
        }

        byte[] frame = new byte[FrameBytes];
        var mark = new FrameMark { Source = Stream.Ssrc, Frame = Frames, Packets = 1, Captured = _simulator.Now, CarriesPrevious = Frames > 0 };
        mark.Write(frame);
        byte[] payload = Redundant ? WithPrevious(frame) : frame;
        _send(Stream.Next(Redundant ? _profile.RedPayloadType : _profile.OpusPayloadType, Frames == 0, _timestamp, payload, null, _simulator.Now));
        _previous = frame;
        Frames++;
        _timestamp += Samples;
        _simulator.At(_simulator.Now + Interval, Capture);
    }

    private byte[] WithPrevious(byte[] frame)
    {
        byte[] payload = new byte[2 * FrameBytes + 16];
        var writer = new RedWriter(payload, _previous is null ? 0 : 1);
        Require.That(_previous is null || writer.TryAdd((byte)_profile.OpusPayloadType, Samples, _previous));
        Require.That(writer.TryFinish((byte)_profile.OpusPayloadType, frame, out int length));
        return payload[..length];
    }
}
