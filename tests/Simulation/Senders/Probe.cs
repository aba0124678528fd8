using Sfu;

namespace Simulation.Senders;

/// <summary>A short burst at a rate, and how fast it arrived.</summary>
internal sealed class Probe(long wanted)
{
    private MediaTime _firstSent = MediaTime.Never;
    private MediaTime _lastSent;
    private MediaTime _firstArrival = MediaTime.Never;
    private MediaTime _lastArrival;
    private int _firstBytes;
    private int _lastBytes;
    private int _bytes;
    private int _packets;

    /// <summary>Bits a second at which it was to be sent.</summary>
    public long Wanted => wanted;

    /// <summary>Whether a faster one followed.</summary>
    public bool Continued { get; set; }

    /// <summary>Bits a second: the smaller of how fast it was sent and how fast it arrived; null while that is unknown.</summary>
    public double? Rate
    {
        get
        {
            if (_lastSent <= _firstSent || _lastArrival <= _firstArrival)
            {
                return null;
            }

            double sent = (_bytes - _lastBytes) * 8e6 / (_lastSent - _firstSent);
            double arrived = (_bytes - _firstBytes) * 8e6 / (_lastArrival - _firstArrival);
            return arrived < 0.9 * sent ? 0.95 * arrived : Math.Min(sent, arrived);
        }
    }

    /// <summary>Notes one of its packets; answers how many arrived.</summary>
    public int Add(MediaTime sent, MediaTime arrival, int bytes)
    {
        _bytes += bytes;
        (_firstSent, _firstBytes) = sent < _firstSent ? (sent, bytes) : (_firstSent, _firstBytes);
        (_lastSent, _lastBytes) = sent >= _lastSent ? (sent, bytes) : (_lastSent, _lastBytes);
        _firstArrival = MediaTime.Min(_firstArrival, arrival);
        _lastArrival = arrival > _lastArrival ? arrival : _lastArrival;
        return ++_packets;
    }
}
