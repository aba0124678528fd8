using Sfu;

namespace Simulation.Receivers;

/// <summary>What somebody saw.</summary>
internal sealed class VideoPlayback
{
    private const int AveragedIntervals = 30;
    private const long FreezeMargin = 150_000;

    private readonly Queue<long> _intervals = new();
    private bool _paused;

    /// <summary>The pictures, in order.</summary>
    public List<PlayedPicture> Pictures { get; } = [];

    /// <summary>When it stood still though it should not have.</summary>
    public List<Freeze> Freezes { get; } = [];

    /// <summary>Frames that were decoded though something that they really depend on was not there: what is seen is garbage.</summary>
    public int Corrupted { get; set; }

    /// <summary>Notes a picture; a freeze is an interval longer than three average ones, and than the average and 150 ms.</summary>
    public void Add(in PlayedPicture picture)
    {
        if (Pictures.Count > 0 && !_paused)
        {
            long interval = picture.Time - Pictures[^1].Time;
            double average = _intervals.Count > 0 ? _intervals.Average() : interval;
            if (interval > Math.Max(3 * average, average + FreezeMargin))
            {
                Freezes.Add(new Freeze(Pictures[^1].Time, picture.Time));
            }

            _intervals.Enqueue(interval);
            if (_intervals.Count > AveragedIntervals)
            {
                _intervals.Dequeue();
            }
        }

        _paused = false;
        Pictures.Add(picture);
    }

    /// <summary>The receiver was told that there are no pictures for now: the wait for the next one is no freeze.</summary>
    public void Pause() => _paused = true;

    /// <summary>Freezes that ended between two times, and one that lasts at the end.</summary>
    public IEnumerable<Freeze> FreezesBetween(MediaTime from, MediaTime to)
    {
        foreach (Freeze freeze in Freezes)
        {
            if (freeze.To > from && freeze.From < to)
            {
                yield return freeze;
            }
        }

        if (!_paused && Pictures.Count > 0 && Pictures[^1].Time < to && to - Pictures[^1].Time > 3 * FreezeMargin)
        {
            yield return new Freeze(Pictures[^1].Time, to);
        }
    }

    /// <summary>Pictures captured between two times that were shown no later than a span after that.</summary>
    public int ShownInTime(MediaTime from, MediaTime to, long span) =>
        Pictures.Count(picture => picture.Captured >= from && picture.Captured < to && picture.Time - picture.Captured <= span);
}
