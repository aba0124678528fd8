using Sfu;

namespace Simulation.Receivers;

/// <summary>What somebody saw.</summary>
internal sealed class VideoPlayback
{
    private const int AveragedIntervals = 30;
    private const long FreezeMargin = 150_000;

    private readonly Queue<long> _intervals = new();

    // From when the next picture is waited for.
    private MediaTime? _waiting;

    /// <summary>The pictures, in order.</summary>
    public List<PlayedPicture> Pictures { get; } = [];

    /// <summary>When it stood still though it should not have.</summary>
    public List<Freeze> Freezes { get; } = [];

    /// <summary>When it was said that there are no pictures for now, and when that they come again (<see cref="MediaTime.Never"/> if not).</summary>
    public List<(MediaTime From, MediaTime To)> Pauses { get; } = [];

    private bool Paused => Pauses.Count > 0 && Pauses[^1].To == MediaTime.Never;

    /// <summary>Notes a picture; a freeze is an interval longer than three average ones, and than the average and 150 ms.</summary>
    public void Add(in PlayedPicture picture)
    {
        if (_waiting is { } since && !Paused)
        {
            NoteFreeze(since, picture.Time);
            _intervals.Enqueue(picture.Time - since);
            if (_intervals.Count > AveragedIntervals)
            {
                _intervals.Dequeue();
            }
        }

        Pictures.Add(picture);
        _waiting = picture.Time;
    }

    /// <summary>It was said that there are no pictures for now, or that they come again. What stood still before it was said, and does after, is a freeze.</summary>
    public void Pause(bool paused, MediaTime now)
    {
        if (paused && !Paused)
        {
            if (_waiting is { } since)
            {
                NoteFreeze(since, now);
            }

            Pauses.Add((now, MediaTime.Never));
        }
        else if (!paused && Paused)
        {
            Pauses[^1] = (Pauses[^1].From, now);
            _waiting = now;
        }
    }

    /// <summary>Freezes that touch a time between two, and one that lasts at its end.</summary>
    public IEnumerable<Freeze> FreezesBetween(MediaTime from, MediaTime to)
    {
        foreach (Freeze freeze in Freezes)
        {
            if (freeze.To > from && freeze.From < to)
            {
                yield return freeze;
            }
        }

        if (!Paused && _waiting is { } since && since < to && to - since > 3 * FreezeMargin)
        {
            yield return new Freeze(since, to);
        }
    }

    /// <summary>Pauses that touch a time between two.</summary>
    public IEnumerable<(MediaTime From, MediaTime To)> PausesBetween(MediaTime from, MediaTime to) => Pauses.Where(pause => pause.To > from && pause.From < to);

    /// <summary>Pictures captured between two times that were shown no later than a span after that.</summary>
    public int ShownInTime(MediaTime from, MediaTime to, long span) =>
        Pictures.Count(picture => picture.Captured >= from && picture.Captured < to && picture.Time - picture.Captured <= span);

    /// <summary>When the first picture after a time was shown, or <see cref="MediaTime.Never"/>.</summary>
    public MediaTime FirstAfter(MediaTime time)
    {
        foreach (PlayedPicture picture in Pictures)
        {
            if (picture.Time > time)
            {
                return picture.Time;
            }
        }

        return MediaTime.Never;
    }

    private void NoteFreeze(MediaTime from, MediaTime to)
    {
        long interval = to - from;
        double average = _intervals.Count > 0 ? _intervals.Average() : interval;
        if (interval > Math.Max(3 * average, average + FreezeMargin))
        {
            Freezes.Add(new Freeze(from, to));
        }
    }
}
