using Rtp;
using Rtp.Codecs;
using Rtp.HeaderExtensions;
using Sfu.Memory;
using Sfu.Sdp;

namespace Sfu.Streams.Incoming;

/// <summary>
/// Takes the decrypted RTP packets of one participant to the publications they belong to: finds the source, undoes retransmission
/// (RFC 4588), counts, caches, and passes on.
/// </summary>
internal sealed class MediaReceiver : IDisposable
{
    private readonly ExtensionMap _extensions;
    private readonly PayloadTypeMap _payloadTypes;
    private readonly SlabPool _pool;
    private readonly IncomingStreams _streams;
    private readonly Dictionary<uint, uint> _repairs = [];
    private readonly Dictionary<uint, string> _announced = [];
    private readonly List<Publication> _publications;

    /// <summary>Makes the receiver of a transport.</summary>
    /// <param name="publications">One for each section that the peer may send in; may grow.</param>
    /// <param name="extensions">The transport's header extensions.</param>
    /// <param name="payloadTypes">The transport's payload types.</param>
    /// <param name="pool">The worker's slabs.</param>
    /// <param name="caches">The worker's packet caches.</param>
    public MediaReceiver(
        List<Publication> publications, ExtensionMap extensions, PayloadTypeMap payloadTypes, SlabPool pool, PacketCaches caches)
    {
        _publications = publications;
        _extensions = extensions;
        _payloadTypes = payloadTypes;
        _pool = pool;
        _streams = new IncomingStreams(caches);
    }

    /// <summary>The sources that were heard, without retransmissions.</summary>
    public Dictionary<uint, IncomingStream>.ValueCollection Streams => _streams.All;

    /// <inheritdoc cref="IncomingStreams.MayRepeat"/>
    public bool MayRepeat
    {
        set => _streams.MayRepeat = value;
    }

    /// <summary>What arrived when, for transport-wide feedback.</summary>
    public TransportFeedbackCollector Arrivals { get; } = new();

    /// <summary>Packets received.</summary>
    public long Packets { get; private set; }

    /// <summary>Payload bytes received.</summary>
    public long PayloadBytes { get; private set; }

    /// <summary>Packets that belong to nothing that was negotiated.</summary>
    public long Unknown { get; private set; }

    /// <summary>Enters the sources that a section announces.</summary>
    public void Announce(NegotiatedSection section)
    {
        foreach (RemoteSource source in section.RemoteSources)
        {
            if (section.Mid is null || _announced.Count >= IncomingStreams.Maximum)
            {
                return;
            }

            _announced[source.Ssrc] = section.Mid;
            if (source.RtxSsrc is uint rtx)
            {
                _repairs[rtx] = source.Ssrc;
            }
        }
    }

    /// <summary>The source with an identifier, or null.</summary>
    public IncomingStream? Find(uint ssrc) => _streams.Find(ssrc);

    /// <summary>Takes a decrypted packet.</summary>
    /// <param name="header">Its header, with padding finished.</param>
    /// <param name="slab">Holds it.</param>
    /// <param name="now">The time.</param>
    /// <returns>Whether the slab was kept.</returns>
    public bool Receive(in RtpHeader header, Slab slab, MediaTime now)
    {
        Packets++;
        PayloadBytes += header.PayloadLength;
        var packet = new MediaPacket
        {
            Arrival = now,
            Timestamp = header.Timestamp,
            Slab = slab,
            PayloadOffset = (ushort)header.PayloadOffset,
            PayloadLength = (ushort)header.PayloadLength,
            PayloadType = header.PayloadType,
            Marker = header.Marker,
        };
        ReadExtensions(header, ref packet, now, out StreamNames names);
        if (_payloadTypes.Find(header.PayloadType) is not { } payloadType)
        {
            Unknown++;
            return false;
        }

        return payloadType switch
        {
            { Retransmits: >= 0 } => ReceiveRepair(header, ref packet, payloadType, names, now),
            { Carries: >= 0 } => ReceiveRedundant(header, ref packet, payloadType, names, now),
            _ => ReceiveOriginal(header, ref packet, payloadType, names, now),
        };
    }

