using System.Runtime.CompilerServices;
using Rtp.Codecs;
using Rtp.HeaderExtensions;
using Rtp.Srtp;
using Sfu.Congestion;
using Sfu.Memory;
using Sfu.Streams.Incoming;
using Sfu.Transports;

namespace Sfu.Streams.Outgoing;

/// <summary>
/// Writes packets on one source (SSRC) of a transport and, on a second one, those that are sent again (RFC 4588): as the receiver calls the codec, with
/// the numbers that they were given.
/// </summary>
internal sealed class PacketSender
{
    private const int UsualClockRate = 90_000;

    private readonly MediaKind _kind;
    private readonly uint _ssrc;
    private readonly uint? _rtxSsrc;
    private readonly StreamIdentifier _mid;
    private readonly RtpEgress _egress;
    private readonly PayloadTypeMap _payloadTypes;
    private readonly SlabPool _pool;
    private SrtpSenderStream? _keys;
    private SrtpSenderStream? _rtxKeys;
    private ushort _rtxSequence;
    private int _sourcePayloadType = -1;
    private PayloadType? _payloadType;
    private RateMeter _soundRate;

    /// <summary>Sends nothing before it has keys.</summary>
    /// <param name="kind">Sound or pictures.</param>
    /// <param name="ssrc">The source identifier.</param>
    /// <param name="rtxSsrc">That of retransmissions, or null where none were negotiated.</param>
    /// <param name="mid">The media section.</param>
    /// <param name="egress">Sends for the transport.</param>
    /// <param name="payloadTypes">What the receiver calls the codecs.</param>
    /// <param name="pool">The worker's slabs.</param>
    /// <param name="rtxSequence">The first number of the retransmissions.</param>
    public PacketSender(
        MediaKind kind,
        uint ssrc,
        uint? rtxSsrc,
        StreamIdentifier mid,
        RtpEgress egress,
        PayloadTypeMap payloadTypes,
        SlabPool pool,
        ushort rtxSequence)
    {
        _kind = kind;
        _ssrc = ssrc;
        _rtxSsrc = rtxSsrc;
        _mid = mid;
        _egress = egress;
        _payloadTypes = payloadTypes;
        _pool = pool;
        _rtxSequence = rtxSequence;
        Redundancy = kind == MediaKind.Audio ? new AudioRedundancy() : null;
    }

    /// <summary>Whether the receiver is told of frames by Dependency Descriptors.</summary>
    public bool SendsDescriptors => _egress.SendsDescriptors;

    /// <summary>The share of all packets of the transport that get lost, by transport-wide feedback; null where there is none.</summary>
    public double? WayLoss => _egress.IsNumbered ? _egress.Sent.Loss : null;

    /// <summary>What earlier sound goes into each packet; null for pictures.</summary>
    public AudioRedundancy? Redundancy { get; }

    /// <summary>How long its receiver is to let pictures wait.</summary>
    public PlayoutFloor Playout { get; } = new();

    /// <summary>Whether packets can be sent.</summary>
    public bool Ready => _keys is not null && _egress.Ready;

    /// <summary>
    /// Whether packets can be sent again: only as RTX, as the same packet again with other header bytes would repeat a GCM nonce (RFC 7714 section 8).
    /// </summary>
    public bool CanSendAgain => _rtxKeys is not null && _payloadType is { RetransmittedBy: >= 0 };

    /// <summary>Whether the receiver takes earlier sound in later packets (RFC 2198).</summary>
    public bool TakesRedundancy => _payloadType is { CarriedBy: >= 0 };

    /// <summary>How often each packet's payload is sent: more than once where the receiver takes redundancy and its losses call for it.</summary>
    public int Copies => TakesRedundancy && Redundancy is { } redundancy ? 1 + redundancy.Distance : 1;

    /// <summary>How the payload is built.</summary>
    public PayloadFormat Format => _payloadType!.Format;

    /// <summary>Units of a timestamp a second.</summary>
    public int ClockRate => _payloadType?.ClockRate ?? UsualClockRate;

    /// <summary>Packets sent, without retransmissions.</summary>
    public uint Packets { get; private set; }

    /// <summary>Payload bytes sent, without retransmissions.</summary>
    public uint PayloadBytes { get; private set; }

    /// <summary>Packets sent again.</summary>
    public long Retransmissions { get; private set; }

    /// <summary>What is sent of sound, redundancy included, in bits a second on the wire.</summary>
    public long SoundRate(MediaTime now) => _soundRate.BitsPerSecond(now);

    /// <summary>Takes the keys of the transport.</summary>
    public void Attach(SrtpSender keys)
    {
        // The bound of the keys is above that of the sections that a session can have.
        _ = keys.TryGetOrAdd(_ssrc, out _keys);
        if (_rtxSsrc is uint rtx)
        {
            _ = keys.TryGetOrAdd(rtx, out _rtxKeys);
        }
    }

    /// <summary>Whether packets are of the payload type of the last <see cref="TryTake"/>.</summary>
    public bool Takes(in MediaPacket packet) => packet.PayloadType == _sourcePayloadType;

