using Rtp;
using Rtp.Rtcp;
using Rtp.Srtp;
using Sfu.Ice;
using Sfu.Net;
using Simulation.Clients;
using Simulation.World;

namespace Sfu.Tests.Engine;

/// <summary>Whatever arrives, nothing is thrown, the call goes on, and nothing grows.</summary>
public sealed class HostileInputTests
{
    [Fact]
    public void Garbage_from_strangers_reaches_nobody_and_leaves_nothing()
    {
        using var simulator = new Simulator();
        (SimulatedClient caller, SimulatedClient callee) = Connect(simulator);
        List<byte[]> seen = Record(simulator);
        simulator.Run(MediaTime.Seconds(1));

        for (int i = 0; i < 20_000; i++)
        {
            byte[] datagram = i % 2 == 0
                ? Mutation.Of(seen[simulator.Random.Next(seen.Count)], simulator.Random)
                : RandomBytes(simulator.Random);
            TransportAddress stranger = TransportAddress.FromIPv4((uint)simulator.Random.Next(), (ushort)simulator.Random.Next());
            simulator.Engine.Receive(datagram, stranger, simulator.Now);
        }

        simulator.Drain();
        AssertGoesOn(simulator, caller, callee);
        Assert.Equal(2, simulator.Engine.ParticipantCount);
    }

    [Fact]
    public void Damaged_and_repeated_datagrams_under_a_clients_own_address_are_rejected()
    {
        using var simulator = new Simulator();
        (SimulatedClient caller, SimulatedClient callee) = Connect(simulator);
        List<byte[]> seen = Record(simulator);
        simulator.Run(MediaTime.Seconds(1));

        for (int i = 0; i < 20_000; i++)
        {
            byte[] original = seen[simulator.Random.Next(seen.Count)];
            byte[] datagram = i % 2 == 0 ? original : Mutation.Of(original, simulator.Random);
            simulator.Engine.Receive(datagram, caller.Address, simulator.Now);
        }

        simulator.Drain();
        AssertGoesOn(simulator, caller, callee);
        Assert.True(simulator.Engine.Report(SimulatedClient.Room)!.Participants[0].PacketsRejected > 1000);
        Assert.Equal(0, callee.VideoOf(0).Duplicates);
        Assert.Equal(0, callee.VideoOf(0).Gaps);
    }

    [Fact]
    public void A_client_that_knows_its_keys_can_send_nonsense_without_harm_to_others()
    {
        using var simulator = new Simulator();
        (SimulatedClient caller, SimulatedClient callee) = Connect(simulator);
        SimulatedClient third = simulator.NewClient("third");
        third.Join();
        Assert.True(simulator.RunUntil(() => third.Connected));
        third.Publish();
        simulator.Run(MediaTime.Seconds(1));

        byte[] packet = new byte[1500];
        for (int i = 0; i < 5_000; i++)
        {
            SendNonsenseRtp(simulator, third, packet, i);
            SendNonsenseRtcp(simulator, third);
            if (i % 100 == 0)
            {
                simulator.Run(MediaTime.Milliseconds(20));
            }
        }

        AssertGoesOn(simulator, caller, callee);
    }

    [Fact]
    public void Checks_that_borrow_a_clients_address_do_not_cut_it_off()
    {
        using var simulator = new Simulator();
        (SimulatedClient caller, SimulatedClient callee) = Connect(simulator);
        SimulatedClient thief = simulator.NewClient("thief");
        thief.Join(gate: false);
        Assert.True(simulator.RunUntil(() => thief.Connected));

        byte[] buffer = new byte[256];
        for (int i = 0; i < 50; i++)
        {
            var check = new StunWriter(buffer, StunClass.Request, RandomBytes(simulator.Random, 12));
            check.WriteUsername(thief.ServerCredentials!.Ufrag, "abcd");
            check.WriteUseCandidate();
            check.WriteIntegrity(thief.ServerCredentials.PasswordBytes);
            check.WriteFingerprint();
            simulator.Engine.Receive(check.Written, caller.Address, simulator.Now);
            simulator.Run(MediaTime.Milliseconds(20));
        }

        AssertGoesOn(simulator, caller, callee);
    }

    [Fact]
    public void A_client_can_name_no_more_sources_and_addresses_than_the_bounds_allow()
    {
        using var simulator = new Simulator();
        (SimulatedClient caller, SimulatedClient callee) = Connect(simulator);
        byte[] packet = new byte[200];
        for (uint source = 1; source <= 500; source++)
        {
            int length = RtpHeader.Write(packet, 96, true, 1, 1, source);
            if (caller.Outbound!.TryGetOrAdd(source, out SrtpSenderStream? stream)
                && stream.Protect(packet, length, new byte[50], out int total) == SrtpStatus.Ok)
            {
                simulator.Engine.Receive(packet.AsSpan(0, total), caller.Address, simulator.Now);
            }
        }

        for (int move = 0; move < 100; move++)
        {
            callee.Move();
            simulator.Run(MediaTime.Milliseconds(600));
        }

        simulator.Drain();
        Assert.InRange(callee.VideoOf(0).Packets.Count, 1, int.MaxValue);
        AssertGoesOn(simulator, callee, caller);
    }

