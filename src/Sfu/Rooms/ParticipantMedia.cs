using System.Diagnostics.CodeAnalysis;
using Rtp.HeaderExtensions;
using Rtp.Srtp;
using Sfu.Congestion;
using Sfu.Memory;
using Sfu.Sdp;
using Sfu.Streams;
using Sfu.Streams.Incoming;
using Sfu.Streams.Outgoing;
using Sfu.Transports;

namespace Sfu.Rooms;

/// <summary>What one participant sends and receives, built from what offer and answer agreed on.</summary>
internal sealed class ParticipantMedia : IDisposable
{
    /// <summary>
    /// The source identifier of the server's feedback and of its reports on nothing sent. One that carries no media: clients exist (werift) that
    /// hand feedback from the source of a stream to that stream's receiver, so that their sender never hears of a keyframe request.
    /// </summary>
    public const uint FeedbackSsrc = 1;

    private readonly SlabPool _pool;
    private readonly ForwardQueue _queue;
    private readonly Random _random;
    private readonly RtpEgress _egress;
    private readonly ExtensionMap _extensions;
    private readonly PayloadTypeMap _receivePayloadTypes = new();
    private readonly HashSet<string> _known = [];
    private readonly Dictionary<uint, OutgoingStream> _outgoingBySsrc = [];
    private SrtpSender? _keys;

    /// <summary>Builds it.</summary>
    public ParticipantMedia(NegotiatedSession session, Outbox outbox, PacketCaches caches, ForwardQueue queue, Random random)
    {
        _pool = outbox.Pool;
        _queue = queue;
        _random = random;
        _extensions = new ExtensionMap { AllowMixed = session.Sections.Any(section => section.ExtmapAllowMixed) };
        _egress = new RtpEgress(outbox, _extensions);
        Pacer = new Pacer(_egress.Budget);
        Target = new SendTarget(this);
        Receiver = new MediaReceiver(Publications, _extensions, _receivePayloadTypes, _pool, caches);
        Apply(session);
    }

    /// <summary>What it publishes.</summary>
    public List<Publication> Publications { get; } = [];

    /// <summary>In what it receives.</summary>
    public List<Slot> Slots { get; } = [];

    /// <summary>The streams that it receives.</summary>
    public List<OutgoingStream> Outgoing { get; } = [];

    /// <summary>Takes what it sends.</summary>
    public MediaReceiver Receiver { get; }

    /// <summary>Sends what it receives.</summary>
    public RtpEgress Egress => _egress;

    /// <summary>Spreads it over time.</summary>
    public Pacer Pacer { get; }

    /// <summary>How fast it is asked to send.</summary>
    public SendTarget Target { get; }

    /// <summary>Whether it takes a bit rate by RTCP (REMB).</summary>
    public bool TakesEstimates { get; private set; }

    /// <summary>Is called when it is to be told how fast to send.</summary>
    public Action? TargetChanged { get; set; }

    /// <summary>Is called when one of its publications has to be asked for a keyframe.</summary>
    public Action? KeyframeNeeded { get; set; }

    /// <summary>Is called when there is a publication that was not there before.</summary>
    public Action? PublicationsChanged { get; set; }

    /// <summary>Is told of a source that the participant ended.</summary>
    public Action<uint>? SourceEnded { get; set; }

    /// <summary>What offer and answer agreed on last.</summary>
    public NegotiatedSession Session { get; private set; }

    /// <summary>Its clock.</summary>
    public SenderClock Clock { get; } = new();

    /// <summary>Whether RTCP may be sent without a report in front (RFC 5506).</summary>
    public bool ReducedSizeRtcp { get; private set; }

    /// <summary>The canonical name that goes with <see cref="FeedbackSsrc"/>.</summary>
    public ReadOnlySpan<byte> CanonicalName => Outgoing.Count > 0 ? Outgoing[0].CanonicalName : "sfu"u8;

    /// <summary>The stream with a source identifier (its own or that of its retransmissions), or null.</summary>
    public OutgoingStream? FindOutgoing(uint ssrc) => _outgoingBySsrc.GetValueOrDefault(ssrc);

