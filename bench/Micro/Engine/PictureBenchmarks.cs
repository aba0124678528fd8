using BenchmarkDotNet.Attributes;
using Rtp.Rtcp;
using Rtp.Srtp;
using Sfu.Memory;
using Sfu.Streams.Incoming;
using Simulation.Clients;

namespace Micro.Engine;

/// <summary>
/// A picture of twenty packets goes to fifty receivers: each packet received alone; all in one batch; and with the transport-wide feedback that each receiver
/// sends twenty times a second, which is written and protected here too. Time is for each packet that came in.
/// </summary>
[MemoryDiagnoser]
public class PictureBenchmarks
{
    private const int Packets = 20;
    private const int Receivers = 50;
    private const int RtcpLength = 1200;

    private readonly byte[] _rtcp = new byte[RtcpLength + 64];
    private readonly TransportFeedbackCollector[] _arrivals = [.. Enumerable.Range(0, Receivers).Select(_ => new TransportFeedbackCollector())];
    private readonly ushort[] _numbers = new ushort[Receivers];
    private OneToMany _call = null!;
    private int _firstPort;
    private long _expected;

    [GlobalSetup]
    public void Setup()
    {
        _call = new OneToMany(Receivers, packetsPerFrame: Packets) { Looks = Arrive };
        _firstPort = _call.Receivers[0].Address.Port;

        // The first packets have gone to receivers that are not counted.
        Array.Fill(_numbers, (ushort)(2 * Packets));
        _expected = 0;
    }

    [Benchmark(OperationsPerInvoke = Packets, Baseline = true)]
    [BenchmarkCategory(Program.ZeroAllocation)]
    public void OneByOne()
    {
        for (int i = 0; i < Packets; i++)
        {
            _call.Send();
        }

        _expected += Packets;
    }

    [Benchmark(OperationsPerInvoke = Packets)]
    [BenchmarkCategory(Program.ZeroAllocation)]
    public void Together()
    {
        _call.SendPicture();
        _expected += Packets;
    }

    [Benchmark(OperationsPerInvoke = Packets)]
    [BenchmarkCategory(Program.ZeroAllocation)]
    public void TogetherWithFeedback()
    {
        Together();
        for (int i = 0; i < Receivers; i++)
        {
            var writer = new RtcpWriter(_rtcp.AsSpan(0, RtcpLength));
            _arrivals[i].TryWrite(ref writer, 1, 2, _call.Now);
            SimulatedClient receiver = _call.Receivers[i];
            if (receiver.Outbound!.ProtectRtcp(_rtcp, writer.Length, out int length) != SrtpStatus.Ok)
            {
                throw new InvalidOperationException("Feedback could not be protected.");
            }

            _call.Receive(receiver, _rtcp.AsSpan(0, length));
        }
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        long sent = _call.Sent;
        _call.Dispose();
        if (sent < _expected * Receivers)
        {
            throw new InvalidOperationException($"Of {_expected * Receivers} packets {sent} were sent.");
        }
    }

    // Every RTP packet of a receiver has the next transport-wide number.
    private void Arrive(ReadOnlySpan<OutgoingDatagram> datagrams)
    {
        SlabPool pool = _call.Engine.Outbox.Pool;
        foreach (ref readonly OutgoingDatagram datagram in datagrams)
        {
            int receiver = datagram.Destination.Port - _firstPort;
            if (receiver >= 0 && receiver < Receivers && pool.Span(datagram.Slab)[1] is < 192 or > 223)
            {
                _arrivals[receiver].Add(_numbers[receiver]++, _call.Now);
            }
        }
    }
}
