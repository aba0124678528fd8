using System.Buffers.Binary;
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
    private const int OsnLength = 2;
    private const double LossSmoothing = 0.25;

    private readonly RtpEgress _egress;
    private readonly Pacer _pacer;
    private readonly SlabPool _pool;
    private readonly PayloadTypeMap _payloadTypes;
    private readonly StreamIdentifier _mid;
    private readonly byte[] _canonicalName;
    private readonly StreamRewriter _rewriter;
    private readonly ResendLimiter _resent = new();
    private readonly AudioRedundancy? _redundancy;
    private LayerSelector _selector;
    private SrtpSenderStream? _keys;
    private SrtpSenderStream? _rtxKeys;
    private ushort _rtxSequence;
    private int _sourcePayloadType = -1;
    private PayloadType? _payloadType;
    private bool _namesTargets;
    private bool _enabled = true;
    private int _reportedLost;
    private double _reportedLoss;

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
        _egress = egress;
        _pacer = pacer;
        _payloadTypes = payloadTypes;
        _pool = pool;

        _redundancy = kind == MediaKind.Audio ? new AudioRedundancy() : null;

        // In the lower half, so that a receiver that misses the first packets cannot misjudge the rollover counter (RFC 3711 section 3.3.1).
        _rewriter = new StreamRewriter(
            (ushort)random.Next(1, 0x7FFF), (uint)random.NextInt64(uint.MaxValue), kind);
        _rtxSequence = (ushort)random.Next(1, 0x7FFF);
        _selector.Aim(LayerId.Highest);
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

    /// <summary>What it may use of the way to its receiver.</summary>
    public StreamAllocation Allocation { get; } = new();

    /// <summary>What it carries, or null.</summary>
    public Publication? Source { get; private set; }

    /// <summary>The layer that is sent now, or null for none.</summary>
    public LayerId? Layer => _selector.Current;

    /// <summary>The layer that is to be sent, or null for none.</summary>
    public LayerId? Target => _selector.Target;

    /// <summary>Packets sent, without retransmissions: the packet count of sender reports.</summary>
    public uint Packets { get; private set; }

    /// <summary>Payload bytes sent, without retransmissions: the octet count of sender reports.</summary>
    public uint PayloadBytes { get; private set; }

    /// <summary>Whether padding can be sent with it: it carries pictures, and has a source for retransmissions.</summary>
    public bool CanPad => Kind == MediaKind.Video && _enabled && Source is { Flowing: true } && _egress.Ready && CanSendAgain;

    /// <summary>What its receiver last reported of it, or null.</summary>
    public ReceptionReport? Reception { get; private set; }

    /// <summary>Packets sent again.</summary>
    public long Retransmissions { get; private set; }

    /// <summary>Takes the keys of its transport.</summary>
    public void Attach(SrtpSender keys)
    {
        // The bound of the keys is above that of the sections that a session can have.
        _ = keys.TryGetOrAdd(Ssrc, out _keys);
        if (RtxSsrc is uint rtx)
        {
            _ = keys.TryGetOrAdd(rtx, out _rtxKeys);
        }
    }

    /// <summary>What is sent of a camera before anything is known of the way: of several streams the lowest.</summary>
    public static LayerId FirstLayerOf(Publication? source) =>
        source is { IsSimulcast: true } ? LayerId.Highest with { Spatial = 0 } : LayerId.Highest;

    /// <summary>Carries something else from now on, or nothing.</summary>
    public void Carry(Publication? source)
    {
        if (ReferenceEquals(source, Source))
        {
            return;
        }

        Source?.Unsubscribe(this);
        Source = source;
        Resynchronize();
        _rewriter.Forget();
        if (_selector.Target is not null)
        {
            _selector.Aim(FirstLayerOf(source));
        }

        source?.Subscribe(this);
    }

    /// <summary>Sets the layer to be sent; null holds everything back. What is sent now goes on until the receiver can decode the other.</summary>
    public void Aim(LayerId? target)
    {
        if (target == _selector.Target)
        {
            return;
        }

        _selector.Aim(target);
        if (target is null)
        {
            _rewriter.Stop();
            _pacer.Remove(this);
        }

        RequestSwitch();
    }

    /// <summary>What follows does not join what went before: the next packet (for pictures the next keyframe) starts anew.</summary>
    public void Resynchronize()
    {
        _selector.Reset();
        _rewriter.Stop();
        _sourcePayloadType = -1;
        _pacer.Remove(this);
    }

    /// <summary>What waited to be sent was dropped.</summary>
    public void OnDropped()
    {
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

        RequestSwitch();
    }

    /// <summary>Sends a packet of what it carries, where it is part of the layer that is sent.</summary>
    public void Forward(IncomingStream stream, ref MediaPacket packet, MediaTime now)
    {
        if (_keys is null || !_enabled || !_egress.Ready || (packet.PayloadType != _sourcePayloadType && !TryMapPayloadType(packet.PayloadType)))
        {
            return;
        }

        bool carried = ReferenceEquals(stream, _rewriter.Source);

        // A frame whose later packets were held back is not one to start with.
        bool selected = carried && _rewriter.IsLate(packet) ? _selector.IsSelected(packet) : _selector.Select(packet, stream.Layers);
        if (packet.Keyframe)
        {
            RequestSwitch();
        }

        if (selected && !carried)
        {
            _rewriter.Start(stream, packet, now);
            _redundancy?.Start(packet.Sequence);
            _namesTargets = false;
        }

        if (selected)
        {
            Pass(packet, now);
        }
        else if (carried)
        {
            HoldBack(packet, now);
        }

        if (selected && !carried)
        {
            CatchUp(stream, packet.Sequence, now);
        }
    }

    /// <summary>Sends a packet that waited, if it is there still.</summary>
    public void SendPaced(ushort number, MediaTime now)
    {
        ref MediaPacket packet = ref FindSent(number, out SentPacket sent);
        if (!Unsafe.IsNullRef(ref packet) && _keys is not null)
        {
            Send(packet, sent, now);
        }
    }

    /// <summary>Answers a request for a packet that was lost on the way to the receiver.</summary>
    /// <param name="number">The sequence number that the receiver knows.</param>
    /// <param name="now">The time.</param>
    /// <param name="roundTrip">Microseconds between here and the receiver.</param>
    public void Retransmit(ushort number, MediaTime now, long roundTrip)
    {
        if (_redundancy is not null)
        {
            AskForRedundancy(number, now, roundTrip);
            return;
        }

        ref MediaPacket packet = ref FindSent(number, out _);
        int copies = CanSendAgain && !Unsafe.IsNullRef(ref packet) ? _resent.Take(number, now, roundTrip) : 0;
        for (; copies > 0; copies--)
        {
            if (_pacer.TryPassAgain(this, number, packet.PayloadLength, now))
            {
                SendAgain(number, now);
            }
        }
    }

    /// <summary>Sends a packet as retransmission, if it is there still.</summary>
    [SkipLocalsInit]
    public void SendAgain(ushort number, MediaTime now)
    {
        ref MediaPacket packet = ref FindSent(number, out SentPacket sent);
        if (!CanSendAgain || Unsafe.IsNullRef(ref packet))
        {
            return;
        }

        var header = new OutgoingHeader((byte)_payloadType!.RetransmittedBy, sent.Marker, _rtxSequence, sent.Timestamp, RtxSsrc!.Value);
        Span<byte> slab = _pool.Span(packet.Slab);
        Span<byte> payload = stackalloc byte[SlabPool.SlabSize];
        payload = payload[..(OsnLength + packet.PayloadLength)];
        BinaryPrimitives.WriteUInt16BigEndian(payload, number);
        WritePictureNumbers(packet, sent.Picture).CopyTo(payload[OsnLength..]);
        ForwardedExtensions extensions = NarrowedDescriptor.Write(packet, sent.ActiveTargets, slab);
        if (_egress.TrySend(_rtxKeys!, header, _mid, slab, extensions, payload, SentPacketKind.Retransmission, now))
        {
            _rtxSequence++;
            Retransmissions++;
        }
    }

    /// <summary>Sends a packet of nothing but padding on the source of retransmissions.</summary>
    public void SendPadding(MediaTime now)
    {
        var header = new OutgoingHeader((byte)_payloadType!.RetransmittedBy, false, _rtxSequence, _rewriter.TimestampOffset, RtxSsrc!.Value);
        if (_egress.TrySendPadding(_rtxKeys!, header, _mid, now))
        {
            _rtxSequence++;
        }
    }

    /// <summary>
    /// The share of packets that get lost on the way to the receiver, smoothed over some seconds. By transport-wide feedback where there is any: in what
    /// a receiver reports of the stream (RFC 3550 section 6.4.1) there is also what had not come here yet, and was missing on the way before.
    /// </summary>
    public double Loss => _egress.IsNumbered ? _egress.Sent.Loss : _reportedLoss;

    /// <summary>Notes what the receiver reports of it; answers how many more packets it misses than before.</summary>
    public int NoteReport(in ReportBlock block, MediaTime now)
    {
        _redundancy?.NoteLoss(block.FractionLost, now);
        _reportedLoss += ((block.FractionLost / 256.0) - _reportedLoss) * LossSmoothing;

        // Losses at random leave what all copies of a packet have in common.
        double loss = Math.Pow(block.FractionLost / 256.0, 1 + (_redundancy?.Distance ?? 0));
        Reception = new ReceptionReport(loss, block.Jitter * 1_000_000L / (_payloadType?.ClockRate ?? 90_000), now);
        int more = Math.Max(0, block.CumulativeLost - _reportedLost);
        _reportedLost = block.CumulativeLost;
        return more;
    }

    /// <summary>The receiver cannot decode any more.</summary>
    public void RequestKeyframe()
    {
        if ((_selector.Current ?? _selector.Target) is { } layer)
        {
            Source?.RequestKeyframe(Source.EncodingOf(layer));
        }
    }

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

    // Asks for the keyframe without which the layer that is to be sent cannot be entered.
    private void RequestSwitch()
    {
        if (Source is null || _selector.Target is not { } target || _selector.Current == target)
        {
            return;
        }

        PublishedEncoding encoding = Source.EncodingOf(target);
        if (_selector.Current is not { } current
            || encoding != Source.EncodingOf(current)
            || (encoding.Stream?.Layers.NeedsKeyframe(target, current) ?? true))
        {
            Source.RequestKeyframe(encoding);
        }
    }

    // Only as RTX: the same packet again with other header bytes would repeat a GCM nonce (RFC 7714 section 8).
    private bool CanSendAgain => _rtxKeys is not null && _payloadType is { RetransmittedBy: >= 0 } && Source is { Flowing: true };

    private void Send(in MediaPacket packet, in SentPacket sent, MediaTime now)
    {
        var header = new OutgoingHeader(_payloadType!.Number, sent.Marker, sent.Number, sent.Timestamp, Ssrc);
        if (_redundancy is null || _payloadType.CarriedBy < 0 || !TryWriteWithRedundancy(packet, header, now))
        {
            Write(header, packet, sent.ActiveTargets, WritePictureNumbers(packet, sent.Picture), now);
        }
    }

    private void Write(in OutgoingHeader header, in MediaPacket packet, uint activeTargets, ReadOnlySpan<byte> payload, MediaTime now)
    {
        Span<byte> slab = _pool.Span(packet.Slab);
        ForwardedExtensions extensions = NarrowedDescriptor.Write(packet, activeTargets, slab);
        SentPacketKind kind = Kind == MediaKind.Audio ? SentPacketKind.Audio : SentPacketKind.Video;
        if (_egress.TrySend(_keys!, header, _mid, slab, extensions, payload, kind, now))
        {
            Packets++;
            PayloadBytes += (uint)payload.Length;
        }
    }

    // What has a number lies in the cache that it came from, as long as that keeps it.
    private ref MediaPacket FindSent(ushort number, out SentPacket sent)
    {
        if (!_rewriter.TryFind(number, out sent, out IncomingStream? source) || source?.Cache is not { } cache)
        {
            return ref Unsafe.NullRef<MediaPacket>();
        }

        ref MediaPacket packet = ref cache.Find(sent.Source);
        if (!Unsafe.IsNullRef(ref packet) && packet.PayloadType != _sourcePayloadType)
        {
            return ref Unsafe.NullRef<MediaPacket>();
        }

        return ref packet;
    }

    private bool TryMapPayloadType(byte source)
    {
        _payloadType = Source?.PayloadTypes.Find(source) is { } codec ? _payloadTypes.Find(codec.Codec) : null;
        _sourcePayloadType = _payloadType is null ? -1 : source;
        return _payloadType is not null;
    }

    private void Pass(in MediaPacket packet, MediaTime now)
    {
        // Padding fills the publisher's own link; it is of no use on others.
        if (packet.PayloadLength == 0 || _selector.Current is not { } layer)
        {
            HoldBack(packet, now);
            return;
        }

        uint activeTargets = _rewriter.Source!.Layers.ActiveTargets(layer, out bool all);
        _namesTargets |= !all;
        bool marker = packet.Marker || (packet.Layers.Has(FrameMarks.EndOfFrame) && packet.Layers.Layer.Spatial == layer.Spatial);
        if (!_rewriter.TryRewrite(packet, marker, _namesTargets ? activeTargets : 0, now, out SentPacket sent))
        {
            HoldBack(packet, now);
            return;
        }

        // What is not in a cache cannot wait.
        if (Kind == MediaKind.Video && _rewriter.Source.Cache is not null && !_pacer.TryPass(now))
        {
            _pacer.Add(this, sent.Number, packet.PayloadLength, now);
            return;
        }

        Send(packet, sent, now);
    }

    private void HoldBack(in MediaPacket packet, MediaTime now)
    {
        if (_rewriter.Skip(packet, closesPictures: _payloadType!.Format == PayloadFormat.Vp8, out ushort hole))
        {
            // A number was kept for it while it was lost: an empty packet tells the receiver not to wait for it.
            var header = new OutgoingHeader(_payloadType.Number, false, hole, packet.Timestamp + _rewriter.TimestampOffset, Ssrc);
            Packets += _egress.TrySend(_keys!, header, _mid, default, default, default, SentPacketKind.Video, now) ? 1u : 0;
        }
    }

    // The first packet of the keyframe came last, by retransmission: the others are in the cache.
    private void CatchUp(IncomingStream stream, long first, MediaTime now)
    {
        for (long next = first + 1; stream.Cache is { } cache && next <= cache.Newest && stream == _rewriter.Source; next++)
        {
            ref MediaPacket packet = ref cache.Find(next);
            if (Unsafe.IsNullRef(ref packet) || packet.PayloadType != _sourcePayloadType)
            {
                continue;
            }

            if (_selector.IsSelected(packet))
            {
                Pass(packet, now);
            }
            else
            {
                HoldBack(packet, now);
            }
        }
    }

    [SkipLocalsInit]
    private bool TryWriteWithRedundancy(in MediaPacket packet, in OutgoingHeader header, MediaTime now)
    {
        if (_rewriter.Source?.Cache is not { } cache)
        {
            return false;
        }

        Span<byte> payload = stackalloc byte[AudioRedundancy.MaximumLength];
        int length = _redundancy!.Write(packet, cache, _pool, _payloadType!.Number, payload);
        if (length == 0)
        {
            return false;
        }

        Write(header with { PayloadType = (byte)_payloadType.CarriedBy }, packet, 0, payload[..length], now);
        return true;
    }

    private void AskForRedundancy(ushort number, MediaTime now, long roundTrip)
    {
        if (_payloadType is { CarriedBy: >= 0 } && _rewriter.TryFind(number, out SentPacket sent, out IncomingStream? source)
            && source == _rewriter.Source && _resent.Take(number, now, roundTrip) > 0)
        {
            _redundancy!.Ask(source!.NumberOf(sent.Source), now);
        }
    }

    // Every subscriber writes its own numbers into the shared payload right before it is encrypted for it, on the one thread there is.
    private Span<byte> WritePictureNumbers(in MediaPacket packet, PictureNumbers numbers)
    {
        Span<byte> payload = _pool.Span(packet.Slab).Slice(packet.PayloadOffset, packet.PayloadLength);
        if (packet.Picture != PictureNumbers.None)
        {
            PayloadInspector.WritePictureNumbers(_payloadType!.Format, payload, numbers);
        }

        return payload;
    }
}