    /// <summary>A source says that it ends (RFC 3550 section 6.6).</summary>
    public void Remove(uint ssrc) => _streams.Remove(ssrc);

    /// <inheritdoc/>
    public void Dispose() => _streams.Dispose();

    private void ReadExtensions(in RtpHeader header, ref MediaPacket packet, MediaTime now, out StreamNames names)
    {
        names = default;
        foreach (RtpExtensionElement element in header.Extensions(_pool.Span(packet.Slab)))
        {
            HeaderExtension extension = _extensions[element.Id];
            if (extension >= ExtensionMap.FirstForwarded)
            {
                packet.Extensions[extension - ExtensionMap.FirstForwarded] =
                    new ExtensionSlice((ushort)(header.ExtensionOffset + element.Offset), (byte)element.Data.Length);
                if (extension == HeaderExtension.AudioLevel && AudioLevel.TryRead(element.Data, out AudioLevel level))
                {
                    packet.Level = level.Level;
                }
            }
            else if (extension == HeaderExtension.TransportSequenceNumber && TransportSequenceNumber.TryRead(element.Data, out ushort number))
            {
                Arrivals.Add(number, now);
            }
            else if (extension == HeaderExtension.Mid)
            {
                _ = StreamIdentifier.TryRead(element.Data, out names.Mid);
            }
            else if (extension == HeaderExtension.RtpStreamId)
            {
                _ = StreamIdentifier.TryRead(element.Data, out names.Rid);
            }
            else if (extension == HeaderExtension.RepairedRtpStreamId)
            {
                _ = StreamIdentifier.TryRead(element.Data, out names.RepairedRid);
            }
        }
    }

    private bool ReceiveOriginal(in RtpHeader header, ref MediaPacket packet, PayloadType payloadType, in StreamNames names, MediaTime now)
    {
        IncomingStream? stream = _streams.Find(header.Ssrc) ?? TryAddStream(header.Ssrc, payloadType, names);
        if (stream is null)
        {
            Unknown++;
            return false;
        }

        packet.Sequence = stream.Receive(header.SequenceNumber, header.Timestamp, header.PayloadLength, now);
        return Publish(stream, ref packet, payloadType, now);
    }

    // Redundancy ends here: it makes up for what this publisher's network lost. Every subscriber gets what its own network needs.
    private bool ReceiveRedundant(in RtpHeader header, ref MediaPacket packet, PayloadType red, in StreamNames names, MediaTime now)
    {
        if (_payloadTypes.Find((byte)red.Carries) is not { } payloadType
            || !RedReader.TryParse(header.Payload(_pool.Span(packet.Slab)), out RedReader blocks)
            || (_streams.Find(header.Ssrc) ?? TryAddStream(header.Ssrc, payloadType, names)) is not { } stream)
        {
            Unknown++;
            return false;
        }

        long highest = stream.Highest ?? long.MaxValue;
        packet.Sequence = stream.Receive(header.SequenceNumber, header.Timestamp, header.PayloadLength, now);
        packet.PayloadType = payloadType.Number;
        int distance = 0;
        foreach (RedBlock block in blocks)
        {
            distance += block.IsPrimary ? 0 : 1;
        }

        foreach (RedBlock block in blocks)
        {
            if (block.PayloadType != payloadType.Number)
            {
                Unknown++;
                return false;
            }

            if (block.IsPrimary)
            {
                packet.PayloadOffset += (ushort)(packet.PayloadLength - block.Data.Length);
                packet.PayloadLength = (ushort)block.Data.Length;
            }
            else if (packet.Sequence - distance > highest)
            {
                Recover(stream, packet, distance, block, payloadType, now);
            }

            distance--;
        }

        return Publish(stream, ref packet, payloadType, now);
    }

