using Sfu.Memory;

namespace Sfu.Tests.Memory;

public sealed class SlabPoolTests
{
    [Fact]
    public void Slabs_are_apart_aligned_and_bounded()
    {
        using var pool = new SlabPool(2 * 1024 * 1024);
        var slabs = new List<Slab>();
        for (Slab slab = pool.Rent(); slab.Exists; slab = pool.Rent())
        {
            pool.Span(slab).Fill((byte)slabs.Count);
            slabs.Add(slab);
        }

        Assert.Equal(1024, slabs.Count);
        Assert.Equal(slabs.Count, slabs.Distinct().Count());
        for (int i = 0; i < slabs.Count; i++)
        {
            Assert.True(pool.Span(slabs[i]).IndexOfAnyExcept((byte)i) < 0);
            unsafe
            {
                Assert.Equal(0u, (nuint)pool.Pointer(slabs[i]) % 2048);
            }
        }

        pool.Return(slabs[7]);
        Assert.Equal(slabs[7], pool.Rent());
    }

    [Fact]
    public void A_slab_that_is_returned_twice_is_a_fault_that_shows()
    {
        using var pool = new SlabPool(1);
        Slab slab = pool.Rent();
        pool.Return(slab);
        Assert.Throws<InvalidOperationException>(() => pool.Return(slab));
    }
}