    [Fact]
    public void A_stranger_gets_no_more_bytes_than_it_sent()
    {
        using var simulator = new Simulator();
        (SimulatedClient caller, _) = Connect(simulator);
        TransportAddress stranger = TransportAddress.FromIPv4(0x7F00_0001, 9);
        long sent = 0;
        long received = 0;
        simulator.Sent = (address, datagram) => received += address == stranger ? datagram.Length : 0;
        byte[] buffer = new byte[256];
        for (int i = 0; i < 200; i++)
        {
            var check = new StunWriter(buffer, StunClass.Request, RandomBytes(simulator.Random, 12));
            check.WriteUsername(caller.ServerCredentials!.Ufrag, "abcd");
            check.WriteIntegrity("not the password, nor close"u8);
            check.WriteFingerprint();
            sent += check.Written.Length;
            simulator.Engine.Receive(check.Written, stranger, simulator.Now);
            simulator.Drain();
        }

        Assert.InRange(received, 0, sent);
    }

    private static (SimulatedClient Caller, SimulatedClient Callee) Connect(Simulator simulator)
    {
        SimulatedClient caller = simulator.NewClient("caller", profile: new ClientProfile { ExtraSlots = 2 });
        SimulatedClient callee = simulator.NewClient("callee", profile: new ClientProfile { ExtraSlots = 2 });
        simulator.Connect(caller, callee);
        caller.Publish();
        callee.Publish();
        Assert.True(simulator.RunUntil(() => callee.VideoOf(0).CompleteFrames > 10 && caller.VideoOf(0).CompleteFrames > 10));
        return (caller, callee);
    }

    /// <summary>Collects what clients send and what the engine answers.</summary>
    private static List<byte[]> Record(Simulator simulator)
    {
        List<byte[]> seen = [];
        simulator.Sent = (_, datagram) => seen.Add(datagram);
        simulator.Received = seen.Add;
        return seen;
    }

    private static void AssertGoesOn(Simulator simulator, SimulatedClient caller, SimulatedClient callee)
    {
        int pictures = callee.VideoOf(0).CompleteFrames;
        int sounds = callee.AudioOf(0).Packets.Count;
        int back = caller.VideoOf(0).CompleteFrames;
        simulator.Run(MediaTime.Seconds(2));
        Assert.InRange(callee.VideoOf(0).CompleteFrames - pictures, 58, 62);
        Assert.InRange(callee.AudioOf(0).Packets.Count - sounds, 98, 102);
        Assert.InRange(caller.VideoOf(0).CompleteFrames - back, 58, 62);
        Assert.Empty(simulator.Events.OfType<MediaEvent.Disconnected>());
    }

    private static void SendNonsenseRtp(Simulator simulator, SimulatedClient client, byte[] packet, int number)
    {
        Random random = simulator.Random;
        int length = RtpHeader.Write(packet, (byte)random.Next(128), random.Next(2) == 0, (ushort)number, (uint)random.Next(), client.Video.Ssrc + 100 + (uint)random.Next(3));
        if (random.Next(2) == 0)
        {
            // An extension block whose elements are anything.
            int words = random.Next(8);
            RtpHeader.WriteExtensionFlag(packet, true);
            random.NextBytes(packet.AsSpan(length, 4 + (words * 4)));
            packet[length] = 0xBE;
            packet[length + 1] = 0xDE;
            packet[length + 2] = 0;
            packet[length + 3] = (byte)words;
            length += 4 + (words * 4);
        }

        RtpHeader.WritePaddingFlag(packet, random.Next(4) == 0);
        Assert.True(client.Outbound!.TryGetOrAdd(RtpHeader.ReadSsrc(packet), out SrtpSenderStream? stream));
        if (stream.Protect(packet, length, RandomBytes(random), out int total) == SrtpStatus.Ok)
        {
            simulator.Engine.Receive(packet.AsSpan(0, total), client.Address, simulator.Now);
        }
    }

    private static void SendNonsenseRtcp(Simulator simulator, SimulatedClient client)
    {
        Random random = simulator.Random;
        client.SendRtcp((ref RtcpWriter writer) =>
        {
            uint target = client.Received.Count > 0 ? client.Received.Keys.ElementAt(random.Next(client.Received.Count)) : 1;
            switch (random.Next(5))
            {
                case 0:
                    ushort[] numbers = [.. Enumerable.Range(0, 300).Select(_ => (ushort)random.Next(65536))];
                    Nack.Write(ref writer, 1, target, numbers);
                    break;
                case 1:
                    new PictureLossIndication(1, target).TryWrite(ref writer);
                    break;
                case 2:
                    ReceiverReport.TryWrite(
                        ref writer,
                        1,
                        [new ReportBlock { Ssrc = target, CumulativeLost = random.Next(), LastSenderReport = (uint)random.Next(), DelaySinceLastSenderReport = (uint)random.Next() }]);
                    break;
                case 3:
                    SenderReport.TryWrite(ref writer, client.Video.Ssrc, new NtpTime((ulong)random.NextInt64()), (uint)random.Next(), 1, 1, []);
                    break;
                default:
                    random.NextBytes(writer.Free[..64]);
                    writer.Free[0] = 0x80;
                    writer.Free[1] = (byte)(200 + random.Next(8));
                    writer.Commit(64);
                    break;
            }
        });
    }

    private static byte[] RandomBytes(Random random, int? length = null)
    {
        byte[] bytes = new byte[length ?? random.Next(0, 1200)];
        random.NextBytes(bytes);
        return bytes;
    }
}
