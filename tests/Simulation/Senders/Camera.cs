using Sfu;
using Simulation.Clients;
using Simulation.World;

namespace Simulation.Senders;

/// <summary>A camera of 30 pictures a second with one encoder, or one for each simulcast stream.</summary>
internal sealed class Camera
{
    private const long Interval = 33_333;

    private readonly Simulator _simulator;
    private readonly Action<OutgoingPacket> _send;
    private readonly List<MediaTime> _captured = [];
    private bool _running;

    public Camera(Simulator simulator, ClientProfile profile, uint firstSsrc, Random random, Action<OutgoingPacket> send)
    {
        _simulator = simulator;
        _send = send;
        string?[] rids = profile.Rids.Count > 0 ? [.. profile.Rids] : [null];
        for (int i = 0; i < rids.Length; i++)
        {
            EncodingLimits limits = rids[i] is null ? EncodingLimits.Single(profile.MaximumVideoRate) : EncodingLimits.Simulcast[i];
            uint ssrc = firstSsrc + (uint)(2 * i);
            var stream = new RtpStream(MediaKind.Video, "1", rids[i], ssrc, ssrc + 1, profile.Rtx ? profile.RtxPayloadType : 0, random);
            bool describes = profile.DependencyDescriptorExtension > 0;
            Encodings.Add(new Encoding(stream, profile.VideoCodec, profile.VideoPayloadType, profile.Layers, describes, limits, new Random(random.Next())));
        }
    }

    /// <summary>Its streams, the smallest picture first.</summary>
    public List<Encoding> Encodings { get; } = [];

    /// <summary>Pictures that it took.</summary>
    public int Pictures => _captured.Count;

    /// <summary>Pictures that it took between two times.</summary>
    public int PicturesBetween(MediaTime from, MediaTime to) => _captured.Count(time => time >= from && time < to);

    /// <summary>Whether it sends.</summary>
    public bool Running => _running;

    /// <summary>Bits a second to be made of all streams.</summary>
    public long Target
    {
        get => Encodings.Sum(encoding => encoding.Target);
        set
        {
            long[] rates = EncodingLimits.Divide(value, [.. Encodings.Select(encoding => encoding.Limits)]);
            for (int i = 0; i < rates.Length; i++)
            {
                Encodings[i].Target = rates[i];
            }
        }
    }

    public void Start()
    {
        _running = true;
        Capture();
    }

    public void Stop() => _running = false;

    /// <summary>The server takes no simulcast: one stream, of the whole picture.</summary>
    public void KeepOneStream() => Encodings.RemoveRange(0, Encodings.Count - 1);

    /// <summary>The stream with an SSRC (its own or that of its retransmissions), or null.</summary>
    public Encoding? Find(uint ssrc) => Encodings.Find(encoding => encoding.Stream.Ssrc == ssrc || encoding.Stream.RtxSsrc == ssrc);

    /// <summary>A packet to fill the link with; null where none was sent yet.</summary>
    public OutgoingPacket? Filler(int cluster) =>
        Encodings.Where(encoding => encoding.Target > 0).Select(encoding => encoding.Stream.Filler(cluster)).LastOrDefault(packet => packet is not null);

    private void Capture()
    {
        if (!_running)
        {
            return;
        }

        foreach (Encoding encoding in Encodings)
        {
            if (encoding.Target > 0)
            {
                foreach (OutgoingPacket packet in encoding.Encode(_captured.Count, _simulator.Now))
                {
                    _send(packet);
                }
            }
        }

        _captured.Add(_simulator.Now);
        _simulator.At(_simulator.Now + Interval, Capture);
    }
}
