using Sfu.Rooms;
using Sfu.Rtcp;
using Sfu.Streams;
using Sfu.Streams.Incoming;
using Sfu.Streams.Layers;

namespace Sfu.Quality;

/// <summary>
/// How good a participant's connection is, in both directions: up from what came here, down from what its client reports (RTCP, and what
/// its decoders made of it). Holds no address.
/// </summary>
internal sealed class QualityMonitor(ParticipantMedia media, RoundTrip roundTrip)
{
    private const long Interval = 2_000_000;
    private const long ReportAge = 3 * Interval;
    private MediaTime _last;

    /// <summary>When it is measured again.</summary>
    public MediaTime NextDeadline { get; private set; } = MediaTime.Never;

    /// <summary>From the participant to the server.</summary>
    public DirectionQuality Up { get; } = new();

    /// <summary>From the server to the participant.</summary>
    public DirectionQuality Down { get; } = new();

    /// <summary>The transport is connected.</summary>
    public void Start(MediaTime now)
    {
        _last = now;
        NextDeadline = now + Interval;
    }

    /// <summary>Measures when it is time; answers whether there is something to tell.</summary>
    public bool Advance(MediaTime now)
    {
        if (NextDeadline > now)
        {
            return false;
        }

        NextDeadline = now + Interval;
        double up = MeasureUp(now);
        double down = MeasureDown(now);
        _last = now;
        bool changed = up > 0 && Up.Add(up);
        return (down > 0 && Down.Add(down)) || changed;
    }

    // The worst of what flows; 0 when nothing does.
    private double MeasureUp(MediaTime now)
    {
        double worst = 0;
        foreach (IncomingStream stream in media.Receiver.Streams)
        {
            ReceptionMark before = stream.Mark;
            var after = new ReceptionMark(stream.Expected, stream.Lost - stream.Repaired, stream.Frames.Frames, stream.Frames.Frozen);
            stream.Mark = after;
            long expected = after.Expected - before.Expected;
            if (before.Expected == 0 || expected <= 0 || !stream.Publication.Flowing)
            {
                continue;
            }

            double loss = Math.Clamp((after.Lost - before.Lost) / (double)expected, 0, 1);
            worst = Worse(worst, stream.Publication.Kind == MediaKind.Audio
                ? OpinionScore.OfSound(roundTrip.Microseconds, stream.JitterMicroseconds, loss)
                : OpinionScore.OfPictures(
                    (after.Frozen - before.Frozen) / (double)(now - _last),
                    (after.Frames - before.Frames) * 1e6 / (now - _last),
                    LargestOf(stream.Publication, now),
                    int.MaxValue));
        }

        return worst;
    }

    // A small one of several simulcast streams is as it should be while a larger one comes too.
    private static int? LargestOf(Publication camera, MediaTime now)
    {
        int? largest = null;
        foreach (PublishedEncoding encoding in camera.Encodings)
        {
            if (encoding.Stream is { } stream && now - stream.LastArrival < Interval && stream.Layers.HeightOf(LayerId.MaximumSpatial - 1) is { } height)
            {
                largest = Math.Max(largest ?? 0, height);
            }
        }

        return largest;
    }

    private double MeasureDown(MediaTime now)
    {
        double worst = 0;
        foreach (Slot slot in media.Slots)
        {
            Playback? playback = slot.Playback.Last is { } last && now - last.Arrival < ReportAge ? last : null;
            if (slot.Audio?.Reception is { } report && now - report.Arrival < ReportAge)
            {
                // What was lost and made good, by redundancy or the codec, nobody missed.
                double loss = Math.Min(report.Loss, playback?.Concealed ?? 1);
                worst = Worse(worst, OpinionScore.OfSound(roundTrip.Microseconds, report.Jitter, loss));
            }

            if (slot.Video is not { Source: { } camera } pictures)
            {
                continue;
            }

            if (pictures.Allocation.Paused)
            {
                worst = 1;
            }
            else if (pictures.Layer is { } layer && camera.Flowing && camera.HeightOf(layer) is { } height)
            {
                // Smaller than what is there and could be shown: the way to the participant does not carry more.
                int best = Math.Min(slot.Wish.Height, LargestOf(camera, now) ?? height);
                double rate = OpinionScore.FullRate * (playback?.Shown ?? 1);
                worst = Worse(worst, OpinionScore.OfPictures(playback?.Frozen ?? 0, rate, height, best));
            }
        }

        return worst;
    }

    private static double Worse(double one, double other) => one == 0 ? other : Math.Min(one, other);
}
