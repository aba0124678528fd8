using Sfu.Engine;
using Simulation.Clients;
using Simulation.Network;
using Simulation.World;

namespace Sfu.Tests.Engine;

/// <summary>What comes together goes out together: all packets of a picture to one subscriber after the other.</summary>
public sealed class BatchTests
{
    private const int Viewers = 4;
    private const long BatchTime = 20_000;

    [Fact]
    public void Every_number_is_sent_once_though_packets_come_late_and_twice()
    {
        SentMedia sent = Call(new LinkSettings { Loss = 0.05, Jitter = 15_000, Duplication = 0.05 });

        Assert.Equal(Viewers, sent.Packets.Select(packet => packet.To).Distinct().Count());
        Assert.Equal(sent.Packets.Count, sent.Packets.DistinctBy(packet => (packet.To, packet.Ssrc, packet.Number)).Count());
    }

    [Fact]
    public void Numbers_follow_one_another_and_what_goes_to_one_subscriber_lies_side_by_side()
    {
        SentMedia sent = Call(null);

        foreach (var stream in sent.Packets.GroupBy(packet => (packet.To, packet.Ssrc)))
        {
            Assert.All(stream.Zip(stream.Skip(1)), pair => Assert.Equal((ushort)(pair.First.Number + 1), pair.Second.Number));
        }

        // In a turn each stream to each subscriber is there once, with all its packets of the picture: the last packet of the one before may lead.
        var blocks = sent.Packets.Zip(sent.Packets.Skip(1)).Where(pair => (pair.First.At, pair.First.Ssrc) != (pair.Second.At, pair.Second.Ssrc));
        int streams = sent.Packets.Select(packet => (packet.At, packet.Ssrc)).Distinct().Count();
        Assert.InRange(blocks.Count() + 1, streams, streams * 1.2);
    }

    [Fact]
    public void A_picture_cut_into_nearly_equal_parts_goes_out_in_equal_ones()
    {
        SentMedia sent = Call(null);

        // Of a picture, all but the last packet, which has extensions of its own.
        var pictures = sent.Packets.GroupBy(packet => (packet.To, packet.Ssrc, packet.At)).Select(picture => picture.SkipLast(1).ToList());
        Assert.All(pictures, parts => Assert.True(parts.Select(part => part.Length).Distinct().Count() <= 1));
        Assert.Contains(sent.Packets, packet => packet.Padded);
        Assert.Contains(sent.Packets, packet => !packet.Padded);
    }

    [Fact]
    public void What_comes_twice_is_dropped_and_everything_else_is_authentic()
    {
        SentMedia sent = Call(new LinkSettings { Jitter = 15_000, Duplication = 0.05 }, out DropCounters drops);

        Assert.Equal(sent.Packets.Count, sent.Packets.DistinctBy(packet => (packet.To, packet.Ssrc, packet.Number)).Count());
        Assert.NotEqual(0, drops[DropReason.SrtpReplayed]);
        Assert.Equal(0, drops[DropReason.SrtpUnauthentic]);
    }

    private static SentMedia Call(LinkSettings? up) => Call(up, out _);

    private static SentMedia Call(LinkSettings? up, out DropCounters drops)
    {
        using var simulator = new Simulator();
        SimulatedBrowser speaker = simulator.NewBrowser("speaker", up);
        SimulatedBrowser[] viewers = [.. Enumerable.Range(0, Viewers).Select(i => simulator.NewBrowser($"viewer {i}"))];
        speaker.Publish();
        foreach (SimulatedBrowser browser in (SimulatedBrowser[])[speaker, .. viewers])
        {
            browser.Join();
        }

        Assert.True(simulator.RunUntil(() => Array.TrueForAll(viewers, viewer => viewer.Connected)));

        // The browser's own pacer is through with the first keyframe then.
        simulator.Run(MediaTime.Seconds(1));
        simulator.ReceiveInBatches(BatchTime);
        var sent = new SentMedia(simulator);
        simulator.Run(MediaTime.Seconds(5));
        drops = simulator.Engine.Drops;
        return sent;
    }
}