    /// <summary>Adds what a later offer brought; what was there stays as it is.</summary>
    [MemberNotNull(nameof(Session))]
    public void Apply(NegotiatedSession session)
    {
        Session = session;
        ReducedSizeRtcp = session.Sections.Any(section => section.RtcpReducedSize);
        foreach (NegotiatedSection section in session.Sections)
        {
            if (section is { Rejected: false, Mid: not null, Kind: { } kind } && _known.Add(section.Mid))
            {
                Add(section, section.Mid, kind);
            }
            else if (section.Mid is not null)
            {
                Change(section, section.Mid);
            }
        }
    }

    /// <summary>A source says that it ends (RFC 3550 section 6.6).</summary>
    public void EndSource(uint ssrc)
    {
        Receiver.Remove(ssrc);
        SourceEnded?.Invoke(ssrc);
    }

    /// <summary>The keys are there.</summary>
    public void Attach(SrtpSender keys)
    {
        _keys = keys;
        _egress.Keys = keys;
        foreach (OutgoingStream stream in Outgoing)
        {
            stream.Attach(keys);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Receiver.Dispose();

    private void Add(NegotiatedSection section, string mid, MediaKind kind)
    {
        foreach (NegotiatedHeaderExtension extension in section.HeaderExtensions)
        {
            _extensions.Add(extension);
        }

        PayloadTypeMap sendPayloadTypes = new();
        foreach (NegotiatedCodec codec in section.Codecs)
        {
            PayloadType.Register(codec, kind, sendPayloadTypes);
            PayloadType.Register(codec, kind, _receivePayloadTypes);
            TakesEstimates |= section.CanReceiveFromPeer && codec.Feedback.HasFlag(RtcpFeedback.Remb);
        }

        if (section.CanReceiveFromPeer)
        {
            Publish(section, mid, kind);
            Receiver.Announce(section);
        }

        if (section is { CanSendToPeer: true, LocalSsrc: uint ssrc, Slot: int slot } && StreamIdentifier.TryParse(mid, out StreamIdentifier identifier))
        {
            AddOutgoing(new OutgoingStream(
                kind, ssrc, section.LocalRtxSsrc, identifier, NegotiatedSession.SlotStreamId(slot), _egress, Pacer, sendPayloadTypes, _pool, _random), slot);
        }
    }

    private void Publish(NegotiatedSection section, string mid, MediaKind kind)
    {
        Publications.Add(new Publication(mid, kind, section.Rids(), Clock, _receivePayloadTypes, _queue, () => KeyframeNeeded?.Invoke())
        {
            TargetChanged = OnTargetChanged,
        });
        PublicationsChanged?.Invoke();
    }

    private void OnTargetChanged(MediaTime now)
    {
        MediaTime before = Target.NextDeadline;
        Target.Update(now);
        if (Target.NextDeadline < before)
        {
            TargetChanged?.Invoke();
        }
    }

    // A later offer can turn or stop a section that is there (RFC 8829 section 4.2.5).
    private void Change(NegotiatedSection section, string mid)
    {
        if (Outgoing.Find(stream => stream.Mid == mid) is { } outgoing)
        {
            outgoing.Enabled = section.CanSendToPeer;
        }

        if (section is { CanReceiveFromPeer: true, Kind: { } kind } && !Publications.Exists(publication => publication.Mid == mid))
        {
            Publish(section, mid, kind);
        }

        Receiver.Announce(section);
    }

    private void AddOutgoing(OutgoingStream stream, int index)
    {
        while (Slots.Count <= index)
        {
            Slots.Add(new Slot(Slots.Count));
        }

        Slot slot = Slots[index];
        if (stream.Kind == MediaKind.Audio)
        {
            slot.Audio = stream;
        }
        else
        {
            slot.Video = stream;
        }

        Outgoing.Add(stream);
        _outgoingBySsrc[stream.Ssrc] = stream;
        if (stream.RtxSsrc is uint rtx)
        {
            _outgoingBySsrc[rtx] = stream;
        }

        if (_keys is not null)
        {
            stream.Attach(_keys);
        }

        slot.Refresh();
    }
}
