using System.Numerics;
using Sfu.Rtcp;

namespace Sfu.Streams.Incoming;

/// <summary>
/// Which packets of a stream are missing, and when to ask for them (RFC 4585 section 6.2.1): once after a short wait for reordered
/// packets, as long as those are late on this network, then once a round trip, until the packet comes or is too late to be of use. Where much is lost, requests
/// are too: then each goes out twice, which costs less than another round trip (libwebrtc's senders answer once a round trip, however often they are asked).
/// </summary>
internal sealed class LossTracker
{
    /// <summary>More missing packets than this are not worth asking for: a keyframe is.</summary>
    public const int Capacity = 512;

    private const int MaximumRequests = 10;
    private const int MaximumRepeatedRequests = 2 * MaximumRequests;
    private const long LeastReorderWait = 8_000;
    private const long MostReorderWait = 50_000;
    private const long ReorderMargin = 2_000;

    // With each packet that was lost, for which it was in vain, the wait comes back by a part of its excess.
    private const int ReorderForgetting = 256;
    private const long GiveUpAge = 1_000_000;
    private const long MinimumInterval = 20_000;

    private const double MuchLoss = 0.02;
    private const double LossMemory = 512;

    // What is thought of a stream before it has shown anything weighs as much as so many packets, none of them lost.
    private const double FirstLossMemory = 32;
    private const long LeastRoundTripToRepeat = 50_000;

    // How much longer than a round trip an answer may take; senders answer no sooner than 5 ms after one (libwebrtc).
    private const long AnswerMargin = 10_000;

    private readonly RoundTrip _answers = new();
    private Missing[] _missing = [];
    private int _count;
    private bool _started;
    private bool _repeats;
    private double _lossMemory = FirstLossMemory;
    private long _highest;
    private long _reorderWait = LeastReorderWait;
    private long _roundTrip = long.MaxValue;

    /// <summary>How many packets are being waited for.</summary>
    public int Count => _count;

    /// <summary>Packets that had to be asked for in all, or were too many for that: what was late by itself is not among them.</summary>
    public long Missed { get; private set; }

    /// <summary>Losses for each packet, smoothed over some five hundred; at first over all that came.</summary>
    public double Loss { get; private set; }

    /// <summary>
    /// Losses for each packet, smoothed over some five hundred from the first on. A burst among the first packets is a reason to wait for repairs, but none to
    /// send less.
    /// </summary>
    public double LastingLoss { get; private set; }

    /// <summary>Microseconds that pictures have to wait for what is asked for; 0 where little is lost.</summary>
    public long RepairTime => _roundTrip == long.MaxValue ? 0 : Congestion.RepairTime.Of(Loss, _roundTrip);

    /// <summary>Microseconds from a request to its answer, smoothed; null while there was none.</summary>
    public long? AnswerTime => _answers.Measured;

    /// <summary>When the next request is due.</summary>
    public MediaTime NextDeadline { get; private set; } = MediaTime.Never;

    /// <summary>
    /// Notes a packet that came. Answers false when a gap was too large to be filled: then everything that was missing is forgotten, and the caller
    /// asks for a keyframe.
    /// </summary>
    /// <param name="sequence">Its number.</param>
    /// <param name="now">The time.</param>
    /// <param name="repaired">Whether it came as a retransmission, which says nothing of how late packets are by themselves.</param>
    public bool Receive(long sequence, MediaTime now, bool repaired = false)
    {
        if (!_started)
        {
            _started = true;
            _highest = sequence;
            return true;
        }

        if (sequence <= _highest)
        {
            Remove(sequence, now, repaired);
            return true;
        }

        long gap = sequence - _highest - 1;
        if (gap + _count > Capacity)
        {
            ForgetBefore(long.MaxValue);
            Missed += gap;
            _highest = sequence;
            return false;
        }

        Grow(_count + (int)gap);
        for (long missing = _highest + 1; missing < sequence; missing++)
        {
            _missing[_count++] = new Missing(missing, now, now + _reorderWait, default, 0);
        }

        if (gap > 0)
        {
            NextDeadline = MediaTime.Min(NextDeadline, now + _reorderWait);
        }

        _lossMemory = Math.Min(_lossMemory + 1, LossMemory);
        Loss += (gap - Loss) / _lossMemory;
        LastingLoss += (gap - LastingLoss) / LossMemory;
        _highest = sequence;
        return true;
    }

