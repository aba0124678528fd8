using System.Runtime;
using Fuzzing;
using Rtp.Rtcp;
using Simulation.Clients;
using Simulation.Network;
using Simulation.World;

namespace Sfu.Tests.Engine;

/// <summary>The engine in its steady state: received, forwarded, repaired, reported and timed without a byte from the collected heap.</summary>
[Collection(nameof(Alone))]
public sealed class AllocationTests
{
    // More than the clients of a round allocate.
    private const long RoomForClients = 200 * 1024 * 1024;

    private static readonly LinkSettings Lossy = new(Loss: 0.02);

    [Fact]
    public void A_call_allocates_nothing_in_the_engine()
    {
        using var simulator = new Simulator();
        SimulatedClient caller = simulator.NewClient("caller", up: Lossy, down: Lossy);
        SimulatedClient callee = simulator.NewClient("callee", up: Lossy, down: Lossy);
        Connect(simulator);

        int repaired = caller.Video.Retransmissions;
        long repeated = Retransmissions(simulator);
        Assert.Equal(0, AllocatedInSteadyState(simulator));

        // Lost on either side and repaired.
        Assert.True(caller.Video.Retransmissions > repaired);
        Assert.True(Retransmissions(simulator) > repeated);
        (caller.Up.Settings, callee.Down.Settings) = (LinkSettings.Perfect, LinkSettings.Perfect);
        simulator.Run(MediaTime.Seconds(1));
        Assert.Equal(0, callee.VideoOf(0).Gaps);
    }

    [Fact]
    public void A_room_allocates_nothing_in_the_engine()
    {
        using var simulator = new Simulator();
        var profile = new ClientProfile { ExtraSlots = 3 };
        for (int i = 0; i < 4; i++)
        {
            simulator.NewClient($"participant {i}", up: Lossy, down: Lossy, profile: profile);
        }

        Connect(simulator);
        Assert.Equal(0, AllocatedInSteadyState(simulator));
        Assert.All(simulator.Clients.OfType<SimulatedClient>(), client => Assert.True(client.VideoOf(2).CompleteFrames > 0));
    }

    [Fact]
    public void Whatever_a_client_says_in_RTCP_is_heard_without_allocating()
    {
        using var simulator = new Simulator();
        SimulatedClient caller = simulator.NewClient("caller");
        SimulatedClient callee = simulator.NewClient("callee");
        Connect(simulator);
        SpeakEvery(100, simulator, callee);
        simulator.Run(MediaTime.Seconds(2));

        int keyframes = caller.KeyframeRequests;
        Assert.Equal(0, AllocatedInSteadyState(simulator));
        Assert.True(caller.KeyframeRequests > keyframes);
    }

    private static void Connect(Simulator simulator)
    {
        foreach (SimulatedClient client in simulator.Clients)
        {
            client.Join();
        }

        Assert.True(simulator.RunUntil(() => simulator.Clients.All(client => client.Connected)));
        foreach (SimulatedClient client in simulator.Clients)
        {
            client.Publish();
        }

        simulator.Run(MediaTime.Seconds(10));
    }

    // Without a collection in between: after each one the runtime makes anew what it had cached of types, when a connectivity check is looked up (272 bytes).
    /// <summary>Bytes that the engines of a simulation allocate in three seconds. A collection for what another test allocates would be counted in part.</summary>
    internal static long AllocatedInSteadyState(Simulator simulator) => Allocations.LeastOf(() =>
    {
        bool undisturbed = GC.TryStartNoGCRegion(RoomForClients);
        foreach (EngineHost host in simulator.Hosts)
        {
            host.Allocations = 0;
        }

        simulator.Run(MediaTime.Seconds(3));
        long allocated = simulator.Hosts.Sum(host => host.Allocations);
        if (undisturbed && GCSettings.LatencyMode == GCLatencyMode.NoGCRegion)
        {
            GC.EndNoGCRegion();
        }

        return allocated;
    });

    private static long Retransmissions(Simulator simulator) =>
        simulator.Engine.Report(SimulatedClient.Room)!.Participants.Sum(participant => participant.RetransmissionsSent);

    private static void SpeakEvery(int milliseconds, Simulator simulator, SimulatedClient client)
    {
        uint video = client.Session!.Sections.First(section => section is { Slot: 0, Kind: MediaKind.Video }).LocalSsrc!.Value;
        ushort number = 0;
        Speak();

        void Speak()
        {
            client.SendRtcp((ref RtcpWriter writer) =>
            {
                ReceiverReport.TryWrite(ref writer, 1, [new ReportBlock { Ssrc = video, CumulativeLost = number, LastSenderReport = 1 }]);
                SourceDescription.TryWrite(ref writer, 1, "client"u8);
                new PictureLossIndication(1, video).TryWrite(ref writer);
                FullIntraRequest.TryWrite(ref writer, 1, [new FullIntraRequestEntry(video, (byte)number)]);
                ReceiverEstimate.TryWrite(ref writer, 1, 10_000_000, [new RtcpSource(video)]);
                writer.TryReserve(RtcpPacketType.ExtendedReport, 0, 16, out _);
                Nack.Write(ref writer, 1, video, [number]);

                // On packets that were never sent: true feedback would say something of the link.
                var feedback = new TransportFeedbackWriter(writer.Free, 1, video, (ushort)(number + 30_000), (byte)number);
                feedback.TryAdd((ushort)(number++ + 30_000), simulator.Now.Microseconds);
                writer.Commit(feedback.Finish());

                // A type that nobody knows.
                writer.TryReserve(220, 0, 4, out _);
            });
            simulator.At(simulator.Now + MediaTime.Milliseconds(milliseconds), Speak);
        }
    }
}
