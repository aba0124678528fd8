using Rtp;
using Rtp.Rtcp;
using Sfu.Quality;
using Sfu.Streams.Layers;

namespace Sfu.Streams.Incoming;

/// <summary>One source (SSRC) that a participant sends: what came of it, what is missing, and its last packets.</summary>
internal sealed class IncomingStream
{
    private ReceptionStatistics _statistics;
    private FrameMeter _frames;
    private RateMeter _rate;

    /// <summary>Starts at the first packet of a source.</summary>
    /// <param name="ssrc">The source.</param>
    /// <param name="encoding">What it carries.</param>
    /// <param name="payloadType">Of its first packet: decides clock rate and repair.</param>
    /// <param name="mayRepeat">Whether its sender may send a packet again under its old index.</param>
    /// <param name="cache">Keeps its packets for subscribers; null where nobody can ask for them again.</param>
    public IncomingStream(uint ssrc, PublishedEncoding encoding, PayloadType payloadType, bool mayRepeat, PacketCache? cache)
    {
        Ssrc = ssrc;
        Encoding = encoding;
        Layers = new LayerReader(Publication.Kind, Publication.IsSimulcast ? encoding.Index : null);
        ClockRate = payloadType.ClockRate;
        KeyframeRequest = payloadType.KeyframeRequest;
        Losses = payloadType.Nack && (mayRepeat || payloadType.RetransmittedBy >= 0) ? new LossTracker() : null;
        Cache = cache;
        _statistics = new ReceptionStatistics(payloadType.ClockRate);
    }

    /// <summary>The source.</summary>
    public uint Ssrc { get; }

    /// <summary>What it carries.</summary>
    public Publication Publication => Encoding.Publication;

    /// <summary>Which of the publication's encodings it is.</summary>
    public PublishedEncoding Encoding { get; }

    /// <summary>Tells its layers.</summary>
    public LayerReader Layers { get; }

    /// <summary>What its layers cost.</summary>
    public LayerRates Rates { get; } = new();

    /// <summary>Units a second of the timestamp.</summary>
    public int ClockRate { get; }

    /// <summary>How its sender is asked for a keyframe.</summary>
    public KeyframeRequestForm KeyframeRequest { get; }

    /// <summary>What to ask for again; null when the sender would not answer.</summary>
    public LossTracker? Losses { get; }

    /// <summary>Its last packets.</summary>
    public PacketCache? Cache { get; }

    /// <summary>The last sender report, or null.</summary>
    public SenderReportInfo? LastReport { get; set; }

    /// <summary>When its last packet came.</summary>
    public MediaTime LastArrival { get; private set; }

    /// <summary>Packets that were expected and have not come.</summary>
    public long Lost => _statistics.CumulativeLost;

    /// <summary>Packets that did not come by themselves, whether they were repaired or not; on another shard than the publisher's, too.</summary>
    public long Missed => Losses?.Missed ?? Lost;

    /// <summary>Packets that were expected.</summary>
    public long Expected => _statistics.Expected;

    /// <summary>Packets that came by retransmission or from redundancy.</summary>
    public long Repaired { get; private set; }

    /// <summary>Interarrival jitter in microseconds.</summary>
    public long JitterMicroseconds => _statistics.Jitter * 1_000_000L / ClockRate;

    /// <summary>Its pictures.</summary>
    public ref readonly FrameMeter Frames => ref _frames;

    /// <summary>Its counters when its quality was measured last.</summary>
    public ReceptionMark Mark { get; set; }

    /// <summary>What its publisher's shard says of <see cref="RepairTime"/>; 0 where that is this one.</summary>
    public long RelayedRepairTime { get; set; }

    /// <summary>Microseconds that its pictures have to wait for what is asked of the publisher once more; 0 where little is lost.</summary>
    public long RepairTime => Math.Max(RelayedRepairTime, Losses?.RepairTime ?? 0);

    /// <summary>The highest number that came, in 64 bits; null before the first packet.</summary>
    public long? Highest => _statistics.Started ? _statistics.Highest : null;

    /// <summary>The highest number that subscribers got, -1 for none.</summary>
    public long PassedOn { get; set; } = -1;

    /// <summary>The 64 bits of a sequence number.</summary>
    public long NumberOf(ushort sequenceNumber) => _statistics.Peek(sequenceNumber);

