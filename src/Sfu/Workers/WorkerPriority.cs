using Sfu.Net;

namespace Sfu.Workers;

/// <summary>How soon the system lets a worker's thread run when others want to, too.</summary>
internal static unsafe class WorkerPriority
{
    // As much as desktop systems give to sound: ten times the share of a usual thread, and it need not wait for the end of another's time slice.
    private const int Niceness = -10;

    // What setpriority(2) takes for a thread.
    private const int OfThread = 0;

    // The usual policy (SCHED_OTHER); threads that this one starts, such as the pool's, do not inherit its priority (SCHED_RESET_ON_FORK).
    private const int Policy = 0x4000_0000;

    /// <summary>
    /// Has the calling thread go before those of usual priority. False where the system does not let it (Linux wants CAP_SYS_NICE, or a limit RLIMIT_NICE);
    /// it then takes its turn among them. A process that was started with another policy (real time) keeps it.
    /// </summary>
    public static bool TryRaise()
    {
        int none = 0;
        return OperatingSystem.IsLinux() && LibC.GetScheduler(0) == 0 && LibC.SetScheduler(0, Policy, &none) == 0 && LibC.SetPriority(OfThread, 0, Niceness) == 0;
    }
}
