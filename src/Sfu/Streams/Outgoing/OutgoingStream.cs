using System.Runtime.CompilerServices;
using System.Text;
using Rtp.HeaderExtensions;
using Rtp.Rtcp;
using Rtp.Srtp;
using Sfu.Allocation;
using Sfu.Congestion;
using Sfu.Memory;
using Sfu.Quality;
using Sfu.Streams.Incoming;
using Sfu.Streams.Layers;
using Sfu.Transports;

namespace Sfu.Streams.Outgoing;

/// <summary>
/// One source (SSRC) that a participant receives: half a slot. What it carries can change; to the receiver it is one stream without seams. Its
/// retransmissions (RFC 4588) come from the cache of what it carries.
/// </summary>
internal sealed class OutgoingStream
{
    // Browsers look every so often for what to ask for once more (libwebrtc's NackRequester).
    private const long AskingInterval = 20_000;

    private readonly PacketSender _sender;
    private readonly Pacer _pacer;
    private readonly StreamIdentifier _mid;
    private readonly byte[] _canonicalName;
    private readonly StreamRewriter _rewriter;
    private readonly LayerSwitch _layers = new();
    private readonly Retransmitter _retransmitter;
    private readonly ReportedReception _reception = new();
    private FrameMeter _pictures;
    private bool _namesTargets;
    private bool _enabled = true;
    private long _repairTime;

    /// <summary>Makes an idle stream.</summary>
    /// <param name="kind">Sound or pictures.</param>
    /// <param name="ssrc">Its source identifier, as announced in the answer.</param>
    /// <param name="rtxSsrc">That of its retransmissions, or null where none were negotiated.</param>
    /// <param name="mid">Its media section.</param>
    /// <param name="canonicalName">What ties it to the other half of its slot (RFC 7022).</param>
    /// <param name="egress">Sends for its transport.</param>
    /// <param name="pacer">Spreads what its transport sends.</param>
    /// <param name="payloadTypes">What its receiver calls the codecs.</param>
    /// <param name="pool">The worker's slabs.</param>
    /// <param name="random">For the first numbers.</param>
    public OutgoingStream(
        MediaKind kind,
        uint ssrc,
        uint? rtxSsrc,
        StreamIdentifier mid,
        string canonicalName,
        RtpEgress egress,
        Pacer pacer,
        PayloadTypeMap payloadTypes,
        SlabPool pool,
        Random random)
    {
        Kind = kind;
        Ssrc = ssrc;
        RtxSsrc = rtxSsrc;
        _mid = mid;
        _canonicalName = Encoding.UTF8.GetBytes(canonicalName);
        _pacer = pacer;

        // In the lower half, so that a receiver that misses the first packets cannot misjudge the rollover counter (RFC 3711 section 3.3.1).
        _rewriter = new StreamRewriter(
            (ushort)random.Next(1, 0x7FFF), (uint)random.NextInt64(uint.MaxValue), kind);
        _sender = new PacketSender(kind, ssrc, rtxSsrc, mid, egress, payloadTypes, pool, (ushort)random.Next(1, 0x7FFF));
        _retransmitter = new Retransmitter(this, _rewriter, _sender, pacer);
    }

    /// <summary>Sound or pictures.</summary>
    public MediaKind Kind { get; }

    /// <summary>The source identifier.</summary>
    public uint Ssrc { get; }

    /// <summary>The source identifier of its retransmissions.</summary>
    public uint? RtxSsrc { get; }

    /// <summary>What ties it to the other half of its slot, in UTF-8.</summary>
    public ReadOnlySpan<byte> CanonicalName => _canonicalName;

    /// <summary>Its media section.</summary>
    public string Mid => _mid.ToString();

    /// <summary>Whether its receiver takes media in the section now.</summary>
    public bool Enabled
    {
        get => _enabled;
        set
        {
            if (value != _enabled)
            {
                _enabled = value;
                Resynchronize();
                RequestKeyframe();
            }
        }
    }

    /// <summary>Whether of several spatial layers in one stream the receiver can take the lowest alone.</summary>
    public bool TakesLowestPictureOnly => !_sender.SendsDescriptors && (Source?.EncodingOf(LayerId.Highest).Stream?.Layers.NeedDescriptors ?? false);

    /// <summary>What it may use of the way to its receiver.</summary>
    public StreamAllocation Allocation { get; } = new();

    /// <summary>What it carries, or null.</summary>
    public Publication? Source => _layers.Source;

    /// <summary>The layer that is sent now, or null for none.</summary>
    public LayerId? Layer => _layers.Current;

    /// <summary>The layer that is to be sent, or null for none.</summary>
    public LayerId? Target => _layers.Target;

    /// <summary>Packets sent, without retransmissions: the packet count of sender reports.</summary>
    public uint Packets => _sender.Packets;

    /// <summary>Payload bytes sent, without retransmissions: the octet count of sender reports.</summary>
    public uint PayloadBytes => _sender.PayloadBytes;

