using System.Globalization;
using Scenarios;
using Sfu;
using Simulation.Clients;

namespace CallQuality;

/// <summary>Writes what each browser of a scenario sends and receives, ten times a second.</summary>
internal sealed class Timeline(TextWriter writer)
{
    private const long Step = 100_000;

    /// <summary>Follows a scenario to its end.</summary>
    public void Follow(Stage stage)
    {
        writer.WriteLine("seconds,browser,uplink_estimate,remb,camera_target,received,received_in_all,downlink_estimate,downlink_wait_ms,uplink_wait_ms,pictures,freezes,concealed");
        stage.Simulator.Schedule.After(Step, () => Write(stage));
    }

    private void Write(Stage stage)
    {
        MediaTime now = stage.Simulator.Now;
        foreach (SimulatedBrowser browser in stage.Browsers.Where(browser => browser.Session is not null))
        {
            MediaTime from = now + -Step;
            bool receives = browser.Session!.Sections.Any(section => section.Slot == 0);
            writer.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{stage.SecondsAt(now):0.0},{browser.Key.Participant},{browser.UplinkEstimate},{browser.Remb},{browser.Camera.Target},{browser.Received.RateBetween(from, now):0},{browser.ReceivedInAll.RateBetween(from, now):0},{stage.Simulator.Engine.Find(browser.Key)?.Downlink.Estimate.BitsPerSecond},{browser.Down.Statistics.WaitedBetween(from, now, 1) / 1000},{browser.Up.Statistics.WaitedBetween(from, now, 1) / 1000},{(receives ? browser.VideoOf(0).Playback.Pictures.Count : 0)},{(receives ? browser.VideoOf(0).Playback.Freezes.Count : 0)},{(receives ? browser.AudioOf(0).Playback.Concealed : 0)}"));
        }

        stage.Simulator.Schedule.After(Step, () => Write(stage));
    }
}
