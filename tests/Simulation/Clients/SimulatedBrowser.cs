using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Rtp;
using Rtp.HeaderExtensions;
using Rtp.Rtcp;
using Rtp.Srtp;
using Sfu;
using Sfu.Sdp;
using Simulation.Network;
using Simulation.Receivers;
using Simulation.Senders;
using Simulation.World;

namespace Simulation.Clients;

/// <summary>
/// A client that reacts to its network as libwebrtc does: estimates what its way carries, lets its encoders follow, paces, probes, repeats; reports arrivals,
/// asks for what is missing, waits for what is late, and counts what its user sees and hears of it.
/// </summary>
internal sealed class SimulatedBrowser : SimulatedPeer
{
    // The numbers that both RTP and SRTP headers may add to a payload.
    private const int PacketRoom = 400;
    private const long StartRate = 300_000;
    private const long SynchronizationInterval = 1_000_000;

    private readonly Pacer _pacer;
    private readonly UplinkEstimator _estimator;
    private readonly Dictionary<uint, VideoReceiver> _video = [];
    private readonly Dictionary<uint, AudioReceiver> _audio = [];
    private readonly BrowserFeedback _feedback;
    private readonly HashSet<(uint Source, ushort Number)> _requested = [];
    private readonly Dictionary<int, LipSync> _lips = [];
    private readonly Dictionary<ushort, byte[]> _sentSound = [];
    private bool _publishing;
    private ushort _transportSequence;
    private long? _remb;
    private long _maximumVideoRate = long.MaxValue;

    /// <inheritdoc cref="SimulatedPeer(Simulator, ParticipantKey, ClientProfile, Bottleneck, Bottleneck?, int)"/>
    public SimulatedBrowser(
        Simulator simulator, ParticipantKey key, ClientProfile profile, Bottleneck access, Bottleneck? bottleneck, int shard)
        : base(simulator, key, profile, access, bottleneck, shard)
    {
        uint first = (uint)Random.Next(1, int.MaxValue - 20);
        _transportSequence = (ushort)Random.Next(0x10000);
        _pacer = new Pacer(simulator.Schedule, Transmit);
        _estimator = new UplinkEstimator(StartRate, profile.Rids.Count > 0 ? 3_400_000 : profile.MaximumVideoRate + Microphone.Rate);
        _estimator.ProbeWanted = Probe;
        _feedback = new BrowserFeedback(this, simulator);
        Microphone = new Microphone(simulator, profile, first, new Random(Random.Next()), _pacer.Send);
        Camera = new Camera(simulator, profile, first + 1, new Random(Random.Next()), _pacer.Send);
    }

    public Microphone Microphone { get; }

    public Camera Camera { get; }

    /// <summary>Bits a second that it believes to be able to send.</summary>
    public long UplinkEstimate => _estimator.Estimate;

    /// <summary>The server's last REMB, or null.</summary>
    public long? Remb => _remb;

    /// <summary>Whether it heeds REMB beside its own estimate, as libwebrtc does.</summary>
    public bool HeedsRemb { get; set; } = true;

    /// <summary>The most that its camera is to make (<c>maxBitrate</c> of RTCRtpEncodingParameters).</summary>
    public long MaximumVideoRate
    {
        get => _maximumVideoRate;
        set
        {
            _maximumVideoRate = value;
            UpdateTarget();
        }
    }

    /// <summary>The time to the server and back, in microseconds, as reports tell it.</summary>
    public long RoundTrip { get; private set; } = 100_000;

    /// <summary>Requests for a keyframe that came, with their times.</summary>
    public List<MediaTime> KeyframeRequests { get; } = [];

    /// <summary>Packets of its own that it was asked for, each counted once.</summary>
    public int RequestedPackets => _requested.Count;

    /// <summary>Those of one of its sources.</summary>
    public int RequestedPacketsOf(uint source) => _requested.Count(packet => packet.Source == source);

    /// <summary>What came, without padding and retransmissions: when, and its bytes with the headers of IP and UDP.</summary>
    public Throughput Received { get; } = new();

    /// <summary>All that came by RTP.</summary>
    public Throughput ReceivedInAll { get; } = new();

