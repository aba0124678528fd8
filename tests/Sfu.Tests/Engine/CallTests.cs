using System.Buffers.Binary;
using Rtp.Rtcp;
using Rtp.Srtp;
using Simulation.Clients;
using Simulation.Network;
using Simulation.Receivers;
using Simulation.World;

namespace Sfu.Tests.Engine;

/// <summary>A call through the whole engine, in virtual time.</summary>
public sealed class CallTests
{
    public static TheoryData<SrtpProfile> SrtpProfiles => [.. Enum.GetValues<SrtpProfile>()];

    [Theory]
    [MemberData(nameof(SrtpProfiles))]
    public void Two_clients_receive_each_others_sound_and_pictures(SrtpProfile profile)
    {
        using var simulator = new Simulator();
        var srtp = new ClientProfile { Srtp = profile };
        SimulatedClient caller = simulator.NewClient("caller", profile: srtp);
        SimulatedClient callee = simulator.NewClient("callee", profile: srtp);
        Connect(simulator, caller, callee);

        simulator.Run(MediaTime.Seconds(5));

        Assert.InRange(callee.VideoOf(0).CompleteFrames, 140, caller.Video.Frames);
        Assert.InRange(caller.VideoOf(0).CompleteFrames, 140, callee.Video.Frames);
        Assert.InRange(callee.AudioOf(0).Packets.Count, 240, caller.Audio.Frames);
        Assert.Equal(0, callee.VideoOf(0).Gaps);
        Assert.Equal(0, callee.AudioOf(0).Gaps);
        Assert.Equal(0, callee.Rejected);
    }

    [Fact]
    public void Clients_may_number_codecs_and_extensions_differently()
    {
        using var simulator = new Simulator();
        SimulatedClient caller = simulator.NewClient("caller");
        SimulatedClient callee = simulator.NewClient(
            "callee",
            profile: new ClientProfile
            {
                OpusPayloadType = 109,
                VideoPayloadType = 120,
                RtxPayloadType = 124,
                MidExtension = 9,
                AudioLevelExtension = 20,
                TransportSequenceExtension = 5,
            });
        Connect(simulator, caller, callee);

        simulator.Run(MediaTime.Seconds(1));

        Assert.All(callee.AudioOf(0).Packets.Values, packet => Assert.Equal(109, packet.Header.PayloadType));
        Assert.All(callee.VideoOf(0).Packets.Values, packet => Assert.Equal(120, packet.Header.PayloadType));
        Assert.All(callee.AudioOf(0).Raw, raw =>
        {
            Assert.True(Rtp.RtpHeader.TryParse(raw, out Rtp.RtpHeader header));
            Assert.True(header.Extensions(raw).TryFind(20, out ReadOnlySpan<byte> level));
            Assert.Equal(0x85, level[0]);
            Assert.True(header.Extensions(raw).TryFind(9, out ReadOnlySpan<byte> mid));
            Assert.Equal("0", System.Text.Encoding.ASCII.GetString(mid));
            Assert.True(header.Extensions(raw).TryFind(5, out _));
        });
    }

    [Fact]
    public void A_client_that_wants_to_be_the_DTLS_server_connects_too()
    {
        using var simulator = new Simulator();
        SimulatedClient caller = simulator.NewClient("caller", profile: new ClientProfile { Passive = true });
        SimulatedClient callee = simulator.NewClient("callee");
        Connect(simulator, caller, callee);
    }

    [Fact]
    public void Nothing_is_forwarded_while_it_rings_and_the_first_keyframe_follows_the_accept_at_once()
    {
        using var simulator = new Simulator();
        SimulatedClient caller = simulator.NewClient("caller");
        SimulatedClient callee = simulator.NewClient("callee");
        caller.Join();
        callee.Join(gate: false);
        Assert.True(simulator.RunUntil(() => caller.Connected && callee.Connected));
        caller.Publish();
        simulator.Run(MediaTime.Seconds(3));
        Assert.Empty(callee.Received);
        Assert.Empty(simulator.Events.OfType<MediaEvent.SlotsChanged>());

        simulator.Engine.SetGate(callee.Key, true, simulator.Now);
        MediaTime accepted = simulator.Now;
        simulator.Drain();
        Assert.True(simulator.RunUntil(() => callee.AudioOf(0).Packets.Count > 0 && callee.VideoOf(0).CompleteFrames > 0));

        // Half a round trip for the request, one frame's time, half a round trip for the picture; sound needs no request.
        Assert.InRange(callee.AudioOf(0).Packets.Values.First().Arrival - accepted, 0, MediaTime.Milliseconds(31));
        Assert.InRange(callee.VideoOf(0).Packets.Values.First().Arrival - accepted, 0, MediaTime.Milliseconds(75));
    }

