namespace Simulation.Receivers;

/// <summary>
/// Keeps sound and picture of one slot together, as libwebrtc's StreamSynchronization: once a second the one that is ahead waits half of the difference longer, 80 ms at most
/// at once; less than 30 ms are left.
/// </summary>
internal sealed class LipSync
{
    private const double Smoothing = 0.25;
    private const double Least = 30_000;
    private const double Most = 80_000;

    private double _difference;
    private double _sound;
    private double _picture;

    /// <summary>Microseconds that sound has to wait longer for the picture.</summary>
    public long Sound => (long)_sound;

    /// <summary>Microseconds that the picture has to wait longer for the sound.</summary>
    public long Picture => (long)_picture;

    /// <summary>Notes how long both take now from their capture until they are played, in microseconds.</summary>
    public void Update(long sound, long picture)
    {
        _difference += (picture - sound - _difference) * Smoothing;
        if (Math.Abs(_difference) < Least)
        {
            return;
        }

        double step = Math.Clamp(_difference / 2, -Most, Most);
        _difference = 0;

        // Who was made to wait before is let go first.
        double released = step > 0 ? Math.Min(_picture, step) : Math.Max(-_sound, step);
        _picture -= Math.Max(0, released);
        _sound += Math.Min(0, released);
        step -= released;
        _sound += Math.Max(0, step);
        _picture -= Math.Min(0, step);
    }
}
