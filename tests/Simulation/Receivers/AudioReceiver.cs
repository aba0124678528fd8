using Rtp;
using Rtp.Codecs;
using Sfu;
using Simulation.Codecs;
using Simulation.World;

namespace Simulation.Receivers;

/// <summary>
/// Receives one audio source as NetEq does: each frame has its time; what has not come by then (itself, in RED, or as in-band FEC of the next) is concealed.
/// </summary>
internal sealed class AudioReceiver(Schedule schedule)
{
    private const long FrameMicroseconds = 20_000;
    private const long MostDelay = 1_000_000;

    // Two frames: what corrects a frame comes with the next one.
    private const long LeastDelay = 40_000;

    private readonly PlayoutDelay _delay = new(0.97, MostDelay);
    private readonly HashSet<int> _frames = [];
    private readonly HashSet<int> _corrections = [];
    private TimestampUnwrapper _timestamp;
    private uint _source;
    private int _next;
    private int _highest;
    private long _nextMedia;
    private int _unexplained;
    private bool _started;

    public AudioPlayback Playback { get; } = new();

    /// <summary>Packets that came.</summary>
    public int Packets { get; private set; }

    /// <summary>Microseconds that sound waits beyond the quickest way.</summary>
    public long Delay => _delay.Current + LeastDelay;

    private MediaTime Due => _delay.PlayAt(_nextMedia) + LeastDelay;

    /// <summary>Takes a packet.</summary>
    public void Receive(uint timestamp, ReadOnlySpan<byte> payload, bool redundant)
    {
        Packets++;
        long media = MediaMicroseconds(_timestamp.Unwrap(timestamp));
        if (!redundant)
        {
            Take(payload, media, primary: true);
        }
        else if (RedReader.TryParse(payload, out RedReader blocks))
        {
            foreach (RedBlock block in blocks)
            {
                Take(block.Data, media - MediaMicroseconds(block.TimestampOffset), block.IsPrimary);
            }
        }
    }

    private void Take(ReadOnlySpan<byte> frame, long media, bool primary)
    {
        if (!FrameMark.TryRead(frame, out FrameMark mark))
        {
            return;
        }

        // Another source, or one that was silent for a while.
        bool resumed = mark.Frame == _highest + 1 && mark.Frame < _next && schedule.Now - mark.Captured < FrameMicroseconds * 20;
        if (!_started || mark.Source != _source || resumed)
        {
            Start(mark, media);
        }

        if (primary && mark.Frame > _highest)
        {
            _delay.Note(media, schedule.Now);
            _highest = mark.Frame;
            Playback.AddConcealed(schedule.Now, _unexplained);
            _unexplained = 0;
        }

        if (mark.Frame < _next)
        {
            Playback.Late++;
            return;
        }

        bool added = _frames.Add(mark.Frame);
        Playback.FromRedundancy += added && !primary ? 1 : 0;
        if (mark.CarriesPrevious)
        {
            _corrections.Add(mark.Frame - 1);
        }
    }

    private void Start(in FrameMark mark, long media)
    {
        bool ticking = _started;
        _started = true;
        _source = mark.Source;
        _next = mark.Frame;
        _highest = mark.Frame - 1;
        _nextMedia = media;
        _unexplained = 0;
        _frames.Clear();
        _corrections.Clear();
        _delay.Note(media, schedule.Now);
        if (!ticking)
        {
            schedule.At(Due, Play);
        }
    }

    private void Play()
    {
        // A delay that grows or shrinks stretches or shortens what is played, which nobody hears.
        if (Due <= schedule.Now)
        {
            PlayNext();
            _next++;
            _nextMedia += FrameMicroseconds;
        }

        schedule.At(Due, Play);
    }

    private void PlayNext()
    {
        bool corrected = _corrections.Remove(_next);
        if (_frames.Remove(_next))
        {
            Playback.AddPlayed();
        }
        else if (corrected)
        {
            Playback.Corrected++;
            Playback.AddPlayed();
        }
        else if (_next <= _highest)
        {
            Playback.AddConcealed(schedule.Now, 1);
        }
        else
        {
            // Lost, late, or never sent: what comes next will tell.
            _unexplained++;
        }
    }

    private static long MediaMicroseconds(long timestamp) => timestamp * 1_000_000 / 48_000;
}