    [Fact]
    public void A_closed_gate_and_a_muted_kind_stop_what_is_forwarded_and_the_stream_goes_on_without_a_seam()
    {
        using var simulator = new Simulator();
        SimulatedClient caller = simulator.NewClient("caller");
        SimulatedClient callee = simulator.NewClient("callee");
        Connect(simulator, caller, callee);
        simulator.Run(MediaTime.Seconds(1));

        simulator.Engine.SetMuted(caller.Key, MediaKind.Audio, true, simulator.Now);
        simulator.Run(MediaTime.Milliseconds(50));
        int audio = callee.AudioOf(0).Packets.Count;
        int video = callee.VideoOf(0).Packets.Count;
        simulator.Run(MediaTime.Seconds(1));
        Assert.Equal(audio, callee.AudioOf(0).Packets.Count);
        Assert.True(callee.VideoOf(0).Packets.Count > video + 100);

        simulator.Engine.SetMuted(caller.Key, MediaKind.Audio, false, simulator.Now);
        simulator.Engine.SetMuted(caller.Key, MediaKind.Video, true, simulator.Now);
        simulator.Run(MediaTime.Seconds(1));
        simulator.Engine.SetMuted(caller.Key, MediaKind.Video, false, simulator.Now);
        simulator.Run(MediaTime.Seconds(1));

        Assert.Equal(0, callee.AudioOf(0).Gaps);
        Assert.Equal(0, callee.VideoOf(0).Gaps);
        AssertRunsOn(callee.AudioOf(0), 48_000);
        AssertRunsOn(callee.VideoOf(0), 90_000);
        int[] pictures = [.. callee.VideoOf(0).Packets.Values.Select(packet => packet.PictureId).Distinct()];
        Assert.All(pictures.Zip(pictures.Skip(1)), pair => Assert.Equal((pair.First + 1) & 0x7FFF, pair.Second));
    }

    [Fact]
    public void Lost_packets_are_repaired_on_both_legs()
    {
        using var simulator = new Simulator(seed: 7);
        var lossy = new LinkSettings(Delay: 25_000, Loss: 0.05, Jitter: 3_000, Duplication: 0.02);
        SimulatedClient caller = simulator.NewClient("caller", lossy, lossy);
        SimulatedClient callee = simulator.NewClient("callee", lossy, lossy);
        Connect(simulator, caller, callee);

        simulator.Run(MediaTime.Seconds(10));
        caller.Video.Stop();
        simulator.Run(MediaTime.Seconds(2));

        ReceivedStream video = callee.VideoOf(0);
        Assert.True(caller.Video.Retransmissions > 20, "the engine asked for what was lost on the way up");
        Assert.True(video.Repaired > 20, "the engine answered for what was lost on the way down");
        Assert.InRange(video.CompleteFrames, 0.98 * video.Packets.Values.Select(p => p.Frame).Distinct().Count(), 1000);
        Assert.InRange(caller.KeyframeRequests, 0, 8);
    }

    [Fact]
    public void Every_packet_is_reported_to_its_sender_by_its_transport_wide_number()
    {
        using var simulator = new Simulator();
        SimulatedClient caller = simulator.NewClient("caller", up: new LinkSettings(Loss: 0.1, Jitter: 15_000));
        SimulatedClient callee = simulator.NewClient("callee");
        Connect(simulator, caller, callee);
        simulator.Run(MediaTime.Seconds(5));

        double share = caller.Feedback.Received / (double)caller.Feedback.Reported;
        Assert.True(caller.Feedback.Reported > 800);
        Assert.InRange(share, 0.8, 0.99);
    }

