using Sfu.Memory;
using Simulation.World;

namespace Micro.Memory;

/// <summary>Bytes in use.</summary>
/// <param name="Managed">Live objects.</param>
/// <param name="Native">What OpenSSL and our own native code took from the C library.</param>
/// <param name="Packets">Slabs in use.</param>
internal readonly record struct MemoryUse(double Managed, double Native, double Packets)
{
    /// <summary>Counts now; collects first.</summary>
    public static MemoryUse Now(Simulator simulator)
    {
        for (int i = 0; i < 2; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        MallocInfo info = LibC.MallocInfo();
        return new MemoryUse(
            GC.GetTotalMemory(forceFullCollection: true), info.InUse + info.Mapped, simulator.Host.RentedSlabs * SlabPool.SlabSize);
    }

    /// <summary>How much more one is than the other.</summary>
    public static MemoryUse operator -(MemoryUse left, MemoryUse right) =>
        new(left.Managed - right.Managed, left.Native - right.Native, left.Packets - right.Packets);

    /// <summary>The share of one of several.</summary>
    public static MemoryUse operator /(MemoryUse left, int right) => new(left.Managed / right, left.Native / right, left.Packets / right);

    /// <inheritdoc/>
    public override string ToString() => $"{Managed / 1024,9:F1} {Native / 1024,9:F1} {Packets / 1024,9:F1}";
}
