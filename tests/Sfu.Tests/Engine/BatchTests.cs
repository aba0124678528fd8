using System.Buffers.Binary;
using Sfu.Net;
using Simulation.Clients;
using Simulation.Network;
using Simulation.World;

namespace Sfu.Tests.Engine;

/// <summary>What comes together goes out together: all packets of a picture to one subscriber after the other.</summary>
public sealed class BatchTests
{
    private const int Viewers = 4;
    private const long BatchTime = 20_000;

    // RFC 3550: the header's second byte, its number, and its source.
    private const int FixedHeader = 12;
    private const byte Version = 0x80;
    private const byte FirstRtcpType = 192;
    private const byte LastRtcpType = 223;

    private readonly List<(TransportAddress To, uint Ssrc, ushort Number, MediaTime At)> _sent = [];

    [Fact]
    public void Every_number_is_sent_once_though_packets_come_late_and_twice()
    {
        using Simulator simulator = Call(new LinkSettings { Loss = 0.05, Jitter = 15_000, Duplication = 0.05 });

        Assert.Equal(Viewers, _sent.Select(packet => packet.To).Distinct().Count());
        Assert.Equal(_sent.Count, _sent.DistinctBy(packet => (packet.To, packet.Ssrc, packet.Number)).Count());
    }

    [Fact]
    public void Numbers_follow_one_another_and_what_goes_to_one_subscriber_lies_side_by_side()
    {
        using Simulator simulator = Call(null);

        foreach (var stream in _sent.GroupBy(packet => (packet.To, packet.Ssrc)))
        {
            Assert.All(stream.Zip(stream.Skip(1)), pair => Assert.Equal((ushort)(pair.First.Number + 1), pair.Second.Number));
        }

        int turns = _sent.Select(packet => (packet.At, packet.To)).Distinct().Count();
        int changes = 1 + _sent.Zip(_sent.Skip(1)).Count(pair => (pair.First.At, pair.First.To) != (pair.Second.At, pair.Second.To));
        Assert.InRange(changes, turns, turns * 1.5);
    }

    private Simulator Call(LinkSettings? up)
    {
        var simulator = new Simulator();
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
        simulator.Sent = (to, datagram) => Note(to, datagram, simulator.Now);
        simulator.Run(MediaTime.Seconds(5));
        return simulator;
    }

    private void Note(TransportAddress to, byte[] datagram, MediaTime now)
    {
        if (datagram.Length > FixedHeader && (datagram[0] & 0xC0) == Version && datagram[1] is < FirstRtcpType or > LastRtcpType)
        {
            _sent.Add((to, BinaryPrimitives.ReadUInt32BigEndian(datagram.AsSpan(8)), BinaryPrimitives.ReadUInt16BigEndian(datagram.AsSpan(2)), now));
        }
    }
}