    protected override OfferedSources Sources =>
        new(Microphone.Stream.Ssrc, Camera.Encodings[0].Stream.Ssrc, Camera.Encodings[0].Stream.RtxSsrc);

    /// <summary>The source identifier that its own feedback comes from.</summary>
    public uint FeedbackSsrc => Microphone.Stream.Ssrc;

    /// <summary>What it receives of pictures in a slot.</summary>
    public VideoReceiver VideoOf(int slot)
    {
        uint ssrc = SectionOf(slot, MediaKind.Video).LocalSsrc!.Value;
        if (!_video.TryGetValue(ssrc, out VideoReceiver? receiver))
        {
            receiver = new VideoReceiver(Simulator.Schedule, Profile.VideoCodec, () => SendRtcp(
                (ref RtcpWriter writer) => new PictureLossIndication(FeedbackSsrc, ssrc).TryWrite(ref writer)));
            _video.Add(ssrc, receiver);
        }

        return receiver;
    }

    /// <summary>What it receives of sound in a slot.</summary>
    public AudioReceiver AudioOf(int slot)
    {
        uint ssrc = SectionOf(slot, MediaKind.Audio).LocalSsrc!.Value;
        if (!_audio.TryGetValue(ssrc, out AudioReceiver? receiver))
        {
            receiver = new AudioReceiver(Simulator.Schedule);
            _audio.Add(ssrc, receiver);
        }

        return receiver;
    }

    /// <summary>Sends a camera and a microphone from when it is connected.</summary>
    public void Publish()
    {
        if (Connected)
        {
            Start();
        }
        else
        {
            _publishing = true;
        }
    }

    public override void Notice(MediaEvent happened)
    {
        if (happened is MediaEvent.VideoPaused paused)
        {
            VideoOf(paused.Slot).Playback.Pause(paused.Paused, Simulator.Now);
        }
    }

    /// <summary>Sends a packet of video that no encoder made.</summary>
    public void SendVideo(byte[] payload, byte[]? descriptor) =>
        Transmit(Camera.Encodings[0].Stream.Next(Profile.VideoPayloadType, true, (uint)Random.Next(), payload, descriptor, Simulator.Now));

    protected override void OnConnected()
    {
        _feedback.Start();
        Synchronize();
        if (_publishing)
        {
            Start();
        }
    }

    protected override void OnRtp(in RtpHeader header, byte[] packet)
    {
        int bytes = header.PayloadOffset + header.PayloadLength + header.PaddingLength + Link.Overhead;
        ReceivedInAll.Add(Simulator.Now, bytes);
        _feedback.NoteArrival(header, packet);
        uint source = header.Ssrc;
        NegotiatedSection section = Session!.Sections.First(s => s.LocalSsrc == source || s.LocalRtxSsrc == source);
        bool repaired = source == section.LocalRtxSsrc;
        ReadOnlySpan<byte> payload = header.Payload((ReadOnlySpan<byte>)packet);
        if (!repaired)
        {
            _feedback.NoteReceived(section, header);
        }

        if (payload.Length <= (repaired ? 2 : 0) && (repaired || section.Kind == MediaKind.Audio))
        {
            return;
        }

        if (section.Kind == MediaKind.Audio)
        {
            Received.Add(Simulator.Now, bytes);
            AudioReceiver audio = AudioOf(section.Slot!.Value);
            audio.Receive(header.SequenceNumber, header.Timestamp, payload, header.PayloadType == Profile.RedPayloadType);
            if (Profile.AudioNack)
            {
                _feedback.RequestMissing(section.LocalSsrc!.Value, audio);
            }

            return;
        }

        ushort number = repaired ? BinaryPrimitives.ReadUInt16BigEndian(payload) : header.SequenceNumber;
        VideoReceiver video = VideoOf(section.Slot!.Value);
        video.RoundTrip = RoundTrip;
        NotePlayoutDelay(video, header, packet);
        int before = video.Packets;
        video.Receive(number, header.Timestamp, header.Marker, repaired ? payload[2..] : payload, repaired);
        if (video.Packets > before && payload.Length > 0)
        {
            Received.Add(Simulator.Now, bytes);
        }

        _feedback.RequestMissing(section.LocalSsrc!.Value, video);
    }