    /// <summary>Its rate over the last second, in bits a second on the wire.</summary>
    public long BitsPerSecond(MediaTime now) => _rate.BitsPerSecond(now);

    /// <summary>Counts a packet that came for the first time; answers its number in 64 bits.</summary>
    public long Receive(ushort sequenceNumber, uint timestamp, int payloadLength, MediaTime now)
    {
        _rate.Add(payloadLength, now);
        long sequence = _statistics.Receive(sequenceNumber, timestamp, now);
        NoteReceived(sequence, now);
        return sequence;
    }

    /// <summary>
    /// Notes a packet that came by retransmission; answers its number in 64 bits. It still counts as lost: reports tell the sender what its network
    /// does, and senders repeat packets that were not lost, too, to probe for bandwidth.
    /// </summary>
    public long ReceiveRepaired(ushort sequenceNumber, MediaTime now)
    {
        Repaired++;
        long sequence = _statistics.Peek(sequenceNumber);
        NoteReceived(sequence, now, repaired: true);
        return sequence;
    }

    /// <summary>Reads the layers of a packet that was noted, keeps it, and passes it on; one that came before is neither kept nor passed on.</summary>
    /// <param name="format">How its payload is laid out.</param>
    /// <param name="bytes">Its slab.</param>
    /// <param name="packet">The packet.</param>
    /// <param name="now">The time.</param>
    /// <returns>Whether the slab was kept.</returns>
    public bool Publish(PayloadFormat format, ReadOnlySpan<byte> bytes, ref MediaPacket packet, MediaTime now)
    {
        ExtensionSlice descriptor = packet.Extensions[HeaderExtension.DependencyDescriptor - ExtensionMap.FirstForwarded];
        Layers.Read(format, bytes.Slice(descriptor.Offset, descriptor.Length), ref packet);
        if (Publication.Kind == MediaKind.Video)
        {
            Rates.Add(packet.Layers, packet.PayloadLength, now);
        }

        if (Cache is not null && !Cache.TryAdd(packet))
        {
            return false;
        }

        if (packet.Marker)
        {
            _frames.Add(now);
        }

        if (packet.Keyframe)
        {
            Losses?.ForgetBefore(packet.Sequence);
        }

        Publication.Forward(this, ref packet, now);
        return Cache is not null;
    }

    /// <summary>Notes a sender report (RFC 3550 section 6.4.1).</summary>
    public void NoteSenderReport(NtpTime sent, uint timestamp, MediaTime now) => LastReport = new SenderReportInfo(sent, timestamp, now);

    /// <summary>When its sender captured what has a timestamp, in microseconds since 1970 by the sender's clock; false while it has not reported it.</summary>
    public bool TryTimeOf(uint timestamp, out long senderMicroseconds)
    {
        senderMicroseconds = LastReport is { } report
            ? report.Sent.ToUnixMicroseconds() + ((int)(timestamp - report.Timestamp) * 1_000_000L / ClockRate)
            : 0;
        return LastReport is not null;
    }

    /// <summary>The timestamp of what its sender captures at an instant of the sender's clock; false while it has not reported it.</summary>
    public bool TryTimestampAt(long senderMicroseconds, out uint timestamp)
    {
        timestamp = LastReport is { } report
            ? report.Timestamp + (uint)((senderMicroseconds - report.Sent.ToUnixMicroseconds()) * ClockRate / 1_000_000)
            : 0;
        return LastReport is not null;
    }

    /// <summary>What a receiver report says of it (RFC 3550 section 6.4.1).</summary>
    public ReportBlock Report(MediaTime now) => new()
    {
        Ssrc = Ssrc,
        FractionLost = _statistics.TakeFractionLost(),
        CumulativeLost = (int)Math.Clamp(_statistics.CumulativeLost, -0x80_0000, 0x7F_FFFF),
        ExtendedHighestSequenceNumber = (uint)_statistics.Highest,
        Jitter = _statistics.Jitter,
        LastSenderReport = LastReport?.Sent.Middle ?? 0,
        DelaySinceLastSenderReport = LastReport is { } report ? NtpTime.MicrosecondsToShort(now - report.Arrival) : 0,
    };

    private void NoteReceived(long sequence, MediaTime now, bool repaired = false)
    {
        LastArrival = now;
        if (Losses is not null && !Losses.Receive(sequence, now, repaired))
        {
            Publication.RequestKeyframe(Encoding);
        }
    }
}
