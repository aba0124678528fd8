using Rtp;
using Sfu;
using Simulation.Codecs;
using Simulation.World;

namespace Simulation.Receivers;

/// <summary>
/// Receives one video source as a browser does: asks for what is missing, puts frames together, decodes those whose references were decoded, in order, when
/// their time has come, and asks for a keyframe when nothing can be decoded.
/// </summary>
/// <param name="schedule">The clock.</param>
/// <param name="codec">The encoding name.</param>
/// <param name="requestKeyframe">Sends PLI.</param>
internal sealed class VideoReceiver(Schedule schedule, string codec, Action requestKeyframe)
{
    // As libwebrtc: how long it waits for a first keyframe, and for any picture once it had one.
    private const long KeyframePatience = 200_000;
    private const long PicturePatience = 3_000_000;
    private const int RememberedFrames = 512;

    private readonly FrameAssembler _assembler = new();
    private readonly SortedDictionary<long, List<VideoFrame>> _waiting = [];
    private readonly HashSet<(uint Source, int Frame)> _decoded = [];
    private readonly Queue<(uint Source, int Frame)> _decodedOrder = new();
    private readonly HashSet<long> _numbers = [];
    private readonly HashSet<long> _askedTimes = [];
    private readonly Dictionary<long, MediaTime> _completeAt = [];
    private readonly NumberingCheck _numbering = new(codec);
    private SequenceUnwrapper _sequence;
    private TimestampUnwrapper _timestamp;
    private long _lastTimestamp = long.MinValue;
    private MediaTime _lastPacket = new(-PicturePatience);
    private MediaTime _lastProgress;
    private MediaTime _scheduled = MediaTime.Never;
    private bool _watching;
    private bool _hasDecoded;

    public LossRequester Losses { get; } = new();

    public VideoPlayback Playback { get; } = new();

    /// <summary>When pictures are shown.</summary>
    public VideoTiming Timing { get; } = new();

    /// <summary>Microseconds to the sender and back.</summary>
    public long RoundTrip { get; set; }

    /// <summary>Packets that came, without repeated ones.</summary>
    public int Packets { get; private set; }

    /// <summary>Of these, retransmissions.</summary>
    public int Repaired { get; private set; }

    /// <summary>Packets that had come before.</summary>
    public int Duplicates { get; private set; }

    /// <summary>Keyframes asked for.</summary>
    public int KeyframeRequests { get; private set; }

    /// <summary>Pictures of which a frame came whole and that were never shown: a piece was missing, or something that they depend on.</summary>
    public int Skipped { get; private set; }

    /// <summary>Frames that a real receiver would not find the references of, by the numbers in their descriptors.</summary>
    public int Misnumbered => _numbering.Violations;

    /// <summary>Microseconds that pictures wait beyond the quickest way.</summary>
    public long Delay => Timing.Current;

    /// <summary>Takes a packet; a retransmission with the number and payload of what it repeats.</summary>
    public void Receive(ushort number, uint timestamp, bool marker, ReadOnlySpan<byte> payload, bool repaired)
    {
        long sequence = _sequence.Unwrap(number);
        if (!_numbers.Add(sequence))
        {
            Duplicates++;
            return;
        }

        Packets++;
        Repaired += repaired ? 1 : 0;
        Watch();
        _lastPacket = schedule.Now;
        bool readable = PayloadReader.TryRead(codec, payload, out PayloadInfo info);
        if (!Losses.Receive(sequence, readable && info.Keyframe, repaired, out bool asked))
        {
            RequestKeyframe();
        }

        long time = _timestamp.Unwrap(timestamp);
        if (asked)
        {
            _askedTimes.Add(time);
        }

        if (readable && _assembler.Add(sequence, time, marker, payload.Length, info) is { } frame)
        {
            Add(frame);
        }
    }

