using Simulation.World;

namespace CallQuality;

/// <summary>Lets an engine do again what a trace tells: attach a debugger, and what happened happens again.</summary>
internal static class TraceReplay
{
    /// <summary>Replays a trace.</summary>
    /// <returns>The exit code: 0 when the engine sent the same, 1 when not.</returns>
    public static int Execute(FileInfo trace)
    {
        using StreamReader reader = trace.OpenText();
        (string? recorded, string replayed) = Trace.Replay(reader);
        Console.WriteLine(recorded is null ? "The trace was cut off; it was replayed to its end."
            : recorded == replayed ? "The engine sent the same, byte for byte."
            : "The engine sent something else: its code is not that of the recording.");
        return recorded is null || recorded == replayed ? 0 : 1;
    }
}
