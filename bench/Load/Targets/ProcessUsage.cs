using System.Globalization;

namespace Load.Targets;

/// <summary>Reads what a process of this machine has used (proc(5)).</summary>
internal static class ProcessUsage
{
    private const int UserTicks = 11;
    private const int SystemTicks = 12;
    private const double TicksPerSecond = 100;
    private const string MediaThread = "media-";

    /// <summary>What it has used so far.</summary>
    /// <exception cref="LoadException">There is no such process.</exception>
    public static ServerUsage Read(int process)
    {
        try
        {
            // The name in brackets may hold anything; what follows the last bracket is numbers.
            string stat = File.ReadAllText($"/proc/{process}/stat");
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            string resident = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmRSS", StringComparison.Ordinal));
            return new ServerUsage(
                Number(fields[UserTicks]) / TicksPerSecond,
                Number(fields[SystemTicks]) / TicksPerSecond,
                MediaSeconds(process),
                Number(resident.Split(':')[1].Trim().Split(' ')[0]) * 1024);
        }
        catch (IOException)
        {
            throw new LoadException($"There is no process {process} on this machine; the server has ended, or --server-pid is wrong.");
        }
    }

    // This server's media threads are called media-0, media-1, ...; schedstat counts their time in nanoseconds.
    private static double[] MediaSeconds(int process)
    {
        SortedDictionary<long, double> seconds = [];
        foreach (string task in Directory.EnumerateDirectories($"/proc/{process}/task"))
        {
            try
            {
                string name = File.ReadAllText($"{task}/comm").TrimEnd();
                if (name.StartsWith(MediaThread, StringComparison.Ordinal))
                {
                    seconds[Number(name[MediaThread.Length..])] = Number(File.ReadAllText($"{task}/schedstat").Split(' ')[0]) / 1e9;
                }
            }
            catch (IOException)
            {
                // The thread has ended meanwhile.
            }
        }

        return [.. seconds.Values];
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