    protected override void OnRtcp(byte[] datagram)
    {
        foreach (RtcpPacket packet in new RtcpReader(datagram))
        {
            switch (packet.Kind)
            {
                case RtcpKind.PictureLossIndication when PictureLossIndication.TryParse(packet, out PictureLossIndication indication):
                    if (Camera.Find(indication.MediaSsrc) is { } wanted)
                    {
                        KeyframeRequests.Add(Simulator.Now);
                        wanted.RequestKeyframe();
                    }

                    break;
                case RtcpKind.Nack when Nack.TryParse(packet, out Nack nack):
                    Retransmit(nack);
                    break;
                case RtcpKind.TransportFeedback when TransportFeedback.TryParse(packet, out TransportFeedback feedback):
                    _estimator.Receive(feedback, RoundTrip, Simulator.Now);
                    UpdateTarget();
                    break;
                case RtcpKind.ApplicationLayerFeedback when ReceiverEstimate.TryParse(packet, out ReceiverEstimate estimate):
                    _remb = estimate.BitsPerSecond;
                    UpdateTarget();
                    break;
                case RtcpKind.SenderReport when SenderReport.TryParse(packet, out SenderReport report):
                    _feedback.NoteSenderReport(report);
                    NoteBlocks(report.Blocks);
                    break;
                case RtcpKind.ReceiverReport when ReceiverReport.TryParse(packet, out ReceiverReport report):
                    NoteBlocks(report.Blocks);
                    break;
            }
        }
    }

    private void Start()
    {
        UpdateTarget();
        Microphone.Redundant = Session!.Sections[0].Codecs[0].RedPayloadType is not null;
        if (Session.Sections[1].SimulcastRids.Count == 0)
        {
            Camera.KeepOneStream();
        }

        Microphone.Start();
        Camera.Start();
        if (Profile.TransportFeedback)
        {
            _estimator.Start(Simulator.Now);
        }
    }

    private void NoteBlocks(RtcpRecordList<ReportBlock> blocks)
    {
        foreach (ReportBlock block in blocks)
        {
            if (RoundTripTime.TryCompute(_feedback.Clock.Middle, block.LastSenderReport, block.DelaySinceLastSenderReport, out long time))
            {
                RoundTrip = Math.Max(1_000, time);
            }
        }
    }

    private void NotePlayoutDelay(VideoReceiver video, in RtpHeader header, byte[] packet)
    {
        foreach (RtpExtensionElement element in header.Extensions(packet))
        {
            if (element.Id == Profile.PlayoutDelayExtension && PlayoutDelay.TryRead(element.Data, out PlayoutDelay delay))
            {
                video.Timing.Floor = delay.Minimum * 10_000L;
            }
        }
    }

    private void Synchronize()
    {
        foreach (int slot in Session!.Sections.Where(section => section.Slot is not null).Select(section => section.Slot!.Value).Distinct())
        {
            VideoReceiver video = VideoOf(slot);
            AudioReceiver audio = AudioOf(slot);
            if (audio.Age is not { } sound || video.Playback.Pictures is not [.., var picture] || Simulator.Now - picture.Time > SynchronizationInterval)
            {
                continue;
            }

            LipSync lips = CollectionsMarshal.GetValueRefOrAddDefault(_lips, slot, out _) ??= new LipSync();
            lips.Update(sound, picture.Time - picture.Captured);
            audio.Sync = lips.Sound;
            video.Timing.Sync = lips.Picture;
        }

        Simulator.Schedule.After(SynchronizationInterval, Synchronize);
    }

    private void Retransmit(Nack nack)
    {
        RtpStream? sending = nack.MediaSsrc == Microphone.Stream.Ssrc ? Microphone.Stream : Camera.Find(nack.MediaSsrc)?.Stream;
        if (sending is null)
        {
            return;
        }

        foreach (ushort number in nack)
        {
            _requested.Add((nack.MediaSsrc, number));
            if (sending.Retransmit(number, RoundTrip, Simulator.Now) is { } packet)
            {
                _pacer.Send(packet);
            }
        }
    }

