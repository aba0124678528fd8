using System.Runtime.CompilerServices;
using Load.Reports;
using Rtp;
using Rtp.Rtcp;
using Sfu;

namespace Load.Clients;

/// <summary>One stream that a client is sent: what came, what is missing and asked for again, how long it was on its way.</summary>
internal sealed class ReceivedStream(ReceiveLine line, IReadOnlyList<PublishedStream> sources, LatencyHistogram latency)
{
    private const int Window = 8192;
    private const int MaximumMissing = 512;
    private const int MaximumTries = 10;
    private const int BitsPerWord = 64;

    // As libwebrtc: not at once, in case it is only late, and again after about a round-trip time.
    private static readonly long FirstWait = MediaTime.Milliseconds(10);
    private static readonly long NextWait = MediaTime.Milliseconds(50);

    private readonly ulong[] _seen = new ulong[Window / BitsPerWord];
    private readonly List<Missing> _missing = [];
    private SequenceUnwrapper _unwrapper;
    private long _highest = -1;
    private long _offset;
    private long _first;
    private long _reportedReceived;
    private long _reportedExpected;

    /// <summary>What was negotiated.</summary>
    public ReceiveLine Line => line;

    /// <summary>What it carries; null before the first packet.</summary>
    public SourceLog? Source { get; private set; }

    /// <summary>Packets, each counted once.</summary>
    public long Packets { get; private set; }

    /// <summary>Bytes of payload.</summary>
    public long PayloadBytes { get; private set; }

    /// <summary>Of those of the measured time, how many came, first or again.</summary>
    public long InWindow { get; private set; }

    /// <summary>Of those of the measured time, how many came only after they were asked for.</summary>
    public long RepairedInWindow { get; private set; }

    /// <summary>Numbers between the first and the last that came, which did not come: what the network lost, not what the server did not pass on.</summary>
    public long Gaps => _highest < 0 ? 0 : _highest - _first + 1 - Packets;

    /// <summary>Packets that came more than once.</summary>
    public long Duplicates { get; private set; }

    /// <summary>Packets whose payload nobody sent.</summary>
    public long Foreign { get; private set; }

    /// <summary>Numbers asked for again.</summary>
    public long Requested { get; private set; }

    /// <summary>Whether something is lost that will not come any more: only a keyframe helps.</summary>
    public bool NeedsKeyframe { get; set; }

    /// <summary>When something is to be asked for.</summary>
    public MediaTime NextDeadline { get; private set; } = MediaTime.Never;

    /// <summary>The measured time begins, perhaps anew.</summary>
    public void OpenWindow() => (InWindow, RepairedInWindow) = (0, 0);

    /// <summary>Takes a packet.</summary>
    /// <param name="number">Its sequence number, of a retransmission the original one.</param>
    /// <param name="payload">The payload.</param>
    /// <param name="arrival">In nanoseconds.</param>
    /// <param name="repaired">Whether it is a retransmission.</param>
    public void Receive(ushort number, ReadOnlySpan<byte> payload, long arrival, bool repaired)
    {
        long sequence = _unwrapper.Unwrap(number);
        if (!Note(sequence, new MediaTime(arrival / 1000)))
        {
            Duplicates++;
            return;
        }

        Packets++;
        PayloadBytes += payload.Length;
        ulong tail = SourceLog.TailOf(payload);
        if (Source is null || !Source.Matches(sequence + _offset, tail, out long sent))
        {
            sent = Find(sequence, tail);
            if (sent == 0)
            {
                Foreign++;
                return;
            }
        }

        if (Source!.InWindow(sequence + _offset))
        {
            InWindow++;
            if (repaired)
            {
                RepairedInWindow++;
            }
            else
            {
                latency.Add(arrival - sent);
            }
        }
    }

    /// <summary>Takes the numbers that are to be asked for now.</summary>
    public int TakeRequests(Span<ushort> numbers, MediaTime now)
    {
        int count = 0;
        NextDeadline = MediaTime.Never;
        for (int i = 0; i < _missing.Count; i++)
        {
            Missing missing = _missing[i];
            if (missing.Next <= now && count < numbers.Length)
            {
                if (missing.Tries == MaximumTries)
                {
                    NeedsKeyframe = line.Kind == MediaKind.Video;
                    _missing.RemoveAt(i--);
                    continue;
                }

                numbers[count++] = (ushort)missing.Sequence;
                missing = new Missing(missing.Sequence, missing.Tries + 1, now + NextWait);
                _missing[i] = missing;
            }

            NextDeadline = MediaTime.Min(NextDeadline, missing.Next);
        }

        Requested += count;
        return count;
    }

    /// <summary>A block of a receiver report, as RFC 3550 appendix A.3 counts.</summary>
    public ReportBlock Report()
    {
        long expected = Gaps + Packets;
        long lostLately = (expected - _reportedExpected) - (Packets - _reportedReceived);
        long expectedLately = Math.Max(1, expected - _reportedExpected);
        _reportedExpected = expected;
        _reportedReceived = Packets;
        return new ReportBlock
        {
            Ssrc = line.Ssrc,
            FractionLost = (byte)Math.Clamp(lostLately * 256 / expectedLately, 0, 255),
            CumulativeLost = (int)Gaps,
            ExtendedHighestSequenceNumber = (uint)_highest,
        };
    }

    // Which packet of which source it is: the latest with this end. Pictures of the same sample come from several sources, but not at the same time.
    private long Find(long sequence, ulong tail)
    {
        long latest = 0;
        foreach (PublishedStream source in sources)
        {
            if (source.Kind == line.Kind && source.Log.Find(tail, out long sent) is >= 0 and long index && sent > latest)
            {
                latest = sent;
                Source = source.Log;
                _offset = index - sequence;
            }
        }

        return latest;
    }

    // False when it was there before.
    private bool Note(long sequence, MediaTime now)
    {
        if (_highest < 0)
        {
            _highest = sequence - 1;
            _first = sequence;
        }

        if (sequence > _highest)
        {
            for (long lost = Math.Max(_highest + 1, sequence - Window); lost <= sequence; lost++)
            {
                Bit(lost) &= ~Mask(lost);
                if (lost < sequence && line.RtxSsrc is not null && _missing.Count < MaximumMissing)
                {
                    _missing.Add(new Missing(lost, 0, now + FirstWait));
                    NextDeadline = MediaTime.Min(NextDeadline, now + FirstWait);
                }
            }

            _highest = sequence;
        }
        else if (sequence <= _highest - Window || (Bit(sequence) & Mask(sequence)) != 0)
        {
            return false;
        }
        else if (_missing.Count > 0)
        {
            _missing.RemoveAll(missing => missing.Sequence == sequence);
        }

        Bit(sequence) |= Mask(sequence);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref ulong Bit(long sequence) => ref _seen[(sequence & (Window - 1)) / BitsPerWord];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mask(long sequence) => 1ul << (int)(sequence & (BitsPerWord - 1));

    private readonly record struct Missing(long Sequence, int Tries, MediaTime Next);
}
