using Rtp.HeaderExtensions;
using Sfu;
using Simulation.Senders;

namespace Simulation.Receivers;

/// <summary>
/// What a browser without transport-wide feedback believes its way from the server carries, by the send times that packets tell (abs-send-time), and when it says so
/// (REMB), as libwebrtc's RemoteBitrateEstimatorAbsSendTime and RembThrottler. Without the probes of its first seconds.
/// </summary>
internal sealed class DownlinkEstimator
{
    private const double Start = 300_000;
    private const double Least = 5_000;
    private const double Most = 30_000_000;
    private const long RateWindow = 1_000_000;
    private const long UpdateInterval = 50_000;
    private const long TellInterval = 200_000;
    private const double NoticeableFall = 0.97;

    private readonly DelayTrend _trend = new();
    private readonly AimdRate _rate = new(Start, Least, Most);
    private readonly Throughput _received = new();
    private AbsoluteSendTime? _lastSent;
    private long _sent;
    private MediaTime _begin;
    private MediaTime _updated;
    private MediaTime _toldAt;
    private long _told = long.MaxValue;

    /// <summary>Bits a second.</summary>
    public long Estimate => (long)_rate.BitsPerSecond;

    /// <summary>Takes a packet.</summary>
    /// <param name="time">When it was sent.</param>
    /// <param name="bytes">On the wire.</param>
    /// <param name="roundTrip">Microseconds.</param>
    /// <param name="now">The time.</param>
    public void Add(AbsoluteSendTime time, int bytes, long roundTrip, MediaTime now)
    {
        if (_lastSent is null)
        {
            _rate.Start(now);
            _begin = now;
        }

        _sent += _lastSent is { } last ? time.MicrosecondsSince(last) : 0;
        _lastSent = time;
        _received.Add(now, bytes);
        DelayState before = _trend.State;
        _trend.Add(new MediaTime(_sent), now);
        if (now - _updated >= UpdateInterval || (_trend.State == DelayState.Overuse && before != DelayState.Overuse))
        {
            _updated = now;
            long window = Math.Clamp(now - _begin, 1, RateWindow);
            _rate.Update(before, _trend.State, _received.RateBetween(new MediaTime(now.Microseconds - window), new MediaTime(now.Microseconds + 1)), roundTrip, now);
        }
    }

    /// <summary>Whether the server is to be told now; counts as told.</summary>
    public bool TryTake(MediaTime now, out long bitsPerSecond)
    {
        bitsPerSecond = Estimate;
        if (_lastSent is null || (now - _toldAt < TellInterval && bitsPerSecond >= _told * NoticeableFall))
        {
            return false;
        }

        _told = bitsPerSecond;
        _toldAt = now;
        return true;
    }
}
