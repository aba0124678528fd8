using Rtp;
using Rtp.Rtcp;
using Sfu;

namespace Simulation.Receivers;

/// <summary>
/// What arrived when by transport-wide number, and what a browser tells the server of it (draft-holmer-rmcat-transport-wide-cc-extensions-01), as
/// libwebrtc: everything since the last report, and a late packet once more with all after it.
/// </summary>
internal sealed class ArrivalReporter
{
    // Arrivals older than this are not reported again.
    private const long Window = 500_000;

    private readonly SortedDictionary<long, MediaTime> _arrivals = [];
    private SequenceUnwrapper _unwrapper;
    private long _begin = -1;
    private byte _count;

    /// <summary>Notes an arrival.</summary>
    public void Add(ushort number, MediaTime now)
    {
        long sequence = _unwrapper.Unwrap(number);
        _begin = _begin < 0 ? sequence : Math.Min(_begin, sequence);
        _arrivals.TryAdd(sequence, now);
        foreach (long old in _arrivals.Keys.TakeWhile(key => key < _begin && now - _arrivals[key] > Window).ToList())
        {
            _arrivals.Remove(old);
        }
    }

    /// <summary>Writes what is new.</summary>
    public void Write(ref RtcpWriter rtcp, uint senderSsrc, uint mediaSsrc)
    {
        if (_begin < 0 || _arrivals.Count == 0 || _unwrapper.Highest < _begin)
        {
            return;
        }

        var writer = new TransportFeedbackWriter(rtcp.Free, senderSsrc, mediaSsrc, (ushort)_begin, _count++);
        foreach ((long sequence, MediaTime arrival) in _arrivals.Where(entry => entry.Key >= _begin).ToList())
        {
            if (!writer.TryAdd((ushort)sequence, arrival.Microseconds))
            {
                break;
            }

            _begin = sequence + 1;
        }

        int length = writer.Finish();
        if (length > 0)
        {
            rtcp.Commit(length);
        }
    }
}
