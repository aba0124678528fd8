using Rtp;
using Rtp.Srtp;
using Simulation.Clients;
using Simulation.World;

namespace Sfu.Tests.Engine;

/// <summary>
/// A client restarts ICE amid a call (RFC 8839 section 4.4.3): checks have other credentials from then on, and the path may change. The DTLS association and what
/// is sent under its keys go on.
/// </summary>
public sealed class IceRestartTests
{
    private const int PicturesPerSecond = 30;
    private const int PayloadsPerSecond = 50;

    private static readonly long SignalingDelay = MediaTime.Milliseconds(40);

    [Fact]
    public void Media_goes_on_without_a_gap_on_the_same_association()
    {
        const int Watched = 40;
        using var simulator = new Simulator();
        (SimulatedClient caller, SimulatedClient callee) = Connect(simulator);
        SrtpSender keys = callee.Outbound!;
        string former = callee.ServerCredentials!.Ufrag;
        List<byte[]> handshakes = RecordHandshakes(simulator);

        callee.RestartIce(SignalingDelay);
        simulator.Run(MediaTime.Seconds(1));
        long refused = simulator.Engine.Drops[DropReason.StunRefused];
        (int pictures, int sounds, int back) = (callee.VideoOf(0).CompleteFrames, callee.AudioOf(0).Packets.Count, caller.VideoOf(0).CompleteFrames);
        simulator.Run(MediaTime.Seconds(Watched));

        Assert.NotEqual(former, callee.ServerCredentials!.Ufrag);
        Assert.Equal(callee.ServerCredentials.Ufrag, simulator.Engine.Find(callee.Key)!.UserFragment);
        Assert.Equal(refused, simulator.Engine.Drops[DropReason.StunRefused]);
        Assert.Same(keys, callee.Outbound);
        Assert.Empty(handshakes);
        Assert.InRange(callee.VideoOf(0).CompleteFrames - pictures, (Watched * PicturesPerSecond) - 1, (Watched * PicturesPerSecond) + 2);
        Assert.InRange(caller.VideoOf(0).CompleteFrames - back, (Watched * PicturesPerSecond) - 1, (Watched * PicturesPerSecond) + 2);
        Assert.InRange(callee.AudioOf(0).Packets.Count - sounds, (Watched * PayloadsPerSecond) - 1, (Watched * PayloadsPerSecond) + 1);
        Assert.All(
            new[] { callee.VideoOf(0), callee.AudioOf(0), caller.VideoOf(0), caller.AudioOf(0) },
            stream => Assert.Equal(0, stream.Gaps));
        Assert.Equal((0, 0), (caller.Rejected, callee.Rejected));
        Assert.DoesNotContain(simulator.Events, happened => happened is MediaEvent.Interrupted or MediaEvent.Disconnected);
    }

    [Fact]
    public void The_path_moves_by_the_new_credentials_and_media_follows_on_the_same_association()
    {
        using var simulator = new Simulator();
        (SimulatedClient caller, SimulatedClient callee) = Connect(simulator);
        SrtpSender keys = callee.Outbound!;
        List<byte[]> handshakes = RecordHandshakes(simulator);

        callee.RestartIce(SignalingDelay);
        simulator.Run(2 * SignalingDelay);
        callee.Move();
        simulator.Run(MediaTime.Seconds(1));
        (int pictures, int back) = (callee.VideoOf(0).CompleteFrames, caller.VideoOf(0).CompleteFrames);
        simulator.Run(MediaTime.Seconds(1));

        Assert.InRange(callee.VideoOf(0).CompleteFrames - pictures, PicturesPerSecond - 2, PicturesPerSecond + 2);
        Assert.InRange(caller.VideoOf(0).CompleteFrames - back, PicturesPerSecond - 2, PicturesPerSecond + 2);
        Assert.Same(keys, callee.Outbound);
        Assert.Empty(handshakes);
        Assert.DoesNotContain(simulator.Events, happened => happened is MediaEvent.Interrupted or MediaEvent.Disconnected);
    }

    private static (SimulatedClient Caller, SimulatedClient Callee) Connect(Simulator simulator)
    {
        SimulatedClient caller = simulator.NewClient("caller");
        SimulatedClient callee = simulator.NewClient("callee");
        simulator.Connect(caller, callee);
        caller.Publish();
        callee.Publish();
        simulator.Run(MediaTime.Seconds(2));
        return (caller, callee);
    }

    /// <summary>The records of DTLS that pass from now on, either way.</summary>
    private static List<byte[]> RecordHandshakes(Simulator simulator)
    {
        List<byte[]> records = [];
        void Record(byte[] datagram)
        {
            if (PacketDemultiplexer.Classify(datagram) == PacketKind.Dtls)
            {
                records.Add(datagram);
            }
        }

        simulator.Sent = (_, datagram) => Record(datagram);
        simulator.Received = Record;
        return records;
    }
}
