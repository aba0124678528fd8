namespace Fuzzing;

/// <summary>Measures what code allocates once it is warm.</summary>
public static class Allocations
{
    private const int Rounds = 20;

    /// <summary>
    /// The bytes that the least of several runs allocates on this thread. The runtime itself allocates there now and then, when a method is
    /// compiled anew; code that allocates does so in every run.
    /// </summary>
    public static long Least(Action run) => LeastOf(() =>
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        run();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    });

    /// <summary>The same for code that measures itself.</summary>
    public static long LeastOf(Func<long> measure)
    {
        long least = long.MaxValue;
        for (int round = 0; round < Rounds && least > 0; round++)
        {
            least = Math.Min(least, measure());
        }

        return least;
    }
}
