namespace Sfu.Quality;

/// <summary>
/// Holds what a client says that it made of a slot against what it was sent: pictures that came late, or not at all, from their publisher are not the fault of
/// the way to the viewer, and more than was sent is not believed.
/// </summary>
internal sealed class ReportedPlayback
{
    // Clients report no more often than once a second (docs/protocol.md): what comes closer together was held up on the way, and says nothing of the time between.
    private const long LeastTime = 900_000;

    private FrameMeter _sent;
    private long _missed;
    private long _untold;
    private MediaTime _at;

    /// <summary>What the last report comes to; null before there are two, as the first ends no time that is known here.</summary>
    public Playback? Last { get; private set; }

    /// <summary>Takes a report.</summary>
    /// <param name="report">What the client says.</param>
    /// <param name="sent">The pictures that were sent to it.</param>
    /// <param name="missed">Packets that were lost on the publisher's way so far: where it changed, pictures waited for them, and nobody knows how long.</param>
    /// <param name="now">The time.</param>
    public void Note(in SlotReception report, in FrameMeter sent, long missed, MediaTime now)
    {
        long time = now - _at;
        if (_at != MediaTime.Zero && time < LeastTime)
        {
            return;
        }

        if (_at != MediaTime.Zero)
        {
            Judge(report, sent, lossy: missed != _missed, time, now);
        }

        _sent = sent;
        _missed = missed;
        _at = now;
    }

    private void Judge(in SlotReception report, in FrameMeter sent, bool lossy, long time, MediaTime now)
    {
        long frames = sent.Frames - _sent.Frames;
        long still = sent.Frozen + sent.Off - _sent.Frozen - _sent.Off;
        bool judged = frames > 0 && !lossy;
        double decoded = (report.FramesPerSecond ?? double.PositiveInfinity) * time / 1e6;
        long frozen = (long)((report.Frozen ?? 0) * time);
        Last = new Playback(
            judged ? Math.Max(0, frozen - still - _untold) / (double)time : 0,

            // Where pictures began or ended meanwhile, those that are on their way would count for too much.
            judged && still == 0 && _sent.Frames > 0 ? Math.Min(1, decoded / frames) : 1,
            report.Concealed ?? 1,
            now);

        // The picture that ended it can still have been on its way when the client looked: then the next report tells of it.
        _untold = Math.Clamp(still + _untold - frozen, 0, still);
    }
}