    private void UpdateTarget()
    {
        long whole = _remb is { } remb && HeedsRemb ? Math.Min(_estimator.Estimate, remb) : _estimator.Estimate;
        _pacer.Target = whole;
        Camera.Target = Math.Max(10_000, Math.Min(whole - Microphone.Rate, _maximumVideoRate));
    }

    private void Probe(long rate, int cluster)
    {
        // 15 ms, and five packets at least, as libwebrtc's.
        const int Bytes = 1_200;
        int packets = Math.Max(5, (int)Math.Ceiling(rate * 0.015 / 8 / Bytes));
        for (int i = 0; i < packets; i++)
        {
            Simulator.Schedule.After((long)(i * Bytes * 8e6 / rate), () =>
            {
                if (Camera.Filler(cluster) is { } filler)
                {
                    Transmit(filler);
                }
            });
        }
    }

    private void Transmit(OutgoingPacket packet)
    {
        if (!Connected)
        {
            return;
        }

        if (packet.IsRepeated)
        {
            // A real browser enciphers it anew; under AES-GCM that gives the key of the authentication away, so that ours does not.
            Send(_sentSound[packet.Sequence]);
            return;
        }

        byte[] buffer = new byte[packet.Payload.Length + PacketRoom];
        uint ssrc = packet.IsRtx ? packet.Stream.RtxSsrc : packet.Stream.Ssrc;
        int length = RtpHeader.Write(buffer, (byte)packet.PayloadType, packet.Marker, packet.Sequence, packet.Timestamp, ssrc);
        length += WriteExtensions(buffer.AsSpan(length), packet);
        RtpHeader.WriteExtensionFlag(buffer, true);
        Require.That(Outbound!.TryGetOrAdd(ssrc, out SrtpSenderStream? stream) && stream is not null);
        Require.That(stream.Protect(buffer, length, packet.Payload, out int total) == SrtpStatus.Ok);
        _estimator.NoteSent(_transportSequence, total + Link.Overhead, packet.Cluster, Simulator.Now);
        _transportSequence++;
        if (!packet.IsRtx)
        {
            packet.Stream.NoteSent(packet);
        }

        if (packet.Stream.Kind == MediaKind.Audio)
        {
            _sentSound[packet.Sequence] = buffer[..total];
        }

        Send(buffer.AsSpan(0, total));
    }

    private int WriteExtensions(Span<byte> destination, OutgoingPacket packet)
    {
        var writer = new RtpExtensionWriter(destination, mayMix: true);
        WriteText(ref writer, Profile.MidExtension, packet.Stream.Mid);
        if (packet.Stream.Rid is { } rid)
        {
            WriteText(ref writer, packet.IsRtx ? Profile.RepairedRidExtension : Profile.RidExtension, rid);
        }

        Require.That(writer.TryReserve((byte)Profile.SendTimeExtension, AbsoluteSendTime.Length, out Span<byte> time));
        AbsoluteSendTime.FromMicroseconds(Simulator.Now.Microseconds).Write(time);
        if (Profile.TransportFeedback)
        {
            Require.That(writer.TryReserve((byte)Profile.TransportSequenceExtension, TransportSequenceNumber.Length, out Span<byte> number));
            TransportSequenceNumber.Write(number, _transportSequence);
        }

        if (packet.Stream.Kind == MediaKind.Audio)
        {
            Require.That(writer.TryReserve((byte)Profile.AudioLevelExtension, 1, out Span<byte> level));
            level[0] = (byte)(0x80 | Microphone.Level);
        }

        if (packet.Descriptor is { } descriptor)
        {
            Require.That(writer.TryReserve((byte)Profile.DependencyDescriptorExtension, descriptor.Length, out Span<byte> data));
            descriptor.CopyTo(data);
        }

        return writer.Finish();
    }

    private static void WriteText(ref RtpExtensionWriter writer, int id, string text)
    {
        Require.That(StreamIdentifier.TryParse(text, out StreamIdentifier identifier));
        Require.That(writer.TryReserve((byte)id, identifier.Length, out Span<byte> data));
        identifier.Write(data);
    }
}