    [Fact]
    public void Feedback_comes_from_no_source_that_carries_media()
    {
        using var simulator = new Simulator();
        SimulatedClient caller = simulator.NewClient("caller");
        SimulatedClient callee = simulator.NewClient("callee");
        Connect(simulator, caller, callee);
        simulator.Run(MediaTime.Seconds(1));
        uint picture = callee.Session!.Sections.First(section => section.Kind == MediaKind.Video).LocalSsrc!.Value;
        callee.SendRtcp((ref RtcpWriter writer) => new PictureLossIndication(1, picture).TryWrite(ref writer));
        simulator.Run(MediaTime.Seconds(1));

        List<uint> carriers = [.. caller.Session!.Sections.SelectMany(section => new[] { section.LocalSsrc, section.LocalRtxSsrc }).OfType<uint>()];
        List<uint> speakers = [.. caller.Rtcp.SelectMany(FeedbackSources)];

        Assert.NotEqual(0, caller.KeyframeRequests);
        Assert.NotEmpty(speakers);
        Assert.Empty(speakers.Intersect(carriers));
    }

    [Fact]
    public void Sender_reports_keep_sound_and_picture_together_by_the_publishers_clock()
    {
        using var simulator = new Simulator();
        SimulatedClient caller = simulator.NewClient("caller");
        SimulatedClient callee = simulator.NewClient("callee");
        Connect(simulator, caller, callee);
        simulator.Run(MediaTime.Seconds(5));

        // What was captured at one instant must be reported as one instant, whatever the numbers of the two clocks are.
        Assert.InRange(LipSync.Difference(callee), -0.04, 0.04);
    }

    [Fact]
    public void A_client_that_says_goodbye_or_falls_silent_is_told_and_leaves_nothing_behind()
    {
        using var simulator = new Simulator();
        SimulatedClient caller = simulator.NewClient("caller");
        SimulatedClient callee = simulator.NewClient("callee");
        Connect(simulator, caller, callee);
        simulator.Run(MediaTime.Seconds(2));

        callee.Close();
        simulator.Run(MediaTime.Milliseconds(200));
        Assert.Contains(new MediaEvent.Disconnected(callee.Key, DisconnectReason.ClosedByPeer), simulator.Events);

        caller.Vanish();
        simulator.Run(MediaTime.Seconds(10));
        Assert.Contains(new MediaEvent.Interrupted(caller.Key), simulator.Events);
        simulator.Run(MediaTime.Seconds(30));
        Assert.Contains(new MediaEvent.Disconnected(caller.Key, DisconnectReason.ConsentTimeout), simulator.Events);
        Assert.Equal(0, simulator.Engine.ParticipantCount);
        Assert.Equal(MediaTime.Never, simulator.Engine.NextDeadline);
        Assert.Equal(simulator.Host.IdleSlabs, simulator.Host.RentedSlabs);
    }

    [Theory]
    [MemberData(nameof(SrtpProfiles))]
    public void A_client_that_is_removed_before_its_packets_were_sent_can_still_read_them(SrtpProfile profile)
    {
        using var simulator = new Simulator();
        var srtp = new ClientProfile { Srtp = profile };
        SimulatedClient caller = simulator.NewClient("caller", profile: srtp);
        SimulatedClient callee = simulator.NewClient("callee", profile: srtp);
        Connect(simulator, caller, callee);
        simulator.Run(MediaTime.Seconds(2));

        // Within one turn of the worker: a packet for the callee, and the callee's end.
        bool removed = false;
        simulator.Host.Received = () =>
        {
            removed = simulator.Engine.Outbox.Count > 0;
            if (removed)
            {
                simulator.Host.Received = null;
                simulator.Engine.Remove(callee.Key, simulator.Now);
            }
        };
        Assert.True(simulator.RunUntil(() => removed));
        simulator.Run(MediaTime.Milliseconds(100));
        Assert.Equal(0, callee.Rejected);
    }

    [Fact]
    public void A_client_that_never_comes_is_given_up()
    {
        using var simulator = new Simulator();
        SimulatedClient client = simulator.NewClient("client", up: new LinkSettings(Loss: 1));
        client.Join();
        simulator.Run(MediaTime.Seconds(40));
        Assert.Contains(new MediaEvent.Disconnected(client.Key, DisconnectReason.ConnectTimeout), simulator.Events);
        Assert.Equal(0, simulator.Engine.ParticipantCount);
    }