    private void Recover(IncomingStream stream, in MediaPacket packet, int distance, in RedBlock block, PayloadType payloadType, MediaTime now)
    {
        Slab slab = block.Data.IsEmpty || stream.Cache is null ? Slab.None : _pool.Rent();
        if (!slab.Exists)
        {
            return;
        }

        block.Data.CopyTo(_pool.Span(slab));
        var recovered = new MediaPacket
        {
            Sequence = stream.ReceiveRepaired((ushort)(packet.Sequence - distance), now),
            Arrival = now,
            Timestamp = packet.Timestamp - block.TimestampOffset,
            Slab = slab,
            PayloadLength = (ushort)block.Data.Length,
            PayloadType = payloadType.Number,
        };
        if (!Publish(stream, ref recovered, payloadType, now))
        {
            _pool.Return(slab);
        }
    }

    private bool ReceiveRepair(in RtpHeader header, ref MediaPacket packet, PayloadType rtx, in StreamNames names, MediaTime now)
    {
        if (!names.RepairedRid.IsEmpty)
        {
            LearnRepair(header.Ssrc, rtx, names);
        }

        // Probes for bandwidth come as RTX packets of nothing but padding.
        if (header.PayloadLength <= RtxPayload.HeaderLength)
        {
            return false;
        }

        if (!_repairs.TryGetValue(header.Ssrc, out uint repaired) || _streams.Find(repaired) is not { } stream
            || _payloadTypes.Find((byte)rtx.Retransmits) is not { } payloadType)
        {
            Unknown++;
            return false;
        }

        Span<byte> payload = header.Payload(_pool.Span(packet.Slab));
        packet.PayloadOffset += RtxPayload.HeaderLength;
        packet.PayloadLength -= RtxPayload.HeaderLength;
        packet.PayloadType = payloadType.Number;
        packet.Sequence = stream.ReceiveRepaired(RtxPayload.ReadOriginalSequenceNumber(payload), now);
        return Publish(stream, ref packet, payloadType, now);
    }

    private bool Publish(IncomingStream stream, ref MediaPacket packet, PayloadType payloadType, MediaTime now)
    {
        Span<byte> slab = _pool.Span(packet.Slab);
        PayloadInspector.Inspect(payloadType.Format, slab.Slice(packet.PayloadOffset, packet.PayloadLength), ref packet);
        return stream.Publish(payloadType.Format, slab, ref packet, now);
    }

    private IncomingStream? TryAddStream(uint ssrc, PayloadType payloadType, in StreamNames names) =>
        FindPublication(ssrc, payloadType.Kind, names.Mid)?.FindEncoding(names.Rid) is { } encoding ? _streams.TryAdd(ssrc, encoding, payloadType) : null;

    // RFC 8852 section 3.1: a repair stream without announced source says whose it is.
    private void LearnRepair(uint ssrc, PayloadType rtx, in StreamNames names)
    {
        if (_repairs.Count < IncomingStreams.Maximum
            && FindPublication(ssrc, rtx.Kind, names.Mid)?.FindEncoding(names.RepairedRid)?.Stream is { } stream)
        {
            _repairs[ssrc] = stream.Ssrc;
        }
    }

    // By the order of RFC 8843 section 9.2: the MID of the packet, the announced source, and last the only section of the kind.
    private Publication? FindPublication(uint ssrc, MediaKind kind, in StreamIdentifier mid)
    {
        string? name = mid.Length > 0 ? mid.ToString() : _announced.GetValueOrDefault(ssrc);
        Publication? only = null;
        foreach (Publication publication in _publications)
        {
            if (publication.Kind != kind)
            {
                continue;
            }

            if (publication.Mid == name)
            {
                return publication;
            }

            only = name is null && only is null ? publication : only;
        }

        return only;
    }
}
