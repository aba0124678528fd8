namespace Sfu.Congestion;

/// <summary>
/// Tells when less is sent than the estimate allows (libwebrtc's AlrDetector): a bucket that fills at a part of the estimate and is emptied by what is
/// sent. Full, the sender is application-limited; half empty, it is not any more.
/// </summary>
internal sealed class AppLimitedDetector
{
    private const double UsedShare = 0.65;
    private const double BucketSeconds = 0.5;
    private const double StartLevel = 0.8;
    private const double StopLevel = 0.5;

    private double _bits;
    private long _bytesBefore;
    private MediaTime? _last;

    /// <summary>The verdict.</summary>
    public bool IsLimited { get; private set; }

    /// <summary>Judges anew.</summary>
    /// <param name="bytesSent">In all.</param>
    /// <param name="estimate">Bits a second.</param>
    /// <param name="now">The time.</param>
    public void Update(long bytesSent, double estimate, MediaTime now)
    {
        double rate = estimate * UsedShare;
        double depth = rate * BucketSeconds;
        double elapsed = _last is { } last ? (now - last) / 1e6 : 0;
        _bits = Math.Clamp(_bits + (rate * elapsed) - ((bytesSent - _bytesBefore) * 8), -depth, depth);
        _bytesBefore = bytesSent;
        _last = now;
        double level = depth > 0 ? _bits / depth : 0;
        IsLimited = IsLimited ? level >= StopLevel : level > StartLevel;
    }
}
