using Sfu.Net;
using Sfu.Workers;

namespace Sfu.Tests.Workers;

public sealed unsafe class ProcessorAffinityTests
{
    [Fact]
    public void A_thread_is_kept_on_one_processor_and_those_after_it_on_the_next_ones_in_turns()
    {
        int processors = Environment.ProcessorCount;
        ulong[] masks = new ulong[processors + 1];
        bool[] pinned = new bool[processors + 1];
        for (int i = 0; i <= processors; i++)
        {
            int index = i;
            var thread = new Thread(() =>
            {
                pinned[index] = ProcessorAffinity.TryPin(index);
                ulong* mask = stackalloc ulong[16];
                _ = LibC.GetAffinity(0, 16 * sizeof(ulong), mask);
                masks[index] = mask[0];
            });
            thread.Start();
            thread.Join();
        }

        Assert.All(pinned, Assert.True);
        Assert.Equal(masks[0], masks[processors]);
        Assert.Equal(processors, masks.Distinct().Count());
    }
}