    /// <summary>Finds what the receiver calls a packet's codec; false where it does not take that.</summary>
    public bool TryTake(in MediaPacket packet, Publication? source)
    {
        if (!Takes(packet))
        {
            _payloadType = source?.PayloadTypes.Find(packet.PayloadType) is { } codec ? _payloadTypes.Find(codec.Codec) : null;
            _sourcePayloadType = _payloadType is null ? -1 : packet.PayloadType;
        }

        return _payloadType is not null;
    }

    /// <summary>Takes nothing until the next <see cref="TryTake"/>.</summary>
    public void Reset() => _sourcePayloadType = -1;

    /// <summary>Sends a packet under the numbers that it was given.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="sent">Its numbers.</param>
    /// <param name="cache">Holds earlier packets, or null.</param>
    /// <param name="now">The time.</param>
    public void Send(in MediaPacket packet, in SentPacket sent, PacketCache? cache, MediaTime now)
    {
        var header = new OutgoingHeader(_payloadType!.Number, sent.Marker, sent.Number, sent.Timestamp, _ssrc, Playout.Told);
        if (Redundancy is null || cache is null || !TakesRedundancy || !TryWriteWithRedundancy(packet, header, cache, now))
        {
            Write(header with { Padded = packet.Padding > 0 }, packet, sent.ActiveTargets, WritePictureNumbers(packet, sent.Picture, packet.Padding), now);
        }
    }

    /// <summary>Sends a packet without payload: the receiver need not wait for what has its number.</summary>
    public void SendEmpty(ushort number, uint timestamp, MediaTime now)
    {
        var header = new OutgoingHeader(_payloadType!.Number, false, number, timestamp, _ssrc);
        Packets += _egress.TrySend(_keys!, header, _mid, default, default, default, SentPacketKind.Video, now) ? 1u : 0;
    }

    /// <summary>Sends a packet as retransmission.</summary>
    [SkipLocalsInit]
    public void SendAgain(in MediaPacket packet, in SentPacket sent, MediaTime now)
    {
        var header = new OutgoingHeader((byte)_payloadType!.RetransmittedBy, sent.Marker, _rtxSequence, sent.Timestamp, _rtxSsrc!.Value, Playout.Told);
        Span<byte> slab = _pool.Span(packet.Slab);
        Span<byte> payload = stackalloc byte[SlabPool.SlabSize];
        payload = payload[..(RtxPayload.HeaderLength + packet.PayloadLength)];
        RtxPayload.WriteOriginalSequenceNumber(payload, sent.Number);
        WritePictureNumbers(packet, sent.Picture, padding: 0).CopyTo(payload[RtxPayload.HeaderLength..]);
        ForwardedExtensions extensions = NarrowedDescriptor.Write(packet, sent.ActiveTargets, slab);
        if (_egress.TrySend(_rtxKeys!, header, _mid, slab, extensions, payload, SentPacketKind.Retransmission, now))
        {
            _rtxSequence++;
            Retransmissions++;
        }
    }

    /// <summary>Sends a packet of nothing but padding on the source of retransmissions.</summary>
    public void SendPadding(uint timestamp, MediaTime now)
    {
        var header = new OutgoingHeader((byte)_payloadType!.RetransmittedBy, false, _rtxSequence, timestamp, _rtxSsrc!.Value, Padded: true);
        if (_egress.TrySendPadding(_rtxKeys!, header, _mid, now))
        {
            _rtxSequence++;
        }
    }

    private void Write(in OutgoingHeader header, in MediaPacket packet, uint activeTargets, ReadOnlySpan<byte> payload, MediaTime now)
    {
        Span<byte> slab = _pool.Span(packet.Slab);
        ForwardedExtensions extensions = NarrowedDescriptor.Write(packet, activeTargets, slab);
        SentPacketKind kind = _kind == MediaKind.Audio ? SentPacketKind.Audio : SentPacketKind.Video;
        if (_egress.TrySend(_keys!, header, _mid, slab, extensions, payload, kind, now))
        {
            Packets++;
            PayloadBytes += (uint)(payload.Length - (header.Padded ? packet.Padding : 0));
            if (kind == SentPacketKind.Audio)
            {
                _soundRate.Add(payload.Length, now);
            }
        }
    }

    [SkipLocalsInit]
    private bool TryWriteWithRedundancy(in MediaPacket packet, in OutgoingHeader header, PacketCache cache, MediaTime now)
    {
        Span<byte> payload = stackalloc byte[AudioRedundancy.MaximumLength];
        int length = Redundancy!.Write(packet, cache, _pool, _payloadType!.Number, payload);
        if (length == 0)
        {
            return false;
        }

        Write(header with { PayloadType = (byte)_payloadType.CarriedBy }, packet, 0, payload[..length], now);
        return true;
    }

    // Every subscriber writes its own numbers into the shared payload right before it is encrypted for it, on the one thread there is.
    private Span<byte> WritePictureNumbers(in MediaPacket packet, in PictureNumbers numbers, int padding)
    {
        Span<byte> payload = _pool.Span(packet.Slab).Slice(packet.PayloadOffset, packet.PayloadLength + padding);
        if (packet.Picture != PictureNumbers.None)
        {
            PayloadInspector.WritePictureNumbers(_payloadType!.Format, payload, numbers);
        }

        return payload;
    }
}
