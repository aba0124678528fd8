using System.Globalization;

namespace Micro.Workers;

/// <summary>Processor time of one thread: what others do on the machine is not in it.</summary>
internal static class ThreadTime
{
    /// <summary>Seconds that the calling thread has run (proc(5), schedstat).</summary>
    public static double Seconds => long.Parse(File.ReadAllText("/proc/thread-self/schedstat").Split(' ')[0], CultureInfo.InvariantCulture) / 1e9;
}
