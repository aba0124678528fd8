using System.Diagnostics;

namespace Signaling.Admin;

/// <summary>What the process has used since its start.</summary>
/// <param name="ProcessId">Its number in the system.</param>
/// <param name="UptimeSeconds">Since its start.</param>
/// <param name="CpuUserSeconds">Of all threads.</param>
/// <param name="CpuSystemSeconds">Of all threads, in the system on their behalf.</param>
/// <param name="ResidentBytes">Memory that is in place.</param>
/// <param name="HeapBytes">Of that, managed and alive.</param>
/// <param name="AllocatedBytes">Managed memory allocated so far, dead or alive.</param>
/// <param name="Collections">Garbage collections of generations 0, 1 and 2; each counts for the younger ones too.</param>
/// <param name="PauseSeconds">How long collections held up all threads, in sum.</param>
internal sealed record ProcessReport(
    int ProcessId,
    double UptimeSeconds,
    double CpuUserSeconds,
    double CpuSystemSeconds,
    long ResidentBytes,
    long HeapBytes,
    long AllocatedBytes,
    IReadOnlyList<int> Collections,
    double PauseSeconds)
{
    /// <summary>How it stands now.</summary>
    public static ProcessReport Now()
    {
        using var process = Process.GetCurrentProcess();
        return new ProcessReport(
            Environment.ProcessId,
            (DateTime.Now - process.StartTime).TotalSeconds,
            process.UserProcessorTime.TotalSeconds,
            process.PrivilegedProcessorTime.TotalSeconds,
            process.WorkingSet64,
            GC.GetTotalMemory(forceFullCollection: false),
            GC.GetTotalAllocatedBytes(precise: true),
            [GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2)],
            GC.GetTotalPauseDuration().TotalSeconds);
    }
}
