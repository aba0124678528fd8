using System.Runtime.CompilerServices;
using Sfu.Memory;
using Sfu.Streams;
using Sfu.Streams.Incoming;

namespace Sfu.Tests.Streams;

public sealed class PacketCachesTests : IDisposable
{
    private const int Capacity = 512;
    private static readonly MediaTime Start = new(MediaTime.Seconds(10));
    private readonly SlabPool _pool = new(2 * 1024 * 1024);
    private readonly PacketCaches _caches;
    private readonly PacketCache _first;
    private readonly PacketCache _second;

    public PacketCachesTests()
    {
        _caches = new PacketCaches(_pool);
        _first = _caches.Add(Capacity, MediaTime.Seconds(1));
        _second = _caches.Add(Capacity, MediaTime.Seconds(1));
    }

    [Fact]
    public void When_memory_is_short_the_oldest_packets_of_all_streams_yield()
    {
        Assert.Equal(1024, _pool.Capacity);
        for (int i = 0; i < 896; i++)
        {
            Assert.True(Add(i < 448 ? _first : _second, i, Start + i));
        }

        _caches.MakeRoom(new ForwardQueue(new Outbox(_pool)));
        Assert.Equal(0, _caches.Yielded);
        Add(_second, 896, Start + 896);
        _caches.MakeRoom(new ForwardQueue(new Outbox(_pool)));
        Assert.InRange(_caches.Yielded, 1, 448);
        Assert.False(Has(_first, 0));
        Assert.True(Has(_first, 447));
        Assert.True(Has(_second, 448));
    }

    [Fact]
    public void However_fast_packets_come_there_is_room_for_the_next()
    {
        var random = new Random(1);
        List<PacketCache> caches = [_first, _second, .. Enumerable.Range(0, 30).Select(_ => _caches.Add(1024, MediaTime.Seconds(1)))];
        for (int i = 0; i < 50_000; i++)
        {
            _caches.MakeRoom(new ForwardQueue(new Outbox(_pool)));
            Assert.True(Add(caches[random.Next(caches.Count)], i, Start + i));
        }

        Assert.True(_pool.Available >= (_pool.Capacity / 8) - 1);
        Assert.True(_caches.Yielded > 0);
    }

    [Fact]
    public void A_stream_that_stopped_gives_up_its_packets_in_time()
    {
        Add(_first, 1, Start);
        _caches.Expire(Start);
        Assert.Equal(1, _pool.Rented);
        Assert.Equal(Start + MediaTime.Seconds(1), _caches.NextDeadline);
        _caches.Expire(Start + MediaTime.Seconds(1));
        _caches.Expire(Start + MediaTime.Seconds(2));
        Assert.Equal(0, _pool.Rented);
    }

    [Fact]
    public void Without_streams_there_is_nothing_to_wake_up_for()
    {
        Add(_first, 1, Start);
        _caches.Remove(_first);
        _caches.Remove(_second);
        Assert.Equal(0, _pool.Rented);
        Assert.Equal(MediaTime.Never, _caches.NextDeadline);
    }

    public void Dispose()
    {
        _caches.Remove(_first);
        _caches.Remove(_second);
        _pool.Dispose();
    }

    private static bool Has(PacketCache cache, long sequence) => !Unsafe.IsNullRef(ref cache.Find(sequence));

    private bool Add(PacketCache cache, long sequence, MediaTime now)
    {
        Slab slab = _pool.Rent();
        return slab.Exists && cache.TryAdd(new MediaPacket { Sequence = sequence, Arrival = now, Slab = slab });
    }
}
