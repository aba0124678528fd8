using System.Diagnostics;
using System.Runtime.InteropServices;

namespace EndToEnd.Tests.Processes;

/// <summary>Sends signals to processes that the tests started.</summary>
public static partial class Signals
{
    public static void Send(int process, Signal signal) => _ = Kill(process, (int)signal);

    /// <summary>
    /// Ends a process and all that it started in one moment, as a power failure does. One after the other, those that still live would say
    /// goodbye on behalf of those that are gone.
    /// </summary>
    public static async Task KillTreeAsync(Process root)
    {
        Send(root.Id, Signal.Stop);
        var tree = new List<int> { root.Id };
        for (var i = 0; i < tree.Count; i++)
        {
            foreach (var child in ChildrenOf(tree[i]))
            {
                Send(child, Signal.Stop);
                tree.Add(child);
            }
        }

        tree.ForEach(process => Send(process, Signal.Kill));
        await root.WaitForExitAsync();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);

    private static IEnumerable<int> ChildrenOf(int process) =>
        Directory.GetDirectories($"/proc/{process}/task")
            .SelectMany(thread => File.ReadAllText(Path.Combine(thread, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(int.Parse);
}
