using System.Buffers.Binary;
using Load.Media;
using Load.Net;
using Rtp;
using Rtp.Codecs;
using Rtp.HeaderExtensions;
using Rtp.Rtcp;
using Rtp.Srtp;
using Sfu;

namespace Load.Clients;

/// <summary>One source of a client: plays a sample in a loop, answers NACKs by RTX and keyframe requests by a jump to a keyframe.</summary>
internal sealed class PublishedStream
{
    private const int HistoryCapacity = 1024;
    private static readonly long LongestBacklog = MediaTime.Seconds(1);
    private static readonly long KeyframeSpacing = MediaTime.Milliseconds(300);

    private readonly SendLine _line;
    private readonly MediaSample _sample;
    private readonly bool _even;
    private readonly byte _transportSequenceId;
    private readonly StreamIdentifier _mid;
    private readonly Sent[] _history = new Sent[HistoryCapacity];
    private SrtpSenderStream? _stream;
    private SrtpSenderStream? _rtx;
    private ushort _sequence = (ushort)Random.Shared.Next(1, 0x4000);
    private ushort _rtxSequence = (ushort)Random.Shared.Next(1, 0x4000);
    private ushort _picture = (ushort)Random.Shared.Next(0x7FFF);
    private uint _timestamp = (uint)Random.Shared.NextInt64(uint.MaxValue);
    private int _frame;
    private int _packet;
    private MediaTime _frameAt = MediaTime.Never;
    private MediaTime _keyframeAt;
    private bool _keyframeWanted;
    private uint _octets;

    /// <summary>A source that does not play yet.</summary>
    /// <param name="line">What was negotiated.</param>
    /// <param name="sample">What it plays.</param>
    /// <param name="firstFrame">Where in the sample it begins.</param>
    /// <param name="even">Whether the packets of a picture are spread over its time; else they leave at once.</param>
    /// <param name="transportSequenceId">The number of the extension; 0 without one.</param>
    public PublishedStream(SendLine line, MediaSample sample, int firstFrame, bool even, byte transportSequenceId)
    {
        _line = line;
        _sample = sample;
        _frame = firstFrame % sample.Frames.Count;
        _even = even;
        _transportSequenceId = transportSequenceId;
        _ = StreamIdentifier.TryParse(line.Mid, out _mid);
    }

    /// <summary>What was sent.</summary>
    public SourceLog Log { get; } = new();

    /// <summary>Sound or pictures.</summary>
    public MediaKind Kind => _line.Kind;

    /// <summary>The source.</summary>
    public uint Ssrc => _line.Ssrc;

    /// <summary>Bytes of payload sent.</summary>
    public long PayloadBytes { get; private set; }

    /// <summary>Packets sent again.</summary>
    public long Retransmissions { get; private set; }

    /// <summary>Keyframe requests obeyed.</summary>
    public long Keyframes { get; private set; }

    /// <summary>When the next packet is due.</summary>
    public MediaTime NextDeadline => _frameAt == MediaTime.Never ? MediaTime.Never : _frameAt + PacketDelay;

    private long PacketDelay => _even ? _packet * _sample.FrameMicroseconds / _sample.Frames[_frame].Payloads.Count : 0;

    /// <summary>Begins to play.</summary>
    public void Start(SrtpSender keys, MediaTime at)
    {
        _ = keys.TryGetOrAdd(_line.Ssrc, out _stream);
        if (Kind == MediaKind.Video)
        {
            _ = keys.TryGetOrAdd(_line.RtxSsrc, out _rtx);
        }

        _frameAt = at;
    }

    /// <summary>Sends no more.</summary>
    public void Stop() => _frameAt = MediaTime.Never;

    /// <summary>Sends what is due.</summary>
    public void Advance(ClientTransport transport, MediaTime now)
    {
        // Who was held up for so long (the machine did something else) goes on from now: no camera sends what is that old.
        if (_frameAt != MediaTime.Never && now - _frameAt > LongestBacklog)
        {
            _frameAt = now;
        }

        while (NextDeadline <= now)
        {
            MediaFrame frame = _sample.Frames[_frame];
            while (_packet < frame.Payloads.Count && NextDeadline <= now)
            {
                SendPacket(transport, frame.Payloads[_packet], _packet == frame.Payloads.Count - 1);
                _packet++;
            }

            if (_packet == frame.Payloads.Count)
            {
                _packet = 0;
                _frame = _keyframeWanted ? _sample.NextKeyframe(_frame) : (_frame + 1) % _sample.Frames.Count;
                _keyframeWanted = false;
                _picture = (ushort)((_picture + 1) & 0x7FFF);
                _timestamp += _sample.TimestampStep;
                _frameAt += _sample.FrameMicroseconds;
            }
        }

        transport.Flush();
    }

