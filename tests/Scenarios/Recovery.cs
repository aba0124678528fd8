using Simulation.Clients;

namespace Scenarios;

/// <summary>How long it takes until media flows as before.</summary>
internal static class Recovery
{
    private const double Step = 0.1;

    /// <summary>Seconds from an instant until the second that begins then brings a rate.</summary>
    public static double Seconds(Stage stage, SimulatedBrowser receiver, double from, double end, double bitsPerSecond)
    {
        for (double time = from; time + 1 <= end; time += Step)
        {
            if (receiver.Received.RateBetween(stage.Time(time), stage.Time(time + 1)) >= bitsPerSecond)
            {
                return time - from;
            }
        }

        return double.PositiveInfinity;
    }
}
