using Rtp;

namespace Sfu.Streams.Incoming;

/// <summary>
/// A publisher's wall clock against ours, from its sender reports. All its streams share it, so that what we report of them to
/// subscribers keeps picture and sound together (RFC 3550 section 6.4.1).
/// </summary>
internal sealed class SenderClock
{
    // A publisher's clock drifts by some 50 ppm at most: what the smallest delay of long ago said is allowed to age at that rate.
    private const int DriftShift = 14;

    private bool _known;
    private long _offset;
    private MediaTime _updated;

    /// <summary>Whether a sender report came.</summary>
    public bool Known => _known;

    /// <summary>Microseconds that ours is ahead of the publisher's, or null before its first report.</summary>
    public long? Offset
    {
        get => _known ? _offset : null;
        set
        {
            _known = value is not null;
            _offset = value ?? 0;
        }
    }

    /// <summary>Notes a sender report: the one that travelled fastest tells the difference of the clocks best.</summary>
    public void Update(NtpTime sent, long arrivalUnixMicroseconds, MediaTime now)
    {
        long offset = arrivalUnixMicroseconds - sent.ToUnixMicroseconds();
        if (_known)
        {
            long aged = _offset + ((now - _updated) >> DriftShift);
            long step = offset - aged;

            // A clock that was set jumps by more than any network's delay.
            offset = Math.Abs(step) > 2_000_000 ? offset : Math.Min(offset, aged);
        }

        _known = true;
        _offset = offset;
        _updated = now;
    }

    /// <summary>The publisher's clock at an instant of ours, both in microseconds since 1970.</summary>
    public long ToPublisher(long unixMicroseconds) => unixMicroseconds - _offset;
}
