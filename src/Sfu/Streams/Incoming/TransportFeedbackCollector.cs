using System.Numerics;
using System.Runtime.CompilerServices;
using Rtp;
using Rtp.Rtcp;

namespace Sfu.Streams.Incoming;

/// <summary>
/// What arrived when by its transport-wide number, until it is reported (draft-holmer-rmcat-transport-wide-cc-extensions-01). A packet that arrives after
/// later ones were reported is reported with them once more, as libwebrtc's receivers do.
/// </summary>
internal sealed class TransportFeedbackCollector
{
    private const int InitialCapacity = 256;
    private const int MaximumCapacity = 2048;

    // What was reported is kept beside what was not, for packets that arrive late.
    private const int KeptIntervals = 4;

    // The draft's section 3 wants it often enough to react and seldom enough to cost little. As libwebrtc's receivers every 50 to 250 ms: feedback is some
    // 70 bytes, and where little comes it would be as much as what it is about.
    private const long ShortestInterval = 50_000;
    private const long LongestInterval = 250_000;
    private const int WorthReporting = 6;

    private long[] _arrivals = new long[InitialCapacity];
    private SequenceUnwrapper _unwrapper;
    private long _begin = -1;
    private long _end;
    private int _fresh;
    private MediaTime _lastSent;
    private byte _feedbackCount;

    /// <summary>When feedback is due.</summary>
    public MediaTime NextDeadline => _fresh == 0 ? MediaTime.Never : _lastSent + (_fresh < WorthReporting ? LongestInterval : ShortestInterval);

    /// <summary>Notes an arrival.</summary>
    public void Add(ushort number, MediaTime now)
    {
        long sequence = _unwrapper.Unwrap(number);
        if (_begin < 0)
        {
            _begin = sequence;
            _end = sequence;
        }

        if (sequence <= _end - _arrivals.Length)
        {
            return;
        }

        Grow(sequence - _begin + 1);
        if (sequence - _end >= _arrivals.Length)
        {
            // A jump that no loss explains: nothing before it can be reported any more.
            _begin = sequence;
            _end = sequence;
            Array.Clear(_arrivals);
        }

        while (_end <= sequence)
        {
            _arrivals[Index(_end++)] = 0;
        }

        // Zero is "not arrived": an arrival at the very start of the clock counts as one microsecond later.
        ref long arrival = ref _arrivals[Index(sequence)];
        if (arrival == 0)
        {
            arrival = Math.Max(1, now.Microseconds);
        }

        _begin = Math.Max(Math.Min(_begin, sequence), _end - _arrivals.Length);
        _fresh++;
    }

    /// <summary>Writes as much feedback as fits.</summary>
    /// <returns>False when nothing is due, or there is no room.</returns>
    public bool TryWrite(ref RtcpWriter rtcp, uint senderSsrc, uint mediaSsrc, MediaTime now)
    {
        if (NextDeadline > now)
        {
            return false;
        }

        var writer = new TransportFeedbackWriter(rtcp.Free, senderSsrc, mediaSsrc, (ushort)_begin, _feedbackCount);
        long next = _begin;
        for (long sequence = _begin; sequence < _end; sequence++)
        {
            long arrival = _arrivals[Index(sequence)];
            if (arrival == 0)
            {
                continue;
            }

            if (!writer.TryAdd((ushort)sequence, arrival))
            {
                break;
            }

            next = sequence + 1;
        }

        int length = writer.Finish();
        if (length == 0)
        {
            return false;
        }

        rtcp.Commit(length);
        _feedbackCount++;
        _begin = next;
        if (_begin < _end)
        {
            return true;
        }

        _fresh = 0;
        _lastSent = now;

        return true;
    }

    private void Grow(long unreported)
    {
        if (unreported * KeptIntervals <= _arrivals.Length || _arrivals.Length == MaximumCapacity)
        {
            return;
        }

        long[] before = _arrivals;
        _arrivals = new long[Math.Min(MaximumCapacity, (int)BitOperations.RoundUpToPowerOf2((uint)Math.Min(unreported, MaximumCapacity)) * KeptIntervals)];
        for (long sequence = Math.Max(0, _end - before.Length); sequence < _end; sequence++)
        {
            _arrivals[Index(sequence)] = before[(int)(sequence & (before.Length - 1))];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Index(long sequence) => (int)(sequence & (_arrivals.Length - 1));
}