    /// <summary>What comes next does not join what went before: nothing between is missing.</summary>
    public void Restart()
    {
        ForgetBefore(long.MaxValue);
        _started = false;
    }

    /// <summary>Forgets what is missing before a keyframe: nobody needs it any more.</summary>
    public void ForgetBefore(long sequence)
    {
        int old = 0;
        while (old < _count && _missing[old].Sequence < sequence)
        {
            old++;
        }

        if (old > 0)
        {
            _count -= old;
            Array.Copy(_missing, old, _missing, 0, _count);
        }

        if (_count == 0)
        {
            NextDeadline = MediaTime.Never;
        }
    }

    /// <summary>Collects the numbers to be asked for now, lowest first.</summary>
    /// <param name="now">The time.</param>
    /// <param name="roundTrip">Microseconds between here and the sender.</param>
    /// <param name="requests">Takes them.</param>
    /// <param name="gaveUp">Whether a packet was given up: a keyframe is needed then.</param>
    /// <returns>How many.</returns>
    public int TakeRequests(MediaTime now, long roundTrip, Span<ushort> requests, out bool gaveUp)
    {
        gaveUp = false;
        _roundTrip = roundTrip;
        int kept = 0;
        int taken = 0;
        MediaTime next = MediaTime.Never;
        _repeats = Loss > MuchLoss && roundTrip >= LeastRoundTripToRepeat;
        int most = _repeats ? MaximumRepeatedRequests : MaximumRequests;
        for (int i = 0; i < _count; i++)
        {
            Missing missing = _missing[i];
            if (missing.Requests >= most || now - missing.Since > GiveUpAge)
            {
                gaveUp = true;
                continue;
            }

            if (missing.Due <= now && taken < requests.Length)
            {
                requests[taken++] = (ushort)missing.Sequence;
                Missed += missing.Requests == 0 ? 1 : 0;
                bool repeat = _repeats && missing.Requests % 2 == 0;
                long answered = _repeats ? roundTrip + AnswerMargin - MinimumInterval : roundTrip + (roundTrip / 4);
                long wait = repeat ? MinimumInterval : Math.Max(MinimumInterval, answered);
                missing = missing with { Requests = missing.Requests + 1, Due = now + wait, Asked = missing.Requests == 0 ? now : missing.Asked };
            }

            next = MediaTime.Min(next, missing.Due);
            _missing[kept++] = missing;
        }

        _count = kept;
        NextDeadline = next;
        return taken;
    }

    // Most streams never miss more than a few at once.
    private void Grow(int count)
    {
        if (count > _missing.Length)
        {
            Array.Resize(ref _missing, (int)BitOperations.RoundUpToPowerOf2((uint)count));
        }
    }

    private void Remove(long sequence, MediaTime now, bool repaired)
    {
        for (int i = 0; i < _count; i++)
        {
            if (_missing[i].Sequence == sequence)
            {
                if (repaired)
                {
                    NoteAnswer(_missing[i], now);
                }

                // Sound is sent again as it was (without RTX): what comes a round trip after it was asked for is an answer.
                bool answer = _missing[i].Requests > 0 && now - _missing[i].Since >= _roundTrip;
                _reorderWait = repaired || answer
                    ? _reorderWait - ((_reorderWait - LeastReorderWait) / ReorderForgetting)
                    : Math.Clamp(now - _missing[i].Since + ReorderMargin, _reorderWait, MostReorderWait);

                _count--;
                Array.Copy(_missing, i + 1, _missing, i, _count - i);
                break;
            }
        }

        if (_count == 0)
        {
            NextDeadline = MediaTime.Never;
        }
    }

    // Of what was asked for again it is not known which request was answered (Karn's algorithm, RFC 6298 section 3). A repeat right after the first is
    // not answered, unless the first was lost.
    private void NoteAnswer(in Missing missing, MediaTime now)
    {
        if (missing.Requests == 1 || (missing.Requests == 2 && _repeats))
        {
            _answers.Add(now - missing.Asked);
        }
    }

    private readonly record struct Missing(long Sequence, MediaTime Since, MediaTime Due, MediaTime Asked, int Requests);
}
