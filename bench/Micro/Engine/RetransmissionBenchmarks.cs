using BenchmarkDotNet.Attributes;
using Rtp.Rtcp;
using Rtp.Srtp;
using Sfu;
using Simulation.Clients;

namespace Micro.Engine;

/// <summary>
/// Sixteen packets come and are forwarded; then one of them or all are asked for by a NACK and go out once more as RTX. Time is for the
/// sixteen.
/// </summary>
[MemoryDiagnoser]
public class RetransmissionBenchmarks
{
    private const int Packets = 16;

    private readonly byte[] _rtcp = new byte[200];
    private readonly ushort[] _lost = new ushort[Packets];
    private OneToMany _call = null!;
    private SimulatedClient _receiver = null!;
    private uint _ssrc;
    private long _expected;

    [GlobalSetup]
    public void Setup()
    {
        _call = new OneToMany(1);
        _receiver = _call.Receivers[0];
        _ssrc = _receiver.Session!.Sections.First(section => section is { Slot: 0, Kind: MediaKind.Video }).LocalSsrc!.Value;
    }

    [Benchmark(Baseline = true)]
    [BenchmarkCategory(Program.ZeroAllocation)]
    public void Forward()
    {
        for (int i = 0; i < Packets; i++)
        {
            _call.Send();
            _lost[i] = _call.LastSequenceNumber;
        }

        _expected += Packets;
    }

    [Benchmark]
    [BenchmarkCategory(Program.ZeroAllocation)]
    public void RepairOne()
    {
        Forward();
        Ask(1);
    }

    [Benchmark]
    [BenchmarkCategory(Program.ZeroAllocation)]
    public void RepairAll()
    {
        Forward();
        Ask(Packets);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        long sent = _call.Sent;
        _call.Dispose();
        if (sent < _expected)
        {
            throw new InvalidOperationException($"Of {_expected} packets {sent} were sent.");
        }
    }

    private void Ask(int count)
    {
        var writer = new RtcpWriter(_rtcp);
        Nack.Write(ref writer, 1, _ssrc, _lost.AsSpan(0, count));
        if (_receiver.Outbound!.ProtectRtcp(_rtcp, writer.Length, out int length) == SrtpStatus.Ok)
        {
            _call.Receive(_receiver, _rtcp.AsSpan(0, length));
            _expected += count;
        }
    }
}