    /// <summary>Packets sent again.</summary>
    public long Retransmissions => _sender.Retransmissions;

    /// <summary>Whether padding can be sent with it: it carries pictures, and has a source for retransmissions.</summary>
    public bool CanPad => Kind == MediaKind.Video && _enabled && _sender.Ready && _retransmitter.Ready;

    /// <summary>What its receiver last reported of it, or null; without what was lost or came unevenly on the way before, as far as that is known.</summary>
    public ReceptionReport? Reception => _reception.Last is { } last
        ? last with
        {
            Loss = Math.Min(last.Loss, _sender.WayLoss ?? 1),
            Jitter = Math.Max(0, last.Jitter - (_rewriter.Source?.JitterMicroseconds ?? 0)),
        }
        : null;

    /// <summary>
    /// The share of packets that get lost on the way to the receiver, smoothed over some seconds. By transport-wide feedback where there is any: what a
    /// receiver reports of the stream (RFC 3550 section 6.4.1) contains what had not come here yet, having been lost on the way before.
    /// </summary>
    public double Loss => _sender.WayLoss ?? _reception.Loss;

    /// <summary>The pictures that were sent, those that still wait in the pacer included.</summary>
    public ref readonly FrameMeter Pictures => ref _pictures;

    /// <summary>What earlier sound goes into each packet; null for pictures.</summary>
    public AudioRedundancy? Redundancy => _sender.Redundancy;

    /// <summary>What is sent of sound, redundancy included, in bits a second on the wire.</summary>
    public long SoundRate(MediaTime now) => _sender.SoundRate(now);

    /// <summary>Takes the keys of its transport.</summary>
    public void Attach(SrtpSender keys) => _sender.Attach(keys);

    /// <summary>Carries something else from now on, or nothing.</summary>
    public void Carry(Publication? source)
    {
        if (ReferenceEquals(source, Source))
        {
            return;
        }

        Source?.Unsubscribe(this);
        Resynchronize();
        _rewriter.Forget();
        _layers.Carry(source);
        source?.Subscribe(this);
    }

    /// <summary>Sets the layer to be sent; null holds everything back. What is sent now goes on until the receiver can decode the other.</summary>
    public void Aim(LayerId? target)
    {
        if (_layers.Aim(target is { } layer && TakesLowestPictureOnly ? layer with { Spatial = 0 } : target) && target is null)
        {
            Stop();
        }
    }

    /// <summary>What follows does not join what went before: the next packet (for pictures the next keyframe) starts anew.</summary>
    public void Resynchronize()
    {
        _layers.Reset();
        _sender.Reset();
        Stop();
    }

    /// <summary>What waited to be sent was dropped: that nothing is sent until the keyframe is not its publisher's freeze.</summary>
    public void OnDropped()
    {
        _pictures.Restart();
        Resynchronize();
        RequestKeyframe();
    }

    /// <summary>An encoding of what it carries comes from another source.</summary>
    /// <param name="former">From where it came before, or null.</param>
    public void SourceChanged(IncomingStream? former)
    {
        if (former is not null && ReferenceEquals(former, _rewriter.Source))
        {
            Resynchronize();
        }

        _layers.RequestSwitch();
    }

    /// <summary>Sends a packet of what it carries, where it is part of the layer that is sent.</summary>
    public void Forward(IncomingStream stream, ref MediaPacket packet, MediaTime now)
    {
        if (!_enabled || !_sender.Ready || !_sender.TryTake(packet, Source))
        {
            return;
        }

        bool carried = ReferenceEquals(stream, _rewriter.Source);
        bool selected = _layers.Select(packet, stream, late: carried && _rewriter.IsLate(packet));
        if (selected && !carried)
        {
            Start(stream, packet, now);
        }
        else if (selected)
        {
            Pass(packet, now);
        }
        else if (carried)
        {
            HoldBack(packet, now);
        }
    }

    /// <summary>Sends a packet that waited, if it is there still.</summary>
    public void SendPaced(ushort number, MediaTime now)
    {
        ref MediaPacket packet = ref _rewriter.Find(number, out SentPacket sent);
        if (_sender.Ready && !Unsafe.IsNullRef(ref packet) && _sender.Takes(packet))
        {
            Send(packet, sent, now);
        }
    }

    /// <summary>Answers a request for a packet that was lost on the way to the receiver.</summary>
    /// <param name="number">The sequence number that the receiver knows.</param>
    /// <param name="now">The time.</param>
    /// <param name="roundTrip">Microseconds between here and the receiver.</param>
    public void Retransmit(ushort number, MediaTime now, long roundTrip) => _retransmitter.Answer(number, now, roundTrip);

    /// <summary>Sends a packet again that feedback calls missing.</summary>
    public void Repair(in PacketLoss loss, MediaTime now) => _retransmitter.Repair(loss, now);

