using System.Runtime.CompilerServices;
using BenchmarkDotNet.Attributes;
using Sfu;
using Sfu.Memory;
using Sfu.Streams;
using Sfu.Streams.Incoming;

namespace Micro.Streams;

/// <summary>Keeping a packet (which forgets the oldest one), and finding one that a receiver asks for.</summary>
[MemoryDiagnoser]
public class PacketCacheBenchmarks
{
    private readonly SlabPool _pool = new(16 * 1024 * 1024);
    private PacketCache _cache = null!;
    private long _sequence;
    private long _asked;

    [GlobalSetup]
    public void Setup()
    {
        _cache = new PacketCache(_pool, 1024, MediaTime.Seconds(1));
        for (int i = 0; i < 2000; i++)
        {
            Insert();
        }
    }

    [Benchmark]
    [BenchmarkCategory(Program.ZeroAllocation)]
    public bool Insert()
    {
        _sequence++;
        Slab slab = _pool.Rent();
        return _cache.TryAdd(new MediaPacket { Sequence = _sequence, Slab = slab, Arrival = new MediaTime(_sequence * 1000) });
    }

    [Benchmark]
    [BenchmarkCategory(Program.ZeroAllocation)]
    public bool Lookup() => !Unsafe.IsNullRef(ref _cache.Find(_sequence - (++_asked & 511)));

    [GlobalCleanup]
    public void Cleanup()
    {
        _cache.Dispose();
        _pool.Dispose();
    }
}
