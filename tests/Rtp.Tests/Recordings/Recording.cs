using System.Globalization;
using Rtp.HeaderExtensions;

namespace Rtp.Tests.Recordings;

/// <summary>
/// Packets that a browser sent, in order, before encryption. A line is <c>extmap id uri</c>, <c>rtpmap type name</c>, or a packet in
/// hexadecimal digits; <c>+n</c> at its end stands for n bytes of media left out, which come back as zeros.
/// </summary>
internal sealed class Recording
{
    private readonly Dictionary<string, byte> _extensions = [];
    private readonly Dictionary<string, byte> _payloadTypes = [];

    private Recording()
    {
    }

    public static Recording Vp8 { get; } = Load("chromium-vp8-l1t3");

    /// <summary>With the Dependency Descriptor negotiated Chromium leaves picture ids and layers out of VP8's own descriptor.</summary>
    public static Recording Vp8WithDependencyDescriptor { get; } = Load("chromium-vp8-l1t3-dependency-descriptor");

    public static Recording Vp9 { get; } = Load("chromium-vp9-l3t3");

    public static Recording Vp9KeyScalable { get; } = Load("chromium-vp9-l3t3-key");

    public static Recording H264 { get; } = Load("chromium-h264");

    public static Recording Av1 { get; } = Load("chromium-av1-l3t3-key");

    public static IReadOnlyList<Recording> All => [Vp8, Vp8WithDependencyDescriptor, Vp9, Vp9KeyScalable, H264, Av1];

    /// <summary>All packets, RTP and RTCP.</summary>
    public List<byte[]> Packets { get; } = [];

    /// <summary>The RTP packets, with their headers.</summary>
    public IEnumerable<(byte[] Packet, RtpHeader Header)> Rtp => Packets
        .Where(p => PacketDemultiplexer.Classify(p) == PacketKind.Rtp)
        .Select(p => RtpHeader.TryParse(p, out RtpHeader header) ? (p, header) : throw new InvalidDataException(Convert.ToHexString(p)));

    /// <summary>The RTCP datagrams.</summary>
    public IEnumerable<byte[]> Rtcp => Packets.Where(p => PacketDemultiplexer.Classify(p) == PacketKind.Rtcp);

    /// <summary>The identifier of a header extension.</summary>
    public byte Extension(string uri) => _extensions[uri];

    /// <summary>Whether a packet has the payload type of a codec, such as <c>VP8/90000</c>.</summary>
    public bool Is(in RtpHeader header, string codec) => _payloadTypes.TryGetValue(codec, out byte type) && header.PayloadType == type;

    /// <summary>The RTP packets of a codec.</summary>
    public IEnumerable<(byte[] Packet, RtpHeader Header)> Of(string codec) => Rtp.Where(p => Is(p.Header, codec));

    /// <summary>The value of a header extension, or null.</summary>
    public byte[]? Value(byte[] packet, in RtpHeader header, string uri) =>
        header.Extensions(packet).TryFind(Extension(uri), out ReadOnlySpan<byte> data) ? data.ToArray() : null;

    /// <summary>The Dependency Descriptor of a packet, or null; also where the recording has none.</summary>
    public byte[]? Descriptor(byte[] packet, in RtpHeader header) =>
        _extensions.ContainsKey(HeaderExtensionUri.DependencyDescriptor) ? Value(packet, header, HeaderExtensionUri.DependencyDescriptor) : null;

    private static Recording Load(string name)
    {
        var recording = new Recording();
        using var reader = new StreamReader(typeof(Recording).Assembly.GetManifestResourceStream(name)!);
        while (reader.ReadLine() is { } line)
        {
            recording.Add(line);
        }

        return recording;
    }

    private void Add(string line)
    {
        string[] words = line.Split(' ');
        switch (words[0])
        {
            case "#":
                break;
            case "extmap":
                _extensions[words[2]] = byte.Parse(words[1], CultureInfo.InvariantCulture);
                break;
            case "rtpmap":
                _payloadTypes[words[2]] = byte.Parse(words[1], CultureInfo.InvariantCulture);
                break;
            default:
                string[] parts = line.Split('+');
                int cut = parts.Length == 1 ? 0 : int.Parse(parts[1], CultureInfo.InvariantCulture);
                Packets.Add([.. Convert.FromHexString(parts[0]), .. new byte[cut]]);
                break;
        }
    }
}
