using System.Diagnostics;
using Microsoft.Playwright;

namespace EndToEnd.Tests;

/// <summary>Waits for conditions: as short as possible, with an upper limit that only a failure reaches.</summary>
public static class Eventually
{
    /// <summary>The usual limit: far above what anything here takes, on a slow and busy machine too.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(30);

    /// <summary>Asks <paramref name="probe"/> until <paramref name="condition"/> is true of its answer, and returns that answer.</summary>
    /// <exception cref="TimeoutException">The condition did not become true; the message holds the last answer.</exception>
    public static async Task<T> HoldsAsync<T>(Func<Task<T>> probe, Func<T, bool> condition, string expectation, TimeSpan? limit = null)
    {
        var clock = Stopwatch.StartNew();
        object? last = null;
        while (true)
        {
            try
            {
                var answer = await probe();
                if (condition(answer))
                {
                    return answer;
                }

                last = answer;
            }
            catch (PlaywrightException exception) when (exception.Message.Contains("context was destroyed", StringComparison.Ordinal))
            {
                last = exception.Message; // the page is on its way to another document
            }

            if (clock.Elapsed > (limit ?? Limit))
            {
                throw new TimeoutException($"Did not come true within {clock.Elapsed.TotalSeconds:0} s: {expectation}. Last seen: {last ?? "nothing"}");
            }

            await Task.Delay(Interval);
        }
    }
}
