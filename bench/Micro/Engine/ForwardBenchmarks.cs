using BenchmarkDotNet.Attributes;
using Rtp.Srtp;

namespace Micro.Engine;

/// <summary>
/// The whole way of a packet through the engine, in memory: SRTP, header, source, statistics, feedback, cache, and for each destination
/// rewriting, extensions and SRTP. The publisher's own SRTP is in it too (<see cref="Publish"/> is that alone). Time is for each packet that came in.
/// </summary>
[MemoryDiagnoser]
public class ForwardBenchmarks
{
    private readonly byte[] _packet = new byte[1500];
    private OneToMany _call = null!;
    private OneToMany _other = null!;
    private VideoPacketWriter _camera = null!;
    private long _packets;

    [Params(SrtpProfile.AeadAes128Gcm, SrtpProfile.AesCm128HmacSha1Tag80)]
    public SrtpProfile Profile { get; set; }

    [Params(1, 10, 50)]
    public int Destinations { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _call = new OneToMany(Destinations, Profile);
        _other = new OneToMany(1, Profile);
        _camera = new VideoPacketWriter(_other.Receivers[0], new Simulation.Clients.ClientProfile());
    }

    [Benchmark(Baseline = true)]
    [BenchmarkCategory(Program.ZeroAllocation)]
    public int Publish() => _camera.Write(_packet);

    [Benchmark]
    [BenchmarkCategory(Program.ZeroAllocation)]
    public void Forward()
    {
        _packets++;
        _call.Send();
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        // A forwarding that forwarded nothing would be fast.
        long sent = _call.Sent;
        _call.Dispose();
        _other.Dispose();
        if (sent < _packets * Destinations)
        {
            throw new InvalidOperationException($"Of {_packets * Destinations} packets {sent} were sent.");
        }
    }
}
