using System.Runtime.CompilerServices;
using Sfu.Memory;
using Sfu.Streams;
using Sfu.Streams.Incoming;

namespace Sfu.Tests.Streams;

public sealed class PacketCacheTests : IDisposable
{
    private static readonly MediaTime Start = new(MediaTime.Seconds(10));
    private readonly SlabPool _pool = new(1024 * 1024);
    private readonly PacketCache _cache;

    public PacketCacheTests() => _cache = new PacketCache(_pool, 16, MediaTime.Seconds(1));

    [Fact]
    public void A_packet_is_found_until_too_many_follow()
    {
        Assert.True(Add(100, Start));
        Assert.True(Has(100));
        for (long sequence = 101; sequence < 116; sequence++)
        {
            Add(sequence, Start);
        }

        Assert.True(Has(100));
        Add(116, Start);
        Assert.False(Has(100));
        Assert.Equal(16, _pool.Rented);
    }

    [Fact]
    public void A_packet_is_forgotten_when_it_is_too_old()
    {
        Add(1, Start);
        Add(2, Start + MediaTime.Milliseconds(900));
        Add(3, Start + MediaTime.Milliseconds(1100));
        Assert.False(Has(1));
        Assert.True(Has(2));
        Assert.Equal(2, _pool.Rented);
    }

    [Fact]
    public void A_packet_is_taken_once_and_a_late_one_finds_its_place()
    {
        Add(10, Start);
        Add(13, Start);
        Assert.True(Add(11, Start));
        Assert.False(Add(11, Start));
        Assert.True(Add(9, Start));
        Assert.False(Add(13 - 16, Start));
        Assert.True(Has(9) && Has(11));
    }

    [Fact]
    public void The_table_grows_with_the_rate_and_loses_nothing()
    {
        using var cache = new PacketCache(_pool, 256, MediaTime.Seconds(1));
        for (long sequence = 0; sequence < 200; sequence++)
        {
            Add(cache, sequence, Start);
        }

        Assert.All(Enumerable.Range(0, 200), sequence => Assert.False(Unsafe.IsNullRef(ref cache.Find(sequence))));
        Add(cache, 255 + 100, Start);
        Assert.True(Unsafe.IsNullRef(ref cache.Find(99)));
        Assert.False(Unsafe.IsNullRef(ref cache.Find(100)));
    }

    [Fact]
    public void Whatever_comes_every_slab_is_kept_or_given_back_once()
    {
        var random = new Random(1);
        MediaTime now = Start;
        long sequence = 1000;
        for (int i = 0; i < 20_000; i++)
        {
            now += random.Next(100_000);
            sequence += random.Next(20) == 0 ? random.Next(200) : random.Next(3);
            Add(Math.Max(0, sequence - random.Next(20)), now);
            Assert.InRange(_pool.Rented, 0, 16);
        }

        _cache.Dispose();
        Assert.Equal(0, _pool.Rented);
    }

    public void Dispose()
    {
        _cache.Dispose();
        _pool.Dispose();
    }

    private bool Add(long sequence, MediaTime now) => Add(_cache, sequence, now);

    private bool Add(PacketCache cache, long sequence, MediaTime now)
    {
        Slab slab = _pool.Rent();
        bool kept = cache.TryAdd(new MediaPacket { Sequence = sequence, Arrival = now, Slab = slab });
        if (!kept)
        {
            _pool.Return(slab);
        }

        return kept;
    }

    private bool Has(long sequence) => !Unsafe.IsNullRef(ref _cache.Find(sequence));
}