    private void Add(VideoFrame frame)
    {
        if (frame.Timestamp <= _lastTimestamp)
        {
            return;
        }

        if (!_hasDecoded && !frame.Info.Keyframe && _waiting.Count == 0)
        {
            RequestKeyframe();
        }

        if (!_waiting.TryGetValue(frame.Timestamp, out List<VideoFrame>? picture))
        {
            picture = [];
            _waiting.Add(frame.Timestamp, picture);
        }

        picture.Add(frame);
        picture.Sort((left, right) => left.First.CompareTo(right.First));
        if (IsComplete(picture))
        {
            _completeAt[frame.Timestamp] = schedule.Now;
            if (!_askedTimes.Contains(frame.Timestamp))
            {
                Timing.NoteArrival(MediaMicroseconds(frame.Timestamp), schedule.Now);
            }
        }

        Play();
    }

    // Decodes what is due, and comes back when the next is.
    private void Play()
    {
        while (true)
        {
            (long timestamp, List<VideoFrame>? picture) = _waiting.FirstOrDefault(entry => IsComplete(entry.Value) && IsDecodable(entry.Value));
            if (picture is null)
            {
                return;
            }

            MediaTime at = Timing.PlayAt(MediaMicroseconds(timestamp));
            if (at > schedule.Now)
            {
                ScheduleAt(at);
                return;
            }

            Decode(timestamp, picture);
        }
    }

    private void ScheduleAt(MediaTime at)
    {
        if (_scheduled <= at && _scheduled > schedule.Now)
        {
            return;
        }

        _scheduled = at;
        schedule.At(at, Play);
    }

    private void Decode(long timestamp, List<VideoFrame> picture)
    {
        Timing.NoteDecoded(
            MediaMicroseconds(timestamp),
            _completeAt[timestamp],
            picture.Sum(frame => frame.Bytes),
            _askedTimes.Contains(timestamp),
            RoundTrip,
            schedule.Now);
        foreach (VideoFrame frame in picture)
        {
            _numbering.Add(frame);
            _decoded.Add(frame.Identity);
            _decodedOrder.Enqueue(frame.Identity);
            if (_decodedOrder.Count > RememberedFrames)
            {
                _decoded.Remove(_decodedOrder.Dequeue());
            }
        }

        foreach (long passed in _waiting.Keys.TakeWhile(key => key <= timestamp).ToList())
        {
            Skipped += passed < timestamp ? 1 : 0;
            _waiting.Remove(passed);
            _completeAt.Remove(passed);
        }

        _askedTimes.RemoveWhere(time => time <= timestamp);
        _lastTimestamp = timestamp;
        _lastProgress = schedule.Now;
        _hasDecoded = true;
        FrameMark mark = picture[^1].Info.Mark;
        Playback.Add(new PlayedPicture(schedule.Now, mark.Captured, mark.Source, mark.Spatial, mark.Temporal, mark.Picture));
    }

    private static bool IsComplete(List<VideoFrame> picture)
    {
        if (!picture[^1].EndsPicture)
        {
            return false;
        }

        for (int i = 1; i < picture.Count; i++)
        {
            if (picture[i].First != picture[i - 1].Last + 1)
            {
                return false;
            }
        }

        return true;
    }

    private bool IsDecodable(List<VideoFrame> picture) =>
        picture.TrueForAll(frame => frame.Info.Mark.ReferencedFrames.All(reference =>
            _decoded.Contains((frame.Info.Mark.Source, reference))
            || picture.Exists(other => other.Identity == (frame.Info.Mark.Source, reference))));

    private void Watch()
    {
        if (!_watching)
        {
            _watching = true;
            _lastProgress = schedule.Now;
            schedule.After(KeyframePatience, Check);
        }
    }

    private void Check()
    {
        long patience = _hasDecoded ? PicturePatience : KeyframePatience;
        if (schedule.Now - _lastProgress >= patience && schedule.Now - _lastPacket < PicturePatience)
        {
            _lastProgress = schedule.Now;
            RequestKeyframe();
        }

        schedule.After(KeyframePatience / 2, Check);
    }

    private void RequestKeyframe()
    {
        KeyframeRequests++;
        requestKeyframe();
    }

    private static long MediaMicroseconds(long timestamp) => timestamp * 100 / 9;
}
