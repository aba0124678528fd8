using Rtp;
using Sfu.Ice;
using Sfu.Net;
using Simulation.Clients;
using Simulation.World;

namespace Sfu.Tests.Engine;

/// <summary>Whatever changes nothing is counted, each kind under its own reason.</summary>
public sealed class DropTests
{
    private static readonly TransportAddress Stranger = TransportAddress.FromIPv4(0x7F00_0001, 9);

    [Fact]
    public void Neither_STUN_nor_DTLS_nor_RTP() => AssertCounted(DropReason.Unrecognized, (simulator, _, _) => Receive(simulator, [0xFF, 1, 2, 3], Stranger));

    [Fact]
    public void Media_from_an_address_that_nobody_has() => AssertCounted(DropReason.UnknownSource, (simulator, packet, _) => Receive(simulator, packet, Stranger));

    [Fact]
    public void A_check_for_nobody() => AssertCounted(DropReason.StunUnknown, (simulator, _, _) => Receive(simulator, Check("nobody"), Stranger));

    [Fact]
    public void A_check_with_a_wrong_password() =>
        AssertCounted(DropReason.StunRefused, (simulator, _, caller) => Receive(simulator, Check(caller.ServerCredentials!.Ufrag), Stranger));

    [Fact]
    public void Media_a_second_time() => AssertCounted(DropReason.SrtpReplayed, (simulator, packet, caller) => Receive(simulator, packet, caller.Address));

    [Fact]
    public void Media_that_was_changed() => AssertCounted(DropReason.SrtpUnauthentic, (simulator, packet, caller) =>
    {
        packet[2] ^= 0x10;
        packet[^1] ^= 1;
        Receive(simulator, packet, caller.Address);
    });

    [Fact]
    public void Media_too_short_for_its_tag() => AssertCounted(DropReason.SrtpMalformed, (simulator, packet, caller) => Receive(simulator, packet[..14], caller.Address));

    private static void AssertCounted(DropReason reason, Action<Simulator, byte[], SimulatedClient> send)
    {
        using var simulator = new Simulator();
        SimulatedClient caller = simulator.NewClient("caller");
        caller.Join();
        Assert.True(simulator.RunUntil(() => caller.Connected));
        List<byte[]> media = [];
        simulator.Received = datagram =>
        {
            if (PacketDemultiplexer.Classify(datagram) == PacketKind.Rtp)
            {
                media.Add(datagram.ToArray());
            }
        };
        caller.Publish();
        simulator.Run(MediaTime.Seconds(1));
        Assert.All(simulator.Engine.Drops.Read(), drop => Assert.Equal(0, drop.Value));

        send(simulator, media[media.Count / 2], caller);

        Assert.All(simulator.Engine.Drops.Read(), drop => Assert.Equal(drop.Key == reason ? 1 : 0, drop.Value));
    }

    private static void Receive(Simulator simulator, byte[] datagram, TransportAddress source) => simulator.Engine.Receive(datagram, source, simulator.Now);

    private static byte[] Check(string recipient)
    {
        var check = new StunWriter(new byte[256], StunClass.Request, new byte[StunMessage.TransactionIdLength]);
        check.WriteUsername(recipient, "abcd");
        check.WriteIntegrity("not the password, nor close"u8);
        check.WriteFingerprint();
        return check.Written.ToArray();
    }
}
