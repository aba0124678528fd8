using Load.Options;
using Load.Reports;

namespace Load.Runs;

/// <summary>Lets more and more join, until the server does not keep up any more, and finds the most that it carries.</summary>
internal sealed class Ramp(LoadRun run, LoadOptions options)
{
    private const double MaximumLoss = 0.001;
    private const double MaximumLatencyP99 = 20_000;
    private const double Growth = 1.25;

    // Each step; before it as long again: who joins asks for a keyframe, which everybody gets.
    private static readonly TimeSpan LongestStep = TimeSpan.FromSeconds(5);

    /// <summary>The report of the largest load that was carried.</summary>
    /// <exception cref="LoadException">Not even the first was.</exception>
    public async Task<LoadReport> RunAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(options.WarmUp, cancellationToken);
        TimeSpan step = options.Duration < LongestStep ? options.Duration : LongestStep;
        LoadReport? best = null;
        bool again = false;
        while (true)
        {
            LoadReport report = await run.MeasureAsync(step, step, cancellationToken);
            bool carried = report is { Loss: <= MaximumLoss, LatencyUs.P99: <= MaximumLatencyP99, ClientsWithoutMedia: 0 };
            Console.WriteLine(
                $"{run.Size,-24} {report.ForwardedPacketsPerSecond,9:N0} packets/s, loss {report.Loss:P3}, p99 {report.LatencyUs.P99 / 1000:F2} ms, "
                + $"{report.ServerCores:P0} of a core{(carried ? "" : ": too much")}");
            if (!carried && !again)
            {
                // Perhaps it was the machine, not the server.
                again = true;
                continue;
            }

            if (!carried)
            {
                return best ?? throw new LoadException("The server does not carry the first load; begin with fewer --subscribers or --rooms.");
            }

            again = false;
            best = report;
            try
            {
                await run.GrowAsync(Growth, cancellationToken);
            }
            catch (LoadException refused)
            {
                // A server that is full says so before it harms those who are there.
                Console.WriteLine(refused.Message);
                return best;
            }
        }
    }
}
