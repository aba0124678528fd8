using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;
using Rtp.HeaderExtensions;
using Rtp.Rtcp;
using Rtp.Srtp;
using Sfu.Allocation;
using Sfu.Congestion;
using Sfu.Memory;
using Sfu.Transports;

namespace Sfu.Streams.Outgoing;

/// <summary>
/// One source (SSRC) that a participant receives: half a slot. What it carries can change; to the receiver it is one stream without seams. Its
/// retransmissions (RFC 4588) come from the cache of what it carries.
/// </summary>
internal sealed class OutgoingStream
{
    private const int OsnLength = 2;

    private readonly RtpEgress _egress;
    private readonly Pacer _pacer;
    private readonly SlabPool _pool;
    private readonly PayloadTypeMap _payloadTypes;
    private readonly StreamIdentifier _mid;
    private readonly byte[] _canonicalName;
    private readonly SequenceRewriter _sequence;
    private readonly ResendLimiter _resent = new();
    private readonly AudioRedundancy? _redundancy;
    private TimestampRewriter _timestamp;
    private PictureRewriter _picture;
    private SrtpSenderStream? _keys;
    private SrtpSenderStream? _rtxKeys;
    private ushort _rtxSequence;
    private int _sourcePayloadType = -1;
    private PayloadType? _payloadType;
    private bool _synchronized;
    private bool _enabled = true;
    private int _reportedLost;

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
        _sequence = new SequenceRewriter((ushort)random.Next(1, 0x7FFF));
        _rtxSequence = (ushort)random.Next(1, 0x7FFF);
        _timestamp = new TimestampRewriter((uint)random.NextInt64(uint.MaxValue));
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

    /// <summary>Packets sent, without retransmissions: the packet count of sender reports.</summary>
    public uint Packets { get; private set; }

    /// <summary>Payload bytes sent, without retransmissions: the octet count of sender reports.</summary>
    public uint PayloadBytes { get; private set; }

