using Rtp;
using Rtp.Codecs;
using Sfu;
using Simulation.Codecs;
using Simulation.World;

namespace Simulation.Receivers;

/// <summary>
/// Receives one audio source as NetEq does: each frame has its time; what has not come by then (itself, in RED, as in-band FEC of the next, or because it was
/// asked for again) is concealed.
/// </summary>
internal sealed class AudioReceiver(Schedule schedule)
{
    private const long FrameMicroseconds = 20_000;

    // What corrects a frame comes with the next one.
    private const long Lookahead = FrameMicroseconds;

    // What is played is stretched or shortened by a tenth, which nobody hears.
    private const long MostStretch = FrameMicroseconds / 10;

    // What is older is of no use in a conversation (ITU-T G.114).
    private const long LongestAge = 400_000;

    private readonly SoundDelay _delay = new();
    private readonly HashSet<int> _frames = [];
    private readonly HashSet<int> _corrections = [];
    private SequenceUnwrapper _sequence;
    private TimestampUnwrapper _timestamp;
    private uint _source;
    private long _transit;
    private long _newest;
    private long _newestMedia;
    private long _capturedMinusMedia;
    private int _next;
    private int _highest;
    private MediaTime _highestCaptured;
    private long _nextMedia;
    private int _unexplained;
    private bool _started;

    public AudioPlayback Playback { get; } = new();

    /// <summary>Packets that came.</summary>
    public int Packets { get; private set; }

    /// <summary>What it lacks.</summary>
    public SoundRequester Losses { get; } = new();

    /// <summary>Microseconds that sound waits beyond the quickest way.</summary>
    public long Delay => _transit - _delay.Quickest;

    /// <summary>Microseconds that sound has to wait longer to be played with its picture.</summary>
    public long Sync { get; set; }

    /// <summary>Microseconds from the capture of what is played now until now; null before anything is played.</summary>
    public long? Age { get; private set; }

    private long WantedTransit => _delay.Quickest + _delay.Target + Lookahead + Sync;

    private MediaTime Due => DueAt(_nextMedia);

    /// <summary>What to ask for now.</summary>
    public ushort[] TakeMissing(long roundTrip) => Losses.TakeDue(
        number => DueAt(_newestMedia - ((_newest - number) * FrameMicroseconds)) - schedule.Now, roundTrip, schedule.Now);

    /// <summary>Takes a packet.</summary>
    public void Receive(ushort number, uint timestamp, ReadOnlySpan<byte> payload, bool redundant)
    {
        Packets++;
        long media = MediaMicroseconds(_timestamp.Unwrap(timestamp));
        long sequence = _sequence.Unwrap(number);
        bool reordered = Losses.Receive(sequence, schedule.Now);
        if (!reordered)
        {
            (_newest, _newestMedia) = (sequence, media);
        }

        _delay.Note(media, reordered, schedule.Now);
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

        if (!_started || mark.Source != _source)
        {
            Start(mark, media, WantedTransit);
        }
        else if (primary && mark.Frame > _highest)
        {
            Playback.AddConcealed(schedule.Now, Math.Max(0, _unexplained - NeverSent(mark)));
            _unexplained = 0;
            if (mark.Frame < _next && schedule.Now - mark.Captured < LongestAge)
            {
                // It was waited for, and what was made up meanwhile was time: it is played next, and all after it as late.
                Start(mark, media, Due.Microseconds - media);
            }
        }

        if (primary && mark.Frame > _highest)
        {
            _highest = mark.Frame;
            _highestCaptured = mark.Captured;
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

    // Of a source that was silent nothing is missing.
    private int NeverSent(in FrameMark mark) =>
        (int)((mark.Captured - _highestCaptured + (FrameMicroseconds / 2)) / FrameMicroseconds) - (mark.Frame - _highest);

    private void Start(in FrameMark mark, long media, long transit)
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
        _capturedMinusMedia = mark.Captured.Microseconds - media;
        _transit = transit;
        if (!ticking)
        {
            schedule.At(Due, Play);
        }
    }

    private void Play()
    {
        if (Due <= schedule.Now)
        {
            PlayNext();
            Age = schedule.Now.Microseconds - _nextMedia - _capturedMinusMedia;
            _next++;
            _nextMedia += FrameMicroseconds;
            Losses.Pass(_newest - ((_newestMedia - _nextMedia) / FrameMicroseconds));

            // What has not come yet is not played sooner.
            long soonest = _frames.Contains(_next) ? _transit - MostStretch : _transit;
            _transit = Math.Clamp(WantedTransit, soonest, _transit + MostStretch);
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

    private MediaTime DueAt(long media) => new(media + _transit);

    private static long MediaMicroseconds(long timestamp) => timestamp * 1_000_000 / 48_000;
}
