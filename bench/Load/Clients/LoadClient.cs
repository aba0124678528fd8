using Load.Net;
using Load.Reports;
using Rtp;
using Rtp.Codecs;
using Rtp.HeaderExtensions;
using Rtp.Rtcp;
using Sfu;
using Sfu.Dtls;
using Sfu.Engine;

namespace Load.Clients;

/// <summary>One participant: a connection, what it publishes, what it receives. Touched by its <see cref="ClientLoop"/>'s thread alone.</summary>
internal sealed class LoadClient : IHasDeadline, IDisposable
{
    private readonly ClientTransport _transport;
    private readonly ClientFeedback _feedback;
    private readonly List<PublishedStream> _published = [];
    private readonly List<ReceivedStream> _received = [];
    private readonly RandomLoss _loss;
    private byte _transportSequenceId;
    private uint[] _ssrcs = [];

    /// <summary>A client that has not joined.</summary>
    public LoadClient(string name, ClientSocket socket, ClientTransport transport, RandomLoss loss, LoadClock clock)
    {
        Name = name;
        Socket = socket;
        _transport = transport;
        _loss = loss;
        _feedback = new ClientFeedback(transport, _published, _received, clock);
    }

    /// <summary>For messages.</summary>
    public string Name { get; }

    /// <summary>Its socket.</summary>
    public ClientSocket Socket { get; }

    /// <summary>Its connection.</summary>
    public ClientTransport Transport => _transport;

    /// <summary>What it sends.</summary>
    public IReadOnlyList<PublishedStream> Published => _published;

    /// <summary>What it is sent.</summary>
    public IReadOnlyList<ReceivedStream> Received => _received;

    /// <summary>How far it got, and when.</summary>
    public ClientTimes Times { get; } = new();

    /// <summary>Packets that were not authentic.</summary>
    public long Rejected => _transport.Rejected;

    /// <summary>Packets with a source that was not negotiated.</summary>
    public long Unknown { get; private set; }

    /// <summary>Requests for keyframes that came.</summary>
    public long KeyframeRequests { get; private set; }

    /// <summary>Whether the server ended it.</summary>
    public bool Ended => _transport.Ended;

    /// <inheritdoc/>
    public MediaTime Deadline { get; set; } = MediaTime.Never;

    /// <inheritdoc/>
    public int HeapIndex { get; set; } = -1;

    /// <summary>When something is due.</summary>
    public MediaTime NextDeadline
    {
        get
        {
            MediaTime next = MediaTime.Min(_transport.NextDeadline, _feedback.NextDeadline);
            foreach (PublishedStream stream in _published)
            {
                next = MediaTime.Min(next, stream.NextDeadline);
            }

            return next;
        }
    }

    /// <summary>Enters a stream that it is to send once it is connected.</summary>
    public void Publish(PublishedStream stream) => _published.Add(stream);

    /// <summary>Connects as the server's answer says.</summary>
    /// <param name="remote">The answer.</param>
    /// <param name="sources">Who may be seen in the room.</param>
    /// <param name="latency">Takes the latencies.</param>
    /// <param name="now">The time.</param>
    public void Start(RemoteSession remote, IReadOnlyList<PublishedStream> sources, LatencyHistogram latency, MediaTime now)
    {
        _transportSequenceId = remote.TransportSequenceId;
        Expect(remote.Lines, sources, latency);
        _transport.Start(remote, now);
        Settle(now);
    }

    /// <summary>Begins with keys that both sides have.</summary>
    public void Start(DtlsSrtpKeys keys, IReadOnlyList<ReceiveLine> lines, IReadOnlyList<PublishedStream> sources, LatencyHistogram latency, MediaTime now)
    {
        Expect(lines, sources, latency);
        _transport.Start(keys, now);
        Settle(now);
    }

    /// <summary>Takes a datagram.</summary>
    /// <param name="datagram">Is changed in place.</param>
    /// <param name="arrival">In nanoseconds.</param>
    public void Receive(Span<byte> datagram, long arrival)
    {
        if (_loss.Loses())
        {
            return;
        }

        var now = new MediaTime(arrival / 1000);
        PacketKind kind = PacketDemultiplexer.Classify(datagram);
        if (kind == PacketKind.Rtp)
        {
            ReceiveRtp(datagram, arrival);
        }
        else if (kind == PacketKind.Rtcp)
        {
            ReceiveRtcp(datagram, now);
        }
        else
        {
            _transport.Receive(datagram, kind, now);
            Settle(now);
        }
    }