    /// <summary>Whether padding can be sent with it: it carries pictures, and has a source for retransmissions.</summary>
    public bool CanPad => Kind == MediaKind.Video && _enabled && Source is { Flowing: true } && _egress.Ready && CanSendAgain;

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
        source?.Subscribe(this);
    }

    /// <summary>What follows does not join what went before: the next packet (for pictures the next keyframe) starts anew.</summary>
    public void Resynchronize()
    {
        _synchronized = false;
        _sourcePayloadType = -1;
        _pacer.Remove(this);
    }

    /// <summary>What waited to be sent was dropped.</summary>
    public void OnDropped()
    {
        Resynchronize();
        RequestKeyframe();
    }

    /// <summary>Sends a packet of what it carries.</summary>
    public void Forward(ref MediaPacket packet, MediaTime now)
    {
        if (_keys is null || !_enabled || Allocation.Paused || !_egress.Ready || (packet.PayloadType != _sourcePayloadType && !TryMapPayloadType(packet.PayloadType)))
        {
            return;
        }

        if (!_synchronized && !TrySynchronize(packet, now))
        {
            return;
        }

        if (packet.PayloadLength == 0)
        {
            // Padding fills the publisher's own link; it is of no use on others.
            _sequence.Skip(packet.Sequence);
            return;
        }

        if (!_sequence.TryRewrite(packet.Sequence, out long number))
        {
            return;
        }

        var header = new OutgoingHeader(
            _payloadType!.Number, packet.Marker, (ushort)number, _timestamp.Rewrite(packet.Timestamp, now), Ssrc);
        if (_redundancy is not null && _payloadType.CarriedBy >= 0 && TrySendWithRedundancy(packet, header, now))
        {
            return;
        }

        _picture.Note(_picture.Rewrite(packet.Picture));
        if (Kind == MediaKind.Video && !_pacer.TryPass(now))
        {
            _pacer.Add(this, (ushort)number, packet.PayloadLength, now);
            return;
        }

        Send(header, packet, now);
    }

    /// <summary>Sends a packet that waited, if it is there still.</summary>
    public void SendPaced(ushort number, MediaTime now)
    {
        ref MediaPacket packet = ref FindSent(number);
        if (!Unsafe.IsNullRef(ref packet) && _keys is not null)
        {
            Send(new OutgoingHeader(_payloadType!.Number, packet.Marker, number, packet.Timestamp + _timestamp.Offset, Ssrc), packet, now);
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

        ref MediaPacket packet = ref FindSent(number);
        if (CanSendAgain && !Unsafe.IsNullRef(ref packet) && packet.PayloadLength > 0 && _resent.TryTake(number, now, roundTrip)
            && _pacer.TryPassAgain(this, number, packet.PayloadLength, now))
        {
            SendAgain(number, now);
        }
    }

    /// <summary>Sends a packet as retransmission, if it is there still.</summary>
    [SkipLocalsInit]
    public void SendAgain(ushort number, MediaTime now)
    {
        ref MediaPacket packet = ref FindSent(number);
        if (!CanSendAgain || Unsafe.IsNullRef(ref packet))
        {
            return;
        }

        var header = new OutgoingHeader(
            (byte)_payloadType!.RetransmittedBy, packet.Marker, _rtxSequence, packet.Timestamp + _timestamp.Offset, RtxSsrc!.Value);
        WritePictureNumbers(packet);
        Span<byte> slab = _pool.Span(packet.Slab);
        Span<byte> payload = stackalloc byte[SlabPool.SlabSize];
        payload = payload[..(OsnLength + packet.PayloadLength)];
        BinaryPrimitives.WriteUInt16BigEndian(payload, number);
        slab.Slice(packet.PayloadOffset, packet.PayloadLength).CopyTo(payload[OsnLength..]);
        if (_egress.TrySend(_rtxKeys!, header, _mid, slab, packet.Extensions, payload, SentPacketKind.Retransmission, now))
        {
            _rtxSequence++;
            Retransmissions++;
        }
    }

    /// <summary>Sends a packet of nothing but padding on the source of retransmissions.</summary>
    public void SendPadding(MediaTime now)
    {
        var header = new OutgoingHeader((byte)_payloadType!.RetransmittedBy, false, _rtxSequence, _timestamp.Offset, RtxSsrc!.Value);
        if (_egress.TrySendPadding(_rtxKeys!, header, _mid, now))
        {
            _rtxSequence++;
        }
    }

    /// <summary>Notes what the receiver reports of it; answers how many more packets it misses than before.</summary>
    public int NoteReport(in ReportBlock block, MediaTime now)
    {
        _redundancy?.NoteLoss(block.FractionLost, now);
        int more = Math.Max(0, block.CumulativeLost - _reportedLost);
        _reportedLost = block.CumulativeLost;
        return more;
    }

    /// <summary>It was paused, or flows again.</summary>
    public void AllocationChanged()
    {
        Resynchronize();
        RequestKeyframe();
    }

    /// <summary>The receiver cannot decode any more.</summary>
    public void RequestKeyframe()
    {
        if (!Allocation.Paused)
        {
            Source?.RequestKeyframe();
        }
    }

    /// <summary>
    /// The RTP timestamp that this stream has at an instant, by the publisher's clock; false while the publisher has not reported it.
    /// </summary>
    public bool TryTimestampAt(long unixMicroseconds, out uint timestamp)
    {
        timestamp = 0;
        if (!_synchronized || Source is not { Clock.Known: true, Stream: { LastReport: { } report } stream })
        {
            return false;
        }

        long elapsed = Source.Clock.ToPublisher(unixMicroseconds) - report.Sent.ToUnixMicroseconds();
        timestamp = report.Timestamp + (uint)(elapsed * stream.ClockRate / 1_000_000) + _timestamp.Offset;
        return true;
    }

    // Only as RTX: the same packet again with other header bytes would repeat a GCM nonce (RFC 7714 section 8).
    private bool CanSendAgain => _rtxKeys is not null && _payloadType is { RetransmittedBy: >= 0 };

    private void Send(in OutgoingHeader header, in MediaPacket packet, MediaTime now)
    {
        WritePictureNumbers(packet);
        Span<byte> slab = _pool.Span(packet.Slab);
        Send(header, packet, slab.Slice(packet.PayloadOffset, packet.PayloadLength), now);
    }

    private void Send(in OutgoingHeader header, in MediaPacket packet, ReadOnlySpan<byte> payload, MediaTime now)
    {
        SentPacketKind kind = Kind == MediaKind.Audio ? SentPacketKind.Audio : SentPacketKind.Video;
        if (_egress.TrySend(_keys!, header, _mid, _pool.Span(packet.Slab), packet.Extensions, payload, kind, now))
        {
            Packets++;
            PayloadBytes += (uint)payload.Length;
        }
    }

    // What has a number lies in the cache of what is carried, as long as that keeps it.
    private ref MediaPacket FindSent(ushort number)
    {
        if (!_synchronized || Source?.Stream?.Cache is not { } cache || !_sequence.TryInvert(number, out long source))
        {
            return ref Unsafe.NullRef<MediaPacket>();
        }

        return ref cache.Find(source);
    }

    private bool TryMapPayloadType(byte source)
    {
        _payloadType = Source?.PayloadTypes.Find(source) is { } codec ? _payloadTypes.Find(codec.Codec) : null;
        _sourcePayloadType = _payloadType is null ? -1 : source;
        return _payloadType is not null;
    }

    private bool TrySynchronize(in MediaPacket packet, MediaTime now)
    {
        if (Kind == MediaKind.Video && !packet.Keyframe)
        {
            Source!.RequestKeyframe();
            return false;
        }

        _sequence.Switch(packet.Sequence);
        _timestamp.Switch(packet.Timestamp, _payloadType!.ClockRate, now);
        _picture.Switch(packet.Picture);
        _redundancy?.Start(packet.Sequence);
        _synchronized = true;
        return true;
    }

    [SkipLocalsInit]
    private bool TrySendWithRedundancy(in MediaPacket packet, in OutgoingHeader header, MediaTime now)
    {
        if (Source?.Stream?.Cache is not { } cache)
        {
            return false;
        }

        Span<byte> payload = stackalloc byte[AudioRedundancy.MaximumLength];
        int length = _redundancy!.Write(packet, cache, _pool, _payloadType!.Number, payload);
        if (length == 0)
        {
            return false;
        }

        Send(header with { PayloadType = (byte)_payloadType.CarriedBy }, packet, payload[..length], now);
        return true;
    }

    private void AskForRedundancy(ushort number, MediaTime now, long roundTrip)
    {
        if (_synchronized && _payloadType is { CarriedBy: >= 0 } && _sequence.TryInvert(number, out long source)
            && _resent.TryTake(number, now, roundTrip))
        {
            _redundancy!.Ask(source, now);
        }
    }

    // Every subscriber writes its own numbers into the shared payload right before it is encrypted for it, on the one thread there is.
    private void WritePictureNumbers(in MediaPacket packet)
    {
        if (packet.Picture != PictureNumbers.None)
        {
            PayloadInspector.WritePictureNumbers(
                _payloadType!.Format,
                _pool.Span(packet.Slab).Slice(packet.PayloadOffset, packet.PayloadLength),
                _picture.Rewrite(packet.Picture));
        }
    }
}
