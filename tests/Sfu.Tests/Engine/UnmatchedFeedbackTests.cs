using Rtp.Rtcp;
using Sfu.Congestion;
using Sfu.Rooms;
using Simulation.Clients;
using Simulation.World;

namespace Sfu.Tests.Engine;

/// <summary>A receiver whose feedback speaks of nothing that was sent to it says nothing of its way: that counts as congestion.</summary>
public sealed class UnmatchedFeedbackTests
{
    // Far from what is sent in the first seconds.
    private const ushort NeverSent = 40_000;

    private static readonly long ProbePause = MediaTime.Seconds(3);

    [Fact]
    public void Ends_a_probe_lowers_the_estimate_and_is_counted()
    {
        using var simulator = new Simulator();
        SimulatedClient sender = simulator.NewClient("sender");
        SimulatedClient receiver = simulator.NewClient("receiver");
        simulator.Connect(sender, receiver);
        sender.Publish();
        Participant participant = simulator.Engine.Find(receiver.Key)!;
        SentPacketHistory sent = participant.Media.Egress.Sent;
        Assert.True(simulator.RunUntil(() => sent.Probe == 2), "the beginning is probed twice");
        long before = participant.Downlink.Estimate.BitsPerSecond;

        receiver.SendRtcp(WriteUnmatched);
        Assert.True(simulator.RunUntil(() => participant.Downlink.Unmatched > 0));

        Assert.Equal(DownlinkState.Blind, participant.Downlink.Estimate.State);
        Assert.InRange(participant.Downlink.Estimate.BitsPerSecond, 1, before - 1);
        Assert.Equal(0, sent.Probe);
        Assert.False(simulator.RunUntil(() => sent.Probe > 0, ProbePause - 1_000), "no probe follows for a while");
        Assert.Equal(3, participant.Report().FeedbackUnmatched);
    }

    private static void WriteUnmatched(ref RtcpWriter writer)
    {
        var feedback = new TransportFeedbackWriter(writer.Free, 1, 2, NeverSent, 0);
        for (ushort number = NeverSent; number < NeverSent + 3; number++)
        {
            Assert.True(feedback.TryAdd(number, 1_000_000));
        }

        writer.Commit(feedback.Finish());
    }
}