    /// <summary>Does what is due.</summary>
    public void Advance(MediaTime now)
    {
        _transport.Advance(now);
        foreach (PublishedStream stream in _published)
        {
            stream.Advance(_transport, now);
        }

        if (_received.Count > 0 || _published.Count > 0)
        {
            _feedback.Advance(now);
        }

        Settle(now);
    }

    /// <summary>Sends no media any more.</summary>
    public void StopPublishing()
    {
        foreach (PublishedStream stream in _published)
        {
            stream.Stop();
        }
    }

    /// <summary>Leaves.</summary>
    public void Close(MediaTime now) => _transport.Close(now);

    /// <inheritdoc/>
    public void Dispose() => _transport.Dispose();

    private void Expect(IReadOnlyList<ReceiveLine> lines, IReadOnlyList<PublishedStream> sources, LatencyHistogram latency)
    {
        foreach (ReceiveLine line in lines)
        {
            _received.Add(new ReceivedStream(line, sources, latency));
        }

        _ssrcs = [.. lines.SelectMany(line => new[] { line.Ssrc, line.RtxSsrc ?? line.Ssrc })];
    }

    private void Settle(MediaTime now)
    {
        Times.IceConnected = MediaTime.Min(Times.IceConnected, _transport.IceConnected);
        if (Times.Connected != MediaTime.Never || _transport.Outbound is not { } keys)
        {
            return;
        }

        Times.Connected = now;
        _feedback.Start(now);
        foreach (PublishedStream stream in _published)
        {
            stream.Start(keys, now + Random.Shared.Next(33_000));
        }
    }

    private void ReceiveRtp(Span<byte> datagram, long arrival)
    {
        if (!_transport.TryUnprotect(datagram, out RtpHeader header))
        {
            return;
        }

        if (_transportSequenceId != 0
            && header.Extensions(datagram).TryFind(_transportSequenceId, out ReadOnlySpan<byte> data)
            && TransportSequenceNumber.TryRead(data, out ushort number))
        {
            _feedback.Add(number, new MediaTime(arrival / 1000));
        }

        int index = _ssrcs.AsSpan().IndexOf(header.Ssrc);
        if (index < 0)
        {
            Unknown++;
            return;
        }

        // Without payload it is a probe for bandwidth.
        Span<byte> payload = header.Payload(datagram);
        bool repaired = (index & 1) != 0;
        if (payload.Length <= (repaired ? RtxPayload.HeaderLength : 0))
        {
            return;
        }

        ushort sequence = repaired ? RtxPayload.ReadOriginalSequenceNumber(payload) : header.SequenceNumber;
        _received[index / 2].Receive(sequence, repaired ? payload[RtxPayload.HeaderLength..] : payload, arrival, repaired);
        if (Times.FirstMedia == MediaTime.Never)
        {
            Times.FirstMedia = new MediaTime(arrival / 1000);
        }
    }

    private void ReceiveRtcp(Span<byte> datagram, MediaTime now)
    {
        if (!_transport.TryUnprotectRtcp(datagram, out int length))
        {
            return;
        }

        foreach (RtcpPacket packet in new RtcpReader(datagram[..length]))
        {
            if (packet.Kind == RtcpKind.Nack && Nack.TryParse(packet, out Nack nack))
            {
                Retransmit(nack);
            }
            else if (packet.Kind == RtcpKind.PictureLossIndication && PictureLossIndication.TryParse(packet, out PictureLossIndication indication))
            {
                RequestKeyframe(indication.MediaSsrc, now);
            }
            else if (packet.Kind == RtcpKind.FullIntraRequest && FullIntraRequest.TryParse(packet, out FullIntraRequest request))
            {
                foreach (FullIntraRequestEntry entry in request.Entries)
                {
                    RequestKeyframe(entry.Ssrc, now);
                }
            }
        }
    }

    private void Retransmit(Nack nack)
    {
        foreach (PublishedStream stream in _published)
        {
            if (stream.Ssrc == nack.MediaSsrc)
            {
                foreach (ushort number in nack)
                {
                    stream.Retransmit(_transport, number);
                }
            }
        }
    }

    private void RequestKeyframe(uint ssrc, MediaTime now)
    {
        KeyframeRequests++;
        foreach (PublishedStream stream in _published)
        {
            if (stream.Ssrc == ssrc)
            {
                stream.RequestKeyframe(now);
            }
        }
    }
}