    /// <summary>Plays on from a keyframe, unless it has just done so.</summary>
    public void RequestKeyframe(MediaTime now)
    {
        if (Kind != MediaKind.Video || now - _keyframeAt <= KeyframeSpacing)
        {
            return;
        }

        _keyframeAt = now;
        Keyframes++;
        if (_packet == 0)
        {
            _frame = _sample.NextKeyframe(_frame);
        }
        else
        {
            // The picture that is on its way comes first.
            _keyframeWanted = true;
        }
    }

    /// <summary>Sends a packet again.</summary>
    public void Retransmit(ClientTransport transport, ushort sequence)
    {
        Sent sent = _history[sequence % HistoryCapacity];
        if (_rtx is null || sent.Payload is null || sent.Sequence != sequence)
        {
            return;
        }

        Span<byte> buffer = transport.Next;
        int header = WriteHeader(transport, buffer, _line.RtxPayloadType, sent.Marker, _rtxSequence++, sent.Timestamp, _line.RtxSsrc);
        RtxPayload.WriteOriginalSequenceNumber(buffer[header..], sequence);
        Span<byte> payload = WritePayload(buffer[(header + RtxPayload.HeaderLength)..], sent.Payload, sent.Picture);
        if (_rtx.Protect(buffer, header, buffer.Slice(header, RtxPayload.HeaderLength + payload.Length), out int length) == SrtpStatus.Ok)
        {
            transport.Commit(length);
            transport.Flush();
            Retransmissions++;
        }
    }

    /// <summary>Appends a sender report.</summary>
    public void Report(ref RtcpWriter writer, NtpTime time, ReadOnlySpan<ReportBlock> blocks) =>
        _ = SenderReport.TryWrite(ref writer, _line.Ssrc, time, _timestamp, (uint)Log.Count, _octets, blocks);

    private void SendPacket(ClientTransport transport, byte[] source, bool last)
    {
        bool marker = last && Kind == MediaKind.Video;
        Span<byte> buffer = transport.Next;
        int header = WriteHeader(transport, buffer, _line.PayloadType, marker, _sequence, _timestamp, _line.Ssrc);
        Span<byte> payload = WritePayload(buffer[header..], source, _picture);

        // Noted before it is enciphered in place, and before the system call: what sending costs is part of the way.
        Log.Add(payload, LoadClock.Nanoseconds);
        _history[_sequence % HistoryCapacity] = new Sent(source, _sequence, _picture, _timestamp, marker);
        if (_stream!.Protect(buffer, header, payload, out int length) == SrtpStatus.Ok)
        {
            transport.Commit(length);
        }

        _sequence++;
        _octets += (uint)source.Length;
        PayloadBytes += source.Length;
    }

    private Span<byte> WritePayload(Span<byte> destination, byte[] source, ushort picture)
    {
        Span<byte> payload = destination[..source.Length];
        source.CopyTo(payload);
        if (_sample.Codec == MediaCodec.Vp8)
        {
            BinaryPrimitives.WriteUInt16BigEndian(payload[VideoPacketizer.Vp8PictureOffset..], (ushort)(0x8000 | picture));
        }

        return payload;
    }

    private int WriteHeader(ClientTransport transport, Span<byte> buffer, byte payloadType, bool marker, ushort sequence, uint timestamp, uint ssrc)
    {
        int length = RtpHeader.Write(buffer, payloadType, marker, sequence, timestamp, ssrc);
        var extensions = new RtpExtensionWriter(buffer[length..], mayMix: false);
        if (Kind == MediaKind.Audio && extensions.TryReserve(ExtensionIds.AudioLevel, AudioLevel.Length, out Span<byte> data))
        {
            new AudioLevel(30, Voice: true).Write(data);
        }

        if (_transportSequenceId != 0)
        {
            if (extensions.TryReserve(ExtensionIds.AbsoluteSendTime, AbsoluteSendTime.Length, out data))
            {
                AbsoluteSendTime.FromMicroseconds(LoadClock.Now.Microseconds).Write(data);
            }

            if (extensions.TryReserve(_transportSequenceId, TransportSequenceNumber.Length, out data))
            {
                TransportSequenceNumber.Write(data, transport.NextTransportSequence());
            }
        }

        if (extensions.TryReserve(ExtensionIds.Mid, _mid.Length, out data))
        {
            _mid.Write(data);
        }

        int added = extensions.Finish();
        RtpHeader.WriteExtensionFlag(buffer, added > 0);
        return length + added;
    }

    private readonly record struct Sent(byte[]? Payload, ushort Sequence, ushort Picture, uint Timestamp, bool Marker);
}