    /// <summary>Sends a packet as retransmission, if it is there still.</summary>
    public void SendAgain(ushort number, MediaTime now) => _retransmitter.Send(number, now);

    /// <summary>Sends a packet of nothing but padding on the source of retransmissions.</summary>
    public void SendPadding(MediaTime now) => _sender.SendPadding(_rewriter.TimestampOffset, now);

    /// <summary>Notes what the receiver reports of it; answers what that says of the time since its last report.</summary>
    /// <param name="block">The report.</param>
    /// <param name="roundTrip">Microseconds between here and the receiver.</param>
    /// <param name="now">The time.</param>
    public ReportedReceipt NoteReport(in ReportBlock block, long roundTrip, MediaTime now)
    {
        _sender.Redundancy?.NoteLoss(block.FractionLost, now);
        ReportedReceipt receipt = _reception.Note(block, _sender.Packets, _sender.Copies, _sender.ClockRate, now);
        _repairTime = RepairTime.Of(Loss, roundTrip + AskingInterval);
        return receipt;
    }

    /// <summary>Sound repeats no more than so many payloads before its own in each packet.</summary>
    public void LimitRedundancy(int most) => _sender.Redundancy?.Limit(most);

    /// <summary>The receiver cannot decode any more.</summary>
    public void RequestKeyframe() => _layers.RequestKeyframe();

    /// <summary>
    /// The RTP timestamp that this stream has at an instant, by the publisher's clock; false while the publisher has not reported it.
    /// </summary>
    public bool TryTimestampAt(long unixMicroseconds, out uint timestamp)
    {
        timestamp = 0;
        if (Source is not { Clock.Known: true } || _rewriter.Source is not { } stream
            || !stream.TryTimestampAt(Source.Clock.ToPublisher(unixMicroseconds), out uint its))
        {
            return false;
        }

        timestamp = its + _rewriter.TimestampOffset;
        return true;
    }

    private void Start(IncomingStream stream, in MediaPacket packet, MediaTime now)
    {
        _rewriter.Start(stream, packet, now);
        _sender.Redundancy?.Start(packet.Sequence);
        _namesTargets = false;
        Pass(packet, now);
        CatchUp(stream, packet.Sequence, now);
    }

    private void Stop()
    {
        _rewriter.Stop();
        _pacer.Remove(this);
    }

    private void Pass(in MediaPacket packet, MediaTime now)
    {
        // Padding fills the publisher's own link; it is of no use on others.
        if (packet.PayloadLength == 0 || _layers.LayerOf(packet) is not { } layer)
        {
            HoldBack(packet, now);
            return;
        }

        IncomingStream source = _rewriter.Source!;
        uint activeTargets = source.Layers.ActiveTargets(layer, out bool all);
        _namesTargets |= !all;
        bool marker = packet.Marker || (packet.Layers.Has(FrameMarks.EndOfFrame) && packet.Layers.Layer.Spatial == layer.Spatial);
        if (!_rewriter.TryRewrite(packet, marker, _namesTargets ? activeTargets : 0, now, out SentPacket sent))
        {
            HoldBack(packet, now);
            return;
        }

        if (marker && Kind == MediaKind.Video)
        {
            _pictures.Add(now);
            _sender.Playout.Follow(Math.Max(source.RepairTime, _repairTime), now);
        }

        // What is not in a cache cannot wait.
        if (Kind == MediaKind.Video && source.Cache is not null && !_pacer.TryPass(now))
        {
            _pacer.Add(this, sent.Number, packet.PayloadLength, now);
            return;
        }

        Send(packet, sent, now);
    }

    private void Send(in MediaPacket packet, in SentPacket sent, MediaTime now)
    {
        _rewriter.Use(sent.Number, sent.Picture);
        _sender.Send(packet, sent, _rewriter.Source?.Cache, now);
    }

    private void HoldBack(in MediaPacket packet, MediaTime now)
    {
        if (_rewriter.Skip(packet, closesPictures: _sender.Format == PayloadFormat.Vp8, out ushort hole))
        {
            // A number was kept for it while it was lost: an empty packet tells the receiver not to wait for it.
            _rewriter.Use(hole, PictureNumbers.None);
            _sender.SendEmpty(hole, packet.Timestamp + _rewriter.TimestampOffset, now);
        }
    }

    // The first packet of the keyframe came last, by retransmission: the others are in the cache.
    private void CatchUp(IncomingStream stream, long first, MediaTime now)
    {
        for (long next = first + 1; stream.Cache is { } cache && next <= stream.PassedOn && stream == _rewriter.Source; next++)
        {
            ref MediaPacket packet = ref cache.Find(next);
            if (Unsafe.IsNullRef(ref packet) || !_sender.Takes(packet))
            {
                continue;
            }

            if (_layers.IsSelected(packet))
            {
                Pass(packet, now);
            }
            else
            {
                HoldBack(packet, now);
            }
        }
    }
}
