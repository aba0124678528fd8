using System.Numerics;
using Sfu.Net;

namespace Sfu.Workers;

/// <summary>Which processor a thread runs on.</summary>
internal static unsafe class ProcessorAffinity
{
    // Bits for 1024 processors, as the C library's cpu_set_t has them.
    private const int Words = 16;

    /// <summary>
    /// Keeps the calling thread on one of the processors that the process may use: on the first for 0, and so on in turns. False where the system does not
    /// let it; the thread then runs where the system sees fit.
    /// </summary>
    public static bool TryPin(int index)
    {
        ulong* mask = stackalloc ulong[Words];
        new Span<ulong>(mask, Words).Clear();
        if (!OperatingSystem.IsLinux() || LibC.GetAffinity(0, Words * sizeof(ulong), mask) < 0)
        {
            return false;
        }

        int count = 0;
        for (int word = 0; word < Words; word++)
        {
            count += BitOperations.PopCount(mask[word]);
        }

        int skip = count == 0 ? 0 : index % count;
        for (int word = 0; word < Words; word++)
        {
            for (ulong bits = mask[word]; bits != 0; bits &= bits - 1)
            {
                if (skip-- == 0)
                {
                    new Span<ulong>(mask, Words).Clear();
                    mask[word] = bits & ~(bits - 1);
                    return LibC.SetAffinity(0, Words * sizeof(ulong), mask) == 0;
                }
            }
        }

        return false;
    }
}
