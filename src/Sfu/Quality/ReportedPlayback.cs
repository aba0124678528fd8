namespace Sfu.Quality;

/// <summary>
/// Holds what a client says that it made of a slot against what it was sent: pictures that came late, or not at all, from their publisher are not the fault of
/// the way to the viewer, and more than was sent is not believed.
/// </summary>
internal sealed class ReportedPlayback
{
    private FrameMeter _sent;
    private MediaTime _at;

    /// <summary>What the last report comes to; null before there are two, as the first ends no time that is known here.</summary>
    public Playback? Last { get; private set; }

    /// <summary>Takes a report.</summary>
    /// <param name="report">What the client says.</param>
    /// <param name="sent">The pictures that were sent to it.</param>
    /// <param name="lossy">Whether so much is lost on the publisher's way that pictures wait for it.</param>
    /// <param name="now">The time.</param>
    public void Note(in SlotReception report, in FrameMeter sent, bool lossy, MediaTime now)
    {
        long time = now - _at;
        if (_at != MediaTime.Zero && time > 0)
        {
            long frames = sent.Frames - _sent.Frames;
            long still = sent.Frozen + sent.Off - _sent.Frozen - _sent.Off;
            bool judged = frames > 0 && !lossy;
            double decoded = (report.FramesPerSecond ?? double.PositiveInfinity) * time / 1e6;
            Last = new Playback(
                judged ? Math.Clamp((report.Frozen ?? 0) - (still / (double)time), 0, 1) : 0,

                // Where pictures began or ended meanwhile, those that are on their way would count for too much.
                judged && still == 0 && _sent.Frames > 0 ? Math.Min(1, decoded / frames) : 1,
                report.Concealed ?? 1,
                now);
        }

        _sent = sent;
        _at = now;
    }
}
