using Rtp;
using Rtp.Rtcp;
using Sfu;
using Sfu.Sdp;
using Simulation.Network;
using Simulation.Receivers;
using Simulation.Senders;
using Simulation.World;

namespace Simulation.Clients;

/// <summary>
/// A plain client: sends a camera and a microphone at one rate, receives and repairs. Where its reactions to the network matter, use
/// <see cref="SimulatedBrowser"/>.
/// </summary>
internal sealed class SimulatedClient : SimulatedPeer
{
    private ushort _transportSequence = 65_500;

    /// <inheritdoc cref="SimulatedPeer(Simulator, ParticipantKey, ClientProfile, Bottleneck, Bottleneck?, int)"/>
    public SimulatedClient(
        Simulator simulator, ParticipantKey key, ClientProfile profile, Bottleneck access, Bottleneck? bottleneck, int shard)
        : base(simulator, key, profile, access, bottleneck, shard)
    {
        uint first = (uint)Random.Next(1, int.MaxValue - 10);
        Audio = new MediaSource(simulator, this, MediaKind.Audio, first, 0, profile);
        Video = new MediaSource(simulator, this, MediaKind.Video, first + 1, first + 2, profile);
    }

    public MediaSource Audio { get; }

    public MediaSource Video { get; }

    /// <summary>What came in, by source.</summary>
    public Dictionary<uint, ReceivedStream> Received { get; } = [];

    /// <summary>RTCP packets that came in.</summary>
    public List<byte[]> Rtcp { get; } = [];

    /// <summary>Packets on which the engine gave transport-wide feedback, and those that it called received.</summary>
    public (int Reported, int Received) Feedback { get; private set; }

    public int KeyframeRequests { get; private set; }

    protected override OfferedSources Sources => new(Audio.Ssrc, Video.Ssrc, Video.RtxSsrc);

    /// <summary>Counts what it sends by transport.</summary>
    public ushort NextTransportSequence() => _transportSequence++;

    public ReceivedStream AudioOf(int slot) => Received.GetValueOrDefault(SectionOf(slot, MediaKind.Audio).LocalSsrc!.Value, ReceivedStream.Nothing);

    public ReceivedStream VideoOf(int slot) => Received.GetValueOrDefault(SectionOf(slot, MediaKind.Video).LocalSsrc!.Value, ReceivedStream.Nothing);

    /// <summary>Sends a camera and a microphone.</summary>
    public void Publish()
    {
        Audio.Start();
        Video.Start();
    }

    protected override void OnRtp(in RtpHeader header, byte[] packet)
    {
        uint source = header.Ssrc;
        NegotiatedSection section = Session!.Sections.First(s => s.LocalSsrc == source || s.LocalRtxSsrc == source);
        uint ssrc = section.LocalSsrc!.Value;
        if (!Received.TryGetValue(ssrc, out ReceivedStream? stream))
        {
            stream = new ReceivedStream();
            Received.Add(ssrc, stream);
        }

        stream.Receive(header, packet, isRtx: header.Ssrc == section.LocalRtxSsrc, Simulator.Now);
        if (section.Kind == MediaKind.Video && stream.Missing.Count > 0)
        {
            Simulator.At(Simulator.Now + MediaTime.Milliseconds(15), () => RequestMissing(ssrc, stream));
        }
    }

    protected override void OnRtcp(byte[] datagram)
    {
        Rtcp.Add(datagram);
        foreach (RtcpPacket packet in new RtcpReader(datagram))
        {
            if (packet.Kind == RtcpKind.PictureLossIndication && PictureLossIndication.TryParse(packet, out PictureLossIndication indication))
            {
                KeyframeRequests += indication.MediaSsrc == Video.Ssrc ? 1 : 0;
                Video.RequestKeyframe();
            }
            else if (packet.Kind == RtcpKind.Nack && Nack.TryParse(packet, out Nack nack))
            {
                foreach (ushort number in nack)
                {
                    Video.Retransmit(number);
                }
            }
            else if (packet.Kind == RtcpKind.TransportFeedback && TransportFeedback.TryParse(packet, out TransportFeedback feedback))
            {
                foreach (TransportFeedbackStatus status in feedback)
                {
                    Feedback = (Feedback.Reported + status.Count, Feedback.Received + (status.Received ? 1 : 0));
                }
            }
        }
    }

    private void RequestMissing(uint ssrc, ReceivedStream stream)
    {
        ushort[] missing = stream.TakeMissing(Simulator.Now);
        if (missing.Length > 0)
        {
            SendRtcp((ref RtcpWriter writer) => Nack.Write(ref writer, 1, ssrc, missing));
            Simulator.At(Simulator.Now + MediaTime.Milliseconds(120), () => RequestMissing(ssrc, stream));
        }
    }
}
