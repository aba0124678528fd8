using Sfu;
using Simulation.Receivers;

namespace Scenarios;

/// <summary>What the figures ask of what somebody saw and heard.</summary>
internal static class Watching
{
    /// <summary>Who shows a picture later than so many microseconds after it was taken does not talk, but waits (ITU-T G.114: 400 ms at most).</summary>
    public const long InTime = 400_000;

    /// <summary>The longest freeze that touches a time between two, in milliseconds; 0 for none.</summary>
    public static double LongestFreeze(this VideoReceiver video, MediaTime from, MediaTime to) =>
        video.Playback.FreezesBetween(from, to).Select(freeze => freeze.Duration / 1e3).DefaultIfEmpty().Max();

    /// <summary>Freezes a minute between two times.</summary>
    public static double FreezesPerMinute(this VideoReceiver video, MediaTime from, MediaTime to) =>
        video.Playback.FreezesBetween(from, to).Count() * 60e6 / (to - from);

    /// <summary>Percent of the pictures of a camera of 30 pictures a second that were shown in time.</summary>
    public static double ShownInTime(this VideoReceiver video, int pictures, MediaTime from, MediaTime to) =>
        100.0 * video.Playback.ShownInTime(from, to, InTime) / pictures;
}