    [Fact]
    public void A_client_that_moves_to_another_network_goes_on_without_signaling()
    {
        using var simulator = new Simulator();
        SimulatedClient caller = simulator.NewClient("caller");
        SimulatedClient callee = simulator.NewClient("callee");
        Connect(simulator, caller, callee);
        simulator.Run(MediaTime.Seconds(2));

        callee.Move();
        simulator.Run(MediaTime.Seconds(1));
        int before = callee.VideoOf(0).CompleteFrames;
        simulator.Run(MediaTime.Seconds(1));

        Assert.InRange(callee.VideoOf(0).CompleteFrames - before, 28, 32);
        Assert.Empty(simulator.Events.OfType<MediaEvent.Disconnected>());
    }

    [Fact]
    public void A_client_asleep_for_twenty_seconds_returns_to_its_call()
    {
        using var simulator = new Simulator();
        SimulatedBrowser caller = simulator.NewBrowser("caller");
        SimulatedBrowser callee = simulator.NewBrowser("callee");
        simulator.Connect(caller, callee);
        caller.Publish();
        callee.Publish();
        simulator.Run(MediaTime.Seconds(5));

        callee.Asleep = true;
        simulator.Run(MediaTime.Seconds(20));
        Assert.Equal(new MediaEvent.Interrupted(callee.Key), simulator.Events.OfType<MediaEvent.Interrupted>().Single());
        callee.Asleep = false;
        MediaTime woken = simulator.Now;
        int seen = callee.VideoOf(0).Playback.Pictures.Count;
        int shown = caller.VideoOf(0).Playback.Pictures.Count;
        Assert.True(simulator.RunUntil(() => simulator.Events.OfType<MediaEvent.Resumed>().Any()));
        Assert.InRange(simulator.Now - woken, 0, MediaTime.Seconds(1));
        Assert.True(simulator.RunUntil(() => callee.VideoOf(0).Playback.Pictures.Count > seen + 30 && caller.VideoOf(0).Playback.Pictures.Count > shown + 30));

        Assert.InRange(simulator.Now - woken, 0, MediaTime.Seconds(5));
        Assert.Empty(simulator.Events.OfType<MediaEvent.Disconnected>());
    }

    [Fact]
    public void A_client_that_joins_anew_takes_its_own_place()
    {
        using var simulator = new Simulator();
        SimulatedClient caller = simulator.NewClient("caller");
        SimulatedClient callee = simulator.NewClient("callee");
        Connect(simulator, caller, callee);
        simulator.Run(MediaTime.Seconds(1));
        callee.Vanish();

        SimulatedClient again = simulator.NewClient("callee");
        again.Join(gate: false);
        Assert.True(simulator.RunUntil(() => again.VideoOf(0).CompleteFrames > 10));
        again.Publish();
        int before = caller.VideoOf(0).Packets.Count;
        simulator.Run(MediaTime.Seconds(1));
        Assert.InRange(caller.VideoOf(0).Packets.Count - before, 100, 130);
        Assert.Equal(0, caller.VideoOf(0).Gaps);
        Assert.Equal(2, simulator.Engine.ParticipantCount);
    }

    private static List<uint> FeedbackSources(byte[] compound)
    {
        List<uint> sources = [];
        foreach (RtcpPacket packet in new RtcpReader(compound))
        {
            if (packet.Type is RtcpPacketType.TransportLayerFeedback or RtcpPacketType.PayloadSpecificFeedback)
            {
                sources.Add(BinaryPrimitives.ReadUInt32BigEndian(packet.Body));
            }
        }

        return sources;
    }

    private static void Connect(Simulator simulator, params SimulatedClient[] clients)
    {
        foreach (SimulatedClient client in clients)
        {
            client.Join();
            client.Publish();
        }

        Assert.True(simulator.RunUntil(() => clients.All(client => client.Connected)), "all clients connect");
        Assert.True(
            simulator.RunUntil(() => clients.All(client => simulator.Events.Contains(new MediaEvent.Connected(client.Key)))),
            "the engine says that they are connected");
    }

    private static void AssertRunsOn(ReceivedStream stream, int clockRate)
    {
        var packets = stream.Packets.Values.ToList();
        Assert.All(packets.Zip(packets.Skip(1)), pair =>
        {
            double seconds = (pair.Second.Arrival - pair.First.Arrival) / 1e6;
            double media = (int)(pair.Second.Timestamp - pair.First.Timestamp) / (double)clockRate;
            Assert.InRange(media - seconds, -0.05, 0.05);
        });
    }
}
